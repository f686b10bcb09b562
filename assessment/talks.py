"""Trainees who wish to talk about results that were signed off, for the Today board."""

from datetime import datetime

from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from imyportal.attention import Level, Signal, day_words, pages

from .models import SignOff
from .models.sign_offs import SignOffQuerySet


def wished() -> SignOffQuerySet:
    """For a query of placements: the sign-offs of each about which nobody has talked yet."""
    asked = SignOff.objects.filter(placement=OuterRef("pk"), talk_asked_at__isnull=False)
    return asked.filter(talk_held_at=None).order_by("pk")


def signal(trainee: int, sign_off: int, asked_at: datetime) -> Signal:
    """The button says that the talk was held."""
    return Signal(
        trainee_id=trainee,
        key=f"talk:{sign_off}",
        level=Level.AMBER,
        icon="chat",
        text=_("Wants to talk about the results"),
        # Translators: a date, like «since 9 March»
        since=_("since %(day)s") % {"day": day_words(timezone.localdate(asked_at), "j F")},
        action=_("We talked"),
        post=pages("admin:assessment_signoff_talked")(sign_off),
    )
