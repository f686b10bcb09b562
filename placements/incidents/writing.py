"""An incident is reported, added to, and closed with an outcome."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, mail, registers, uploads, work
from imyportal.db import check_row
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models import Trainee
from trainees.models.stand_ins import on_duty

from ..absences import saying
from ..absences.saying import Saying
from ..enums import AbsenceKind, IncidentKind, PartyTold
from ..models import (
    Incident,
    IncidentNotice,
    IncidentPaper,
    IncidentStep,
    IncidentStepDone,
    Placement,
)
from ..models.incidents import SEES_ALL


@dataclass(frozen=True)
class Report:
    """What is reported."""

    kind: str
    severity: int
    happened_at: datetime
    place: str
    text: str
    known_at: datetime
    is_deadly: bool = False


@dataclass(frozen=True)
class Away:
    """On which days the trainee misses work because of it."""

    first_day: date
    last_day: date
    tells_company: bool


@transaction.atomic
def report(
    trainee: Trainee,
    said: Report,
    *,
    by: User,
    away: Away | None = None,
    once: uuid.UUID | None = None,
) -> Incident | None:
    """Open an incident; who may see the register, and the responsible tutor, get a mail that there is one.

    With `away` the absence is written down, too, without a word of the incident, so that nobody is asked
    for hours of these days. None when the form was sent twice. Raises `ValidationError` for moments in the
    wrong order, and as `absences.saying.log`.
    """
    if not use_key(once):
        return None
    incident = Incident(trainee=trainee, by=by, **vars(said))
    check_row(incident)
    incident.save(force_insert=True)
    if away is not None:
        _write_absence(trainee, away, said.known_at, by)
    for user in _to_tell(trainee, by):
        mail.queue(
            "placements/incident_reported",
            to=user.email,
            language=user.language,
            about=user,
            key=f"incident:{incident.pk}:{user.pk}",
            incident=incident.pk,
        )
    audit.note(Action.INCIDENT_REPORTED, by=by, about=incident)
    return incident


def _write_absence(trainee: Trainee, away: Away, known_at: datetime, by: User) -> None:
    stays = Placement.objects.live().filter(trainee=trainee)
    placement = stays.filter(starts_on__lte=away.first_day, ends_on__gte=away.first_day).first()
    if placement is None:
        raise ValidationError({"first_day": _("There is no placement on this day.")})
    missed = Saying(AbsenceKind.OTHER, away.first_day, away.last_day)
    saying.log(placement, missed, by=by, said_at=known_at, tells_company=away.tells_company)


def _to_tell(trainee: Trainee, by: User) -> Iterable[User]:
    app, codename = SEES_ALL.split(".")
    right = {"codename": codename, "content_type__app_label": app}
    has_it = Q(is_superuser=True)
    for path in ("user_permissions", "groups__permissions"):
        has_it |= Q(**{f"{path}__{name}": value for name, value in right.items()})
    keys = User.objects.tutors().filter(has_it).values("pk")
    person = on_duty(trainee.responsible, timezone.localdate())
    told = User.objects.tutors().filter(Q(pk__in=keys) | Q(pk=person.pk))
    return told.exclude(pk=by.pk)


# --- What is added ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """Somebody was told."""

    party: str
    name: str
    how: str
    told_at: datetime
    number: str = ""  # such as that of the report to INAIL


def tell(incident: Incident, told: Told, *, by: User, once: uuid.UUID | None = None) -> None:
    """Write down who was told. With INAIL the clock of an accident ends."""
    _add(incident, IncidentNotice(**vars(told)), by=by, once=once)


def add_step(
    incident: Incident,
    text: str,
    *,
    by: User,
    with_whom: str = "",
    due_on: date | None = None,
    once: uuid.UUID | None = None,
) -> None:
    """A step of mediation: what was agreed, with whom, until when."""
    step = IncidentStep(text=text, with_whom=with_whom, due_on=due_on)
    _add(incident, step, by=by, once=once)


@transaction.atomic
def do_step(step: IncidentStep, *, by: User) -> bool:
    """The step is done and leaves the board; False the second time."""
    incident = _open(step.incident)
    if IncidentStepDone.objects.filter(step=step).exists():
        return False
    done = IncidentStepDone(step=step)
    return registers.add(done, by=by, action=Action.INCIDENT_ADDED, about=incident)


def add_paper(
    incident: Incident,
    title: str,
    file: UploadedFile,
    *,
    by: User,
    once: uuid.UUID | None = None,
) -> None:
    """Keep a document. Raises `ValidationError` as `uploads.take_in`."""
    with transaction.atomic():
        stored = uploads.take_in(file, by=by)
        if not _add(incident, IncidentPaper(title=title, file=stored), by=by, once=once):
            stored.delete()


@transaction.atomic
def _add(incident: Incident, row: models.Model, *, by: User, once: uuid.UUID | None) -> bool:
    """Add a row below an open incident; False when it was sent twice."""
    locked = _open(incident)
    row.incident = locked  # type: ignore[attr-defined]
    return registers.add(row, by=by, action=Action.INCIDENT_ADDED, about=locked, once=once)


@transaction.atomic
def spare(incident: Incident, because: str, *, by: User) -> Incident:
    """INAIL need not be told of this accident: its clock ends. Said twice, the first stands."""
    incident = _open(incident)
    if not incident.spared_because:
        incident.spared_because, incident.spared_at = because, timezone.now()
        incident.spared_by = by
        check_row(incident)
        incident.save(update_fields=["spared_because", "spared_at", "spared_by"])
        audit.note(Action.INCIDENT_ADDED, by=by, about=incident, what="spared")
    return incident


@transaction.atomic
def close(incident: Incident, outcome: str, *, by: User, lessons: str = "") -> Incident:
    """End it with its outcome; nothing can be added afterwards.

    Raises `ValidationError` with code `clock` while INAIL was neither told of an accident nor need be.
    """
    incident = _open(incident)
    if has_clock(incident):
        raise ValidationError(clock_words(), code="clock")
    incident.outcome, incident.lessons = outcome, lessons
    incident.closed_at, incident.closed_by = timezone.now(), by
    check_row(incident)
    incident.save(update_fields=["outcome", "lessons", "closed_at", "closed_by"])
    audit.note(Action.INCIDENT_CLOSED, by=by, about=incident)
    return incident


def clock_words() -> str:
    """What must be done before an accident is closed."""
    return _("Write down that INAIL was told, or why it need not be, before you close it.")


def has_clock(incident: Incident) -> bool:
    """An accident of which INAIL was not told and must be; one query."""
    if incident.kind != IncidentKind.ACCIDENT or incident.spared_because:
        return False
    return not incident.notices.filter(party=PartyTold.INAIL).exists()


def _open(incident: Incident) -> Incident:
    """Locked. Raises `ValidationError` when it is closed."""
    found = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    work.hook("incidents.locked")
    if found.closed_at is not None:
        raise ValidationError(_("This incident is closed. Report a new one."), code="closed")
    return found
