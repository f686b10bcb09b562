"""Certificates, talks about results and awards that wait for an agency tutor, for the Today board.

`attention.py` asks: what a placement lacks comes with its own query of placements, the awards with
that of evaluations.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db.models import Exists, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages
from placements.models.placements import PlacementQuerySet

from . import certificate_signals, looking, plans, talks
from .certificate_signals import Asking, Facts
from .late import Stay
from .models import Award


class Lacking(NamedTuple):
    """What a placement has not got yet; `COLUMNS` are read into it."""

    talk: int | None  # the sign-off the trainee wants to talk about
    talk_at: datetime | None
    overtaken: int | None  # the sign-off after which an evaluation came
    overtaken_moment: str | None
    certificate: Facts

    @classmethod
    def of(cls, *row: Any) -> Self:
        many = len(COLUMNS) - len(Facts._fields)
        talk, talk_at, overtaken, moment = row[:many]
        return cls(talk, talk_at, overtaken, moment, Facts(*row[many:]))


COLUMNS = ["talk", "talk_at", "overtaken", "overtaken_moment", *Facts._fields]


def is_lacking(today: date) -> Q:
    """Placements that need a tutor for what they lack."""
    lacks = certificate_signals.lacking(today) | certificate_signals.speaking()
    return lacks | Q(Exists(talks.wished())) | Q(Exists(looking.overtaken()))


def with_lacking(placements: PlacementQuerySet, today: date) -> PlacementQuerySet:
    """`placements` annotated with `COLUMNS`."""
    return placements.annotate(
        talk=Subquery(talks.wished().values("pk")[:1]),
        talk_at=Subquery(talks.wished().values("talk_asked_at")[:1]),
        overtaken=Subquery(looking.overtaken().values("pk")[:1]),
        overtaken_moment=Subquery(looking.overtaken().values("moment")[:1]),
        **certificate_signals.columns(today),
    )


def signals(stay: Stay, lacking: Lacking, asking: Asking, today: date) -> Iterator[Signal]:
    """What of a placement's certificate and results needs a tutor."""
    if lacking.talk is not None and lacking.talk_at is not None:
        yield talks.signal(stay.trainee, lacking.talk, lacking.talk_at)
    if lacking.overtaken is not None and lacking.overtaken_moment is not None:
        yield looking.signal(
            stay.trainee, stay.placement, lacking.overtaken, lacking.overtaken_moment
        )
    yield from certificate_signals.signals(stay, lacking.certificate, asking, today)


def suggestions(viewer: User) -> QuerySet[Any, Any]:
    """Awards that companies suggested and nobody has decided on, as a part of `plans.together`."""
    return (
        Award.objects.visible_to(viewer)
        .waiting()
        .annotate(what=Value("award"), one=F("pk"), two=F("trainee"), by=F("suggested_by"))
        .annotate(at=Value(""), day=TruncDate("suggested_at"), mean=Value(0.0), flag=Value(0))
        .annotate(**plans.numbers())
    )


def suggested(awards: list[tuple[date, int, int, str]]) -> Iterator[Signal]:
    """Of the day, the award, the trainee and who suggested it."""
    page = pages("admin:assessment_award_decide")
    for day, pk, trainee, by in sorted(awards):
        yield Signal(
            trainee_id=trainee,
            key=f"award:{pk}",
            level=Level.AMBER,
            icon="medal",
            # Translators: by is the company tutor's name
            text=_("%(by)s suggests an award") % {"by": by},
            # Translators: a day, like «since 12 March»
            since=_("since %(day)s") % {"day": day_words(day, "j F")},
            action=_("See the award"),
            url=page(pk),
        )
