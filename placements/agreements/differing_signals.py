"""On the Today board: agreements that no longer fit, until the next version is sent."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages

from ..attention import Part, add_part
from ..enums import AgreementKind, PlacementStatus
from ..models import Agreement, Placement
from .differing import HOLDING

PART = "differing"


def part(viewer: User, today: date) -> QuerySet[Any, Any]:
    """`number` is the agreement, `first` the day since when it differs, `words` its kind."""
    running = Placement.objects.visible_to(viewer).filter(
        status=PlacementStatus.CONFIRMED, ends_on__gte=today
    )
    return (
        Agreement.objects.filter(
            placement__in=running, state__in=HOLDING, differs_since__isnull=False
        )
        .annotate(what=Value(PART), who=F("placement__trainee"), number=F("pk"))
        .annotate(first=F("differs_since"), last=F("differs_since"))
        .annotate(more=F("placement"), words=F("kind"))
        .order_by()
        .values_list("what", "who", "number", "first", "last", "more", "words")
    )


def say(row: Any, now: datetime) -> Signal:
    """The reason that a row of `part` stands for."""
    is_training = row.words == AgreementKind.TRAINING
    return Signal(
        trainee_id=row.trainee,
        key=f"differing:{row.number}",
        level=Level.AMBER,
        icon="edit",
        text=_("The training plan no longer fits: send the next version")
        if is_training
        else _("The learning agreement no longer fits: send the next version"),
        # Translators: a day, like «since Monday 9 March»
        since=_("since %(day)s") % {"day": day_words(row.first)},
        action=_("Look what differs"),
        url=pages("admin:placements_agreement")(row.number),
    )


add_part(PART, Part(part, say))
