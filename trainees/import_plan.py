"""What a participant list would do to a group: read, compared, nothing written.

Who is who: the normalised e-mail address within the group; without one, name and birth date. A
person known without an address gets the one the list brings. An empty cell never erases what is
known: lists are often a part of the truth.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from trainees import phones, registration
from trainees.lists import ListError, Row, Table, read_list
from trainees.lists.headers import plain
from trainees.lists.people import has_names, read_names
from trainees.lists.plan import Change, Plan, PlannedRow, RowState, label_of
from trainees.lists.rows import RowReader
from trainees.lists.values import languages_of, nationality_of, split_phone
from trainees.lists.words import TRAINEES
from trainees.models import Group, Guardian, Trainee

AGES_POSSIBLE = range(14, 100)
AGES_USUAL = range(16, 26)
FIELDS = (
    "first_name",
    "last_name",
    "birth_date",
    "email",
    "phone",
    "nationality",
    "field",
    "spoken",
    "emergency_name",
    "emergency_phone",
)

NameKey = tuple[str, str, dt.date | None]


@dataclass(slots=True)
class GuardianValues:
    """The guardian a row names; all "" when it names none."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)


@dataclass(slots=True)
class Participant:
    """A row's values, and what they mean for the database."""

    values: dict[str, Any]
    guardian: GuardianValues
    trainee: Trainee | None = None  # the one on file, when there is one
    changed: list[str] = field(default_factory=list)  # names among FIELDS
    known_guardian: Guardian | None = None
    guardian_changes: dict[str, str] = field(default_factory=dict)
    needs_account: bool = False

    @property
    def name_key(self) -> NameKey:
        return name_key(
            self.values["first_name"], self.values["last_name"], self.values["birth_date"]
        )


def name_key(first: str, last: str, birth_date: dt.date | None) -> NameKey:
    """People without an address are the same when these are."""
    return first.casefold(), last.casefold(), birth_date


def read_plan(group: Group, content: bytes, file_name: str) -> Plan:
    """Every row of the file as new, changed, same or faulty. Raises ListError for the whole file."""
    table = read_list(content, file_name, TRAINEES)
    _check_columns(table)
    today = timezone.localdate()
    plan = Plan(table)
    for row in table.rows:
        plan.rows.append(_read(table, row, today=today, day=max(today, group.arrives_on)))
    known = _Known(group, [row.target.values["email"] for row in plan.rows])
    seen = _Seen()
    for planned in plan.rows:
        _find(planned, known)
        seen.check(planned)
    found = [row.target.trainee for row in plan.rows if row.target.trainee]
    own = phones.entered_themselves(found)
    for planned in plan.rows:
        _compare(planned, own)
        _look_for_guardian(planned, day=max(today, group.arrives_on))
    return plan


def _check_columns(table: Table) -> None:
    missing = []
    if not has_names(table):
        missing.append(_("first name and family name"))
    if "birth_date" not in table.columns and "email" not in table.columns:
        missing.append(_("birth date"))
    if missing:
        raise ListError(
            _("A column is missing: %(missing)s. The header in line %(line)d has: %(found)s."),
            code="missing_columns",
            params={
                "missing": ", ".join(missing),
                "line": table.header_line,
                "found": ", ".join(header for header in table.headers if header),
            },
        )


def _read(table: Table, row: Row, *, today: dt.date, day: dt.date) -> PlannedRow:
    reader = RowReader(table, row, today=today)
    first_name, last_name = read_names(reader)
    values: dict[str, Any] = {
        "first_name": first_name,
        "last_name": last_name,
        "birth_date": reader.date("birth_date", label=gettext_lazy("The birth date")),
        "email": reader.email("email", label=gettext_lazy("the trainee's e-mail")),
        "phone": reader.phone("phone", label=gettext_lazy("The phone number")),
        "field": reader.text("field", limit=120, label=gettext_lazy("The field")),
        "nationality": _nationality(reader),
        "spoken": _languages(reader),
        **_emergency(reader),
    }
    _check_age(reader, values["birth_date"], day=day)
    guardian = GuardianValues(
        name=reader.text("guardian_name", limit=200, label=gettext_lazy("The guardian's name")),
        email=reader.email(
            "guardian_email", label=gettext_lazy("the guardian's e-mail"), fault_is_warning=True
        ),
        phone=reader.phone("guardian_phone", label=gettext_lazy("The guardian's phone number")),
    )
    if guardian.email and guardian.email == values["email"]:
        reader.warnings.append(_("The guardian's e-mail address is the trainee's own."))
    return PlannedRow(
        line=row.line,
        name=f"{first_name} {last_name}".strip() or _("(no name)"),
        state=RowState.FAULTY if reader.reasons else RowState.NEW,
        reasons=reader.reasons,
        warnings=reader.warnings,
        target=Participant(values, guardian),
    )


def _nationality(reader: RowReader) -> str:
    text = reader.text("nationality", limit=100, label=gettext_lazy("The nationality"))
    code = nationality_of(text) if text else ""
    if code is None:
        warning = _(
            "The nationality “%(text)s” is not known: left out. Write two letters, like DE."
        )
        reader.warnings.append(warning % {"text": text})
    return code or ""


def _languages(reader: RowReader) -> list[dict[str, str]]:
    text = reader.text("languages", limit=300, label=gettext_lazy("The languages"))
    known, unknown = languages_of(text)
    for part in unknown:
        warning = _("The language “%(text)s” is not known: left out. Write it like “de C2”.")
        reader.warnings.append(warning % {"text": part})
    return known


def _emergency(reader: RowReader) -> dict[str, str]:
    name = reader.text("emergency_name", limit=200, label=gettext_lazy("The emergency contact"))
    phone = reader.phone("emergency_phone", label=gettext_lazy("The emergency phone number"))
    if name and not phone:
        name, phone = split_phone(name)
        phone = phone[:40]
    return {"emergency_name": name, "emergency_phone": phone}


def _check_age(reader: RowReader, birth_date: dt.date | None, *, day: dt.date) -> None:
    if birth_date is None:
        return
    age = age_on(birth_date, day)
    if fault := age_fault(birth_date, today=reader.today, day=day):
        reader.reasons.append(fault)
    elif age not in AGES_USUAL:
        reader.warnings.append(_("Unusual age: %(age)d years.") % {"age": age})


def age_fault(birth_date: dt.date, *, today: dt.date, day: dt.date) -> str | None:
    """Why nobody who takes part on `day` can be born then, in words; None when somebody can."""
    if birth_date > today:
        return _("The birth date lies in the future.")
    age = age_on(birth_date, day)
    if age not in AGES_POSSIBLE:
        return _("Impossible age: %(age)d years.") % {"age": age}
    return None


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Full years on `day`, of somebody who is not in the database yet."""
    before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before


class _Known:
    """Who is on file: the group's trainees, and the accounts behind the list's addresses."""

    def __init__(self, group: Group, emails: list[str]) -> None:
        self.by_email: dict[str, Trainee] = {}
        self.by_name: dict[NameKey, list[Trainee]] = defaultdict(list)
        trainees = Trainee.objects.filter(group=group).select_related("user")
        for trainee in trainees.prefetch_related("guardians"):
            key = name_key(trainee.first_name, trainee.last_name, trainee.birth_date)
            self.by_name[key].append(trainee)
            if trainee.user:
                self.by_email.setdefault(trainee.user.email, trainee)
            if trainee.email:
                self.by_email[trainee.email] = trainee
        addresses = {email for email in emails if email}
        accounts = User.objects.filter(email__in=addresses).select_related("sending_tutor")
        self.accounts = {account.email: account for account in accounts}


def _find(planned: PlannedRow, known: _Known) -> None:
    """Who on file the row is about; a fault when that cannot be told or the address is taken."""
    person: Participant = planned.target
    email, namesakes = person.values["email"], known.by_name.get(person.name_key, [])
    person.trainee = known.by_email.get(email)
    if person.trainee is None and email:
        unaddressed = [trainee for trainee in namesakes if not trainee.email]
        person.trainee = unaddressed[0] if unaddressed else None
        if namesakes and not unaddressed:
            warning = _("The group already has %(name)s with this birth date and another address.")
            planned.warnings.append(warning % {"name": planned.name})
    elif not email and len(namesakes) == 1:
        person.trainee = namesakes[0]
    elif not email and namesakes:
        _refuse(
            planned, _("Two people here have this name and birth date: add the e-mail address.")
        )
    if person.trainee is None and person.values["birth_date"] is None and planned.is_good:
        _refuse(planned, _("The birth date is missing."))
    _check_account(planned, known.accounts.get(email))


def _check_account(planned: PlannedRow, account: User | None) -> None:
    person: Participant = planned.target
    trainee = person.trainee
    person.needs_account = bool(person.values["email"]) and not (trainee and trainee.user_id)
    if account is None or (trainee and trainee.user_id == account.pk):
        return
    if reason := registration.whose(account):
        _refuse(planned, reason)


def _refuse(planned: PlannedRow, reason: str) -> None:
    planned.state = RowState.FAULTY
    planned.reasons.append(reason)


class _Seen:
    """The good rows so far, to find who stands in the file twice."""

    def __init__(self) -> None:
        self.lines: dict[object, int] = {}
        self.unaddressed: dict[NameKey, int] = {}
        self.names: dict[NameKey, int] = {}

    def check(self, planned: PlannedRow) -> None:
        """Refuse a row about somebody an earlier good row is about."""
        person: Participant = planned.target
        email, trainee, name = person.values["email"], person.trainee, person.name_key
        keys = [key for key in (email, trainee.pk if trainee else None) if key]
        line = next((self.lines[key] for key in keys if key in self.lines), None)
        # An address tells two people of one name apart, but only when both have one.
        line = line or (self.unaddressed if email else self.names).get(name)
        if line:
            _refuse(planned, _("Twice in this file: see line %(line)d.") % {"line": line})
            return
        if not planned.is_good:
            return
        if email and name in self.names:
            warning = _("Same name and birth date as line %(line)d, with another address.")
            planned.warnings.append(warning % {"line": self.names[name]})
        self.lines.update(dict.fromkeys(keys, planned.line))
        self.names.setdefault(name, planned.line)
        if not email:
            self.unaddressed.setdefault(name, planned.line)


def _compare(planned: PlannedRow, own: set[int]) -> None:
    """Fill in the changes, and with them the state of a good row.

    The number somebody of `own` entered on their phone is newer than any list: it stays.
    """
    person: Participant = planned.target
    if not planned.is_good:
        return
    for name in FIELDS:
        new = person.values[name]
        old = getattr(person.trainee, name) if person.trainee else None
        if name == "phone" and person.trainee and person.trainee.pk in own and new and new != old:
            warning = _("%(name)s entered another phone number themselves: %(phone)s. It stays.")
            planned.warnings.append(warning % {"name": planned.name, "phone": old})
        elif new and new != old:
            person.changed.append(name)
            label = label_of(Trainee, name)
            planned.changes.append(Change(label, shown(old), shown(new)))
    _compare_guardian(planned)
    if person.trainee is None:
        planned.state = RowState.NEW
        return
    if person.needs_account:
        planned.changes.append(Change(_("account"), "", person.values["email"]))
    planned.state = RowState.CHANGED if planned.changes else RowState.SAME


def _compare_guardian(planned: PlannedRow) -> None:
    """A guardian is known by name, else by address; an unknown one is added beside the others."""
    person: Participant = planned.target
    given = person.guardian
    if not given:
        return
    known = list(person.trainee.guardians.all()) if person.trainee else []
    person.known_guardian = (
        next((one for one in known if given.name and plain(one.name) == plain(given.name)), None)
        or next((one for one in known if given.email and one.email == given.email), None)
        or (known[0] if len(known) == 1 and not given.name else None)
    )
    # Somebody known by an address only is called by it, until a list brings the name.
    if not given.name and not person.known_guardian:
        given.name = given.email or given.phone
    for name, label in (
        ("name", _("guardian")),
        ("email", _("guardian's e-mail address")),
        ("phone", _("guardian's phone")),
    ):
        new, old = getattr(given, name), getattr(person.known_guardian, name, "")
        if new and new != old:
            person.guardian_changes[name] = new
            planned.changes.append(Change(label, old, new))


def _look_for_guardian(planned: PlannedRow, *, day: dt.date) -> None:
    person: Participant = planned.target
    trainee = person.trainee
    birth_date = person.values["birth_date"] or (trainee.birth_date if trainee else None)
    if not planned.is_good or birth_date is None or person.guardian:
        return
    on_file = bool(trainee and trainee.guardians.all())
    if age_on(birth_date, day) < 18 and not on_file:
        planned.to_solve.append(_("Minor without a guardian: ask the school who it is."))


def shown(value: Any) -> str:
    """A value as people read it in the preview."""
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(f"{one['language']} {one['level']}".strip() for one in value)
    return str(value or "")
