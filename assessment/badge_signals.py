"""Badges on the Today board: a correction took placement weeks away that a level was given for.

No badge goes by itself (`badges/earning.py`): for a month after the correction the board asks a person
to look, who withdraws it or leaves it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages
from placements.enums import DayKind, PlacementStatus, WeekStatus
from placements.models import Correction, HourWeek, WorkDay

from .models import BadgeAward

ASKED_FOR = timedelta(days=30)


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Badges of a higher level than the signed weeks are enough for now, after a late correction."""
    corrected = Correction.objects.filter(
        week__placement__trainee=OuterRef("trainee"), at__date__gte=today - ASKED_FOR
    )
    last = corrected.order_by("-at").values("at")[:1]
    return (
        BadgeAward.objects.visible_to(viewer)
        .valid()
        .filter(Exists(corrected))
        .annotate(left=Coalesce(Subquery(_weeks()), 0))
        .filter(left__lt=F("level__weeks"))
        .annotate(what=Value("badge"), one=F("pk"), two=F("trainee"), by=Value(""), at=Value(""))
        .annotate(day=TruncDate(Subquery(last)), mean=Value(0.0), flag=Value(0))
        .annotate(n1=F("left"), n2=F("level__weeks"), n3=Value(0), n4=Value(0))
    )


def _weeks() -> QuerySet[Any, Any]:
    """As `earning.stays`: weeks with a signed day of work, as it was corrected."""
    same = Correction.objects.filter(week=OuterRef("week"), date=OuterRef("date"))
    newer = same.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    of_week = {"week": OuterRef("pk")}
    signed = WorkDay.objects.filter(~Exists(same), kind=DayKind.WORKED, **of_week)
    corrected = Correction.objects.filter(~Exists(newer), new__kind=DayKind.WORKED, **of_week)
    return (
        HourWeek.objects.filter(
            Q(Exists(signed)) | Q(Exists(corrected)),
            placement__trainee=OuterRef("trainee"),
            status=WeekStatus.SIGNED,
        )
        .exclude(placement__status=PlacementStatus.CANCELLED)
        .order_by()
        .values("placement__trainee")
        .annotate(many=Count("monday", distinct=True))
        .values("many")
    )


def signals(rows: Iterable[tuple[Any, ...]]) -> Iterator[Signal]:
    """The rows of `part`."""
    page = pages("admin:assessment_badgeaward_change")
    for _what, pk, trainee, _by, _at, day, _mean, _flag, left, needed, *_rest in rows:
        text = ngettext(
            "Badge for %(needed)d weeks, and %(left)d week is signed now",
            "Badge for %(needed)d weeks, and %(left)d weeks are signed now",
            left,
        )
        yield Signal(
            trainee_id=trainee,
            key=f"badge:{pk}:{left}",
            level=Level.PLAIN,
            icon="star",
            text=text % {"needed": needed, "left": left},
            # Translators: a day, like «corrected on 12 March»
            since=_("corrected on %(day)s") % {"day": day_words(day, "j F")},
            action=_("Look at the badge"),
            url=page(pk),
        )
