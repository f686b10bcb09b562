"""What a list of companies would do: read, compared, nothing written.

A company is its name and address, without regard to capitals and blanks. One known without an
address gets the one the list brings; a row without an address means the only company of that name.
A company may stand in several rows, one for each of its tutors. A tutor is the e-mail address
within the company; without one, the name. An empty cell never erases what is known.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Language
from placements.list_words import COMPANIES, NO, YES
from placements.models import CompanyTutor, HostCompany
from trainees.lists import read_list
from trainees.lists.plan import Change, Plan, PlannedRow, RowState, label_of
from trainees.lists.rows import RowReader
from trainees.lists.values import language_of, languages_of, split_name

COMPANY_FIELDS = (
    "name",
    "sector",
    "address",
    "phone",
    "places",
    "languages",
    "step_free",
    "minors_allowed",
    "directions",
)
TUTOR_FIELDS = ("first_name", "last_name", "email", "phone", "language")


@dataclass(slots=True)
class PlannedCompany:
    """A company of the list, shared by all rows about it."""

    company: HostCompany
    is_new: bool
    tutors: list[CompanyTutor]
    changed: set[str] = field(default_factory=set)
    told_in: dict[str, int] = field(default_factory=dict)  # field: line that set it first
    # A tutor's name or address: the line, and the address there.
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(slots=True)
class CompanyRow:
    """A row's values, and what they mean for the database."""

    values: dict[str, Any]
    tutor_values: dict[str, str]
    planned: PlannedCompany | None = None
    tutor: CompanyTutor | None = None
    tutor_changed: list[str] = field(default_factory=list)


def normal(text: str) -> str:
    """Names and addresses are the same when these are."""
    return " ".join(text.split()).casefold()


def read_plan(content: bytes, file_name: str, *, lock: bool = False) -> Plan:
    """Every row of the file as new, changed, same or faulty. Raises ListError for the whole file.

    With `lock` the companies on file are locked: call it inside a transaction.
    """
    table = read_list(content, file_name, COMPANIES)
    plan = Plan(table)
    plan.rows = [_read(RowReader(table, row, today=timezone.localdate())) for row in table.rows]
    known = _Known(lock=lock)
    for planned in plan.rows:
        if not planned.is_good:
            continue
        row: CompanyRow = planned.target
        row.planned = known.find(planned)
        if not _stands_twice(planned, row.planned):
            _compare_company(planned, row.planned)
            _compare_tutor(planned, row.planned)
            _decide(planned, row.planned)
    return plan


def _read(reader: RowReader) -> PlannedRow:
    name = reader.text("name", limit=200, label=_("The company's name"))
    if not name and not reader.reasons:
        reader.reasons.append(_("The company's name is missing."))
    values = {
        "name": name,
        "sector": reader.text("sector", limit=120, label=_("The sector")),
        "address": reader.text("address", limit=300, label=_("The address")),
        "phone": reader.phone("phone", label=_("The phone number")),
        "places": _places(reader),
        "languages": _languages(reader),
        "step_free": _yes_or_no(reader, "step_free", _("step-free")),
        "minors_allowed": _yes_or_no(reader, "minors_allowed", _("minors allowed")),
        "directions": reader.text("directions", limit=2000, label=_("The directions")),
    }
    tutor = _tutor(reader)
    return PlannedRow(
        line=reader.row.line,
        name=name or _("(no name)"),
        state=RowState.FAULTY if reader.reasons else RowState.NEW,
        reasons=reader.reasons,
        warnings=reader.warnings,
        target=CompanyRow(values, tutor),
    )


def _places(reader: RowReader) -> int | None:
    text = reader.text("places", limit=20, label=_("The number of places"))
    if text.isdecimal() and int(text) < 1000:
        return int(text)
    if text:
        warning = _("The number of places “%(text)s” is not a number: left out.")
        reader.warnings.append(warning % {"text": text})
    return None


def _languages(reader: RowReader) -> str:
    known, unknown = languages_of(reader.text("languages", limit=300, label=_("The languages")))
    for part in unknown:
        warning = _("The language “%(text)s” is not known: left out.")
        reader.warnings.append(warning % {"text": part})
    return ", ".join(one["language"] for one in known)[:100]


def _yes_or_no(reader: RowReader, key: str, label: str) -> bool | None:
    text = reader.text(key, limit=40, label=label)
    word = text.casefold().strip(" .")
    if word in YES or word in NO:
        return word in YES
    if text:
        warning = _("“%(text)s” is neither yes nor no (%(label)s): left out.")
        reader.warnings.append(warning % {"text": text, "label": label})
    return None


def _tutor(reader: RowReader) -> dict[str, str]:
    name = reader.text("tutor_name", limit=200, label=_("The tutor's name"))
    first_name, last_name, doubtful = split_name(name, family_first=False)
    email = reader.email("tutor_email", label=_("the tutor's e-mail"))
    if doubtful:
        warning = _("Read as first name “%(given)s” and family name “%(family)s”: please check.")
        reader.warnings.append(warning % {"given": first_name, "family": last_name})
    if email and not last_name:
        reader.reasons.append(_("The name of the tutor with this e-mail address is missing."))
    if max(len(first_name), len(last_name)) > 100:
        reader.reasons.append(
            _("The tutor's name is longer than %(limit)d characters.") % {"limit": 100}
        )
    return {
        "first_name": first_name,
        "last_name": last_name,
        "email": email,
        "phone": reader.phone("tutor_phone", label=_("The tutor's phone number")),
        "language": _tutor_language(reader),
    }


def _tutor_language(reader: RowReader) -> str:
    text = reader.text("tutor_language", limit=40, label=_("The tutor's language"))
    code = language_of(text) if text else ""
    if text and code not in Language.values:
        warning = _("We cannot write in the language “%(text)s”: left out.")
        reader.warnings.append(warning % {"text": text})
        return ""
    return code or ""


class _Known:
    """The companies on file and those of earlier rows, by name."""

    def __init__(self, *, lock: bool) -> None:
        companies = HostCompany.objects.prefetch_related("tutors")
        if lock:
            companies = companies.select_for_update(of=("self",))
        self.by_name: dict[str, list[PlannedCompany]] = defaultdict(list)
        for company in companies:
            known = PlannedCompany(company, is_new=False, tutors=list(company.tutors.all()))
            self.by_name[normal(company.name)].append(known)

    def find(self, planned: PlannedRow) -> PlannedCompany:
        """The company a row is about, a new one when nobody knows it."""
        values = planned.target.values
        address, namesakes = normal(values["address"]), self.by_name[normal(values["name"])]
        for known in namesakes:
            if normal(known.company.address) == address:
                return known
        if len(namesakes) == 1 and not (address and namesakes[0].company.address):
            return namesakes[0]
        if namesakes:
            warning = _("Another company of this name is at %(address)s.")
            where = namesakes[0].company.address or _("an address not on file")
            planned.warnings.append(warning % {"address": where})
        told = {name: value for name, value in values.items() if value not in ("", None)}
        new = PlannedCompany(HostCompany(name=told["name"]), is_new=True, tutors=[])
        namesakes.append(new)
        return new


def _stands_twice(planned: PlannedRow, known: PlannedCompany) -> bool:
    """Refuse a row about a company and tutor that an earlier row is about."""
    given = planned.target.tutor_values
    name, email = normal(f"{given['first_name']} {given['last_name']}"), given["email"]
    line, earlier_email = known.seen.get(email or name) or known.seen.get(name) or (0, "")
    # An address tells two people of one name apart, but only when both have one.
    if not line or (email and earlier_email and email != earlier_email):
        known.seen.setdefault(name, (planned.line, email))
        if email:
            known.seen[email] = (planned.line, email)
        return False
    planned.state = RowState.FAULTY
    planned.reasons.append(_("Twice in this file: see line %(line)d.") % {"line": line})
    return True


def _compare_company(planned: PlannedRow, known: PlannedCompany) -> None:
    for name in COMPANY_FIELDS:
        new, old = planned.target.values[name], getattr(known.company, name)
        if new in ("", None):
            continue
        label = label_of(HostCompany, name)
        # Two spellings of one name or address are no difference.
        is_same = normal(new) == normal(old) if name in ("name", "address") else new == old
        first = known.told_in.setdefault(name, planned.line) == planned.line
        if not first and not is_same:
            warning = _("Line %(line)d says otherwise and counts: %(label)s.")
            planned.warnings.append(warning % {"line": known.told_in[name], "label": label})
        elif first and (known.is_new or not is_same):
            planned.changes.append(Change(label, "" if known.is_new else shown(old), shown(new)))
            setattr(known.company, name, new)
            known.changed.add(name)


def _compare_tutor(planned: PlannedRow, known: PlannedCompany) -> None:
    row: CompanyRow = planned.target
    given = row.tutor_values
    if not given["last_name"]:
        return
    row.tutor = next((one for one in known.tutors if _is_same_person(one, given)), None)
    for name in TUTOR_FIELDS:
        old = getattr(row.tutor, name) if row.tutor else ""
        if given[name] and given[name] != old:
            row.tutor_changed.append(name)
            label = _("tutor: %(field)s") % {"field": label_of(CompanyTutor, name)}
            planned.changes.append(Change(label, old, given[name]))


def _is_same_person(tutor: CompanyTutor, given: dict[str, str]) -> bool:
    if given["email"] and tutor.email:
        return tutor.email.lower() == given["email"]
    return normal(tutor.name) == normal(f"{given['first_name']} {given['last_name']}")


def _decide(planned: PlannedRow, known: PlannedCompany) -> None:
    first_of_new = known.is_new and known.told_in.get("name") == planned.line
    if first_of_new:
        planned.state = RowState.NEW
    else:
        planned.state = RowState.CHANGED if planned.changes else RowState.SAME


def shown(value: Any) -> str:
    """A value as people read it in the preview."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
