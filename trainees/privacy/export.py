"""My data, as one ZIP that is sent while it is written (GDPR, articles 15 and 20).

What goes in is decided by each room's `personal.py`: a page to read, one JSON file a subject for programs, the
files the person handed in, and the papers that were made for them.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from zipstream import ZipStream

from accounts.models import User
from imyportal import audit, personal
from imyportal.enums import Action
from imyportal.models import AuditEvent
from imyportal.personal import Decision

from ..models import Trainee


@dataclass(frozen=True)
class Subject:
    """What one model holds about a person."""

    name: str  # of its file, the same in every export
    label: str
    rows: list[dict[str, Any]]  # by name of the field, for programs
    lines: list[list[tuple[str, Any]]]  # the same in words: label and value


def pack(user: User) -> ZipStream:
    """All that is given to `user`, over all groups they came with; noted."""
    trainees = list(
        Trainee.objects.visible_to(user).filter(user=user).select_related("user", "group")
    )
    papers = [paper for trainee in trainees for paper in personal.papers_of(trainee)]
    with override(user.language):
        found = list(subjects(trainees))
        page = render_to_string(
            "trainees/privacy/export.html",
            {
                "subjects": found,
                "person": user,
                "at": timezone.localtime(),
                "language": user.language,
                "papers": [paper.name for paper in papers],
            },
        )
    zipped = ZipStream(sized=False)
    zipped.add(page, "my-data.html")
    for subject in found:
        content = json.dumps(subject.rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        zipped.add(content, f"data/{subject.name}.json")
    for paper in papers:
        zipped.add(_parts(paper), paper.name)
    audit.note(Action.OWN_DATA_TAKEN, by=user, about=user, subjects=len(found))
    return zipped


def _parts(paper: personal.Paper) -> Iterator[bytes]:
    """Opened or made when it is its turn, one after the other."""
    yield from paper.parts()


def subjects(trainees: Iterable[Trainee]) -> Iterator[Subject]:
    """What is given, one subject after the other; without those that hold nothing."""
    people = list(trainees)
    # The person first, what the portal did for itself last.
    told = sorted(
        personal.about_trainees(),
        key=lambda each: (each.subject != "person", each.model.startswith("imyportal.")),
    )
    for decision in told:
        if decision.subject and (rows := _rows(decision, people)):
            fields = [decision.of_model._meta.get_field(name) for name in decision.given]
            yield Subject(
                decision.subject,
                _about(decision),
                [{each.name: _plain(row, each) for each in fields} for row in rows],
                [[(_label(each), _words(row, each)) for each in fields] for row in rows],
            )


def _about(decision: Decision) -> str:
    """What the person reads above it."""
    if decision.subject == "person":
        return _("About you")
    if decision.subject == "account":
        return _("Your account")
    return capfirst(str(decision.of_model._meta.verbose_name_plural))


def _rows(decision: Decision, trainees: list[Trainee]) -> list[models.Model]:
    """Each once, though the account stands behind two of the trainees."""
    relations = [
        name for name in decision.given if decision.of_model._meta.get_field(name).is_relation
    ]
    found: dict[Any, models.Model] = {}
    for trainee in trainees:
        rows = decision.to_give(trainee)
        found |= {row.pk: row for row in (rows.select_related(*relations) if relations else rows)}
    return list(found.values())


def _label(field: Any) -> str:
    return capfirst(str(field.verbose_name))


def _plain(row: models.Model, field: Any) -> Any:
    """For programs: choices as they are stored, other rows by what they are called."""
    value = getattr(row, field.name)
    return str(value) if isinstance(value, models.Model) else value


def _words(row: models.Model, field: Any) -> Any:
    """For people: choices and deeds in words, lists in a line, moments in local time by the template."""
    if getattr(field, "choices", None):
        return getattr(row, f"get_{field.name}_display")()
    if isinstance(row, AuditEvent) and field.name == "action":
        return capfirst(row.label)
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        value = [f"{name}: {part}" for name, part in value.items()]
    if isinstance(value, list):
        return "; ".join(_in_line(part) for part in value)
    return value


def _in_line(part: Any) -> str:
    return ", ".join(str(each) for each in part.values()) if isinstance(part, dict) else str(part)
