"""Prepared answers: which fit a ticket, and what one says with its names filled in."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Q, Value, When

from accounts.models import User
from trainees.models import Trainee

from ..models import ReplyTemplate, Ticket

MOST = 40
HERE = Path(__file__).resolve().parent
SPOKEN = ["en", "it"]


def read() -> list[dict[str, str]]:
    """Those the agency begins with, one a language."""
    text = (HERE / "prepared.toml").read_text(encoding="utf-8")
    return [
        {
            "title": each["title"],
            "topic": each["topic"],
            "language": language,
            "text": each[language].strip(),
        }
        for each in tomllib.loads(text)["answers"]
        for language in SPOKEN
    ]


def write(*, models: Any) -> None:
    """Store those that are not there; `models` has `ReplyTemplate`."""
    rows = models.ReplyTemplate.objects
    known = set(rows.values_list("title", "language"))
    rows.bulk_create(
        models.ReplyTemplate(**each)
        for each in read()
        if (each["title"], each["language"]) not in known
    )


def fitting(ticket: Ticket, viewer: User) -> list[ReplyTemplate]:
    """In the trainee's language, then in English, then in others; those for the topic first. One query."""
    spoken = [language(ticket), "en"]
    rows = ReplyTemplate.objects.visible_to(viewer).filter(Q(topic="") | Q(topic=ticket.topic))
    known = [When(language=each, then=Value(place)) for place, each in enumerate(spoken)]
    order = Case(*known, default=Value(len(spoken)))
    return list(rows.order_by(order, F("topic").desc(), "title", "language", "pk")[:MOST])


def language(ticket: Ticket) -> str:
    """In which one the trainee reads."""
    return language_of(ticket.trainee)


def language_of(trainee: Trainee) -> str:
    """The one they chose in the portal, else the one on file."""
    return trainee.user.language if trainee.user else trainee.language


def filled(template: ReplyTemplate, ticket: Ticket, *, by: User) -> str:
    """Its text for this ticket, as `by` would say it."""
    return template.text.format(
        first_name=ticket.trainee.first_name,
        tutor=by.get_full_name() or settings.AGENCY["name"],
        number=ticket.number,
        emergency=settings.AGENCY["emergency_phone"],
        office=settings.AGENCY["address"],
    )
