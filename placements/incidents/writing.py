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
from imyportal import audit, mail, uploads, work
from imyportal.db import check_row
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models import Trainee
from trainees.models.stand_ins import on_duty

from ..enums import IncidentKind, PartyTold
from ..models import Incident, IncidentNotice, IncidentPaper, IncidentStep
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


@transaction.atomic
def report(
    trainee: Trainee, said: Report, *, by: User, once: uuid.UUID | None = None
) -> Incident | None:
    """Open an incident; who may see the register, and the responsible tutor, get a mail that there is one.

    None when the form was sent twice. Raises `ValidationError` for moments in the wrong order.
    """
    if not use_key(once):
        return None
    incident = Incident(trainee=trainee, by=by, **vars(said))
    check_row(incident)
    incident.save(force_insert=True)
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
    if not use_key(once):
        return False
    row.incident, row.by = locked, by  # type: ignore[attr-defined]
    check_row(row)
    row.save(force_insert=True)
    audit.note(Action.INCIDENT_ADDED, by=by, about=locked, what=row._meta.model_name)
    return True


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
        text = _("Write down that INAIL was told, or why it need not be, before you close it.")
        raise ValidationError(text, code="clock")
    incident.outcome, incident.lessons = outcome, lessons
    incident.closed_at, incident.closed_by = timezone.now(), by
    check_row(incident)
    incident.save(update_fields=["outcome", "lessons", "closed_at", "closed_by"])
    audit.note(Action.INCIDENT_CLOSED, by=by, about=incident)
    return incident


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
