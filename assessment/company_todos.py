"""What the company tutor's page says of certificates."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from imyportal.weeks import hours
from placements import company_todo
from placements.models import Placement
from placements.todo import Todo

from . import confirming, readiness


@company_todo.register
def certificates(seen: Sequence[Placement]) -> list[Todo]:
    """Certificates whose company part can be confirmed and is not; the queries of `readiness.gather`."""
    # The last week is signed on its Friday, before the placement ends on a Sunday.
    soon = timezone.localdate() + timedelta(days=6)
    placements = [each for each in seen if each.ends_on <= soon]
    if not placements:
        return []
    gathered = [
        each for each in readiness.gather(placements).values() if confirming.may_be_asked(each)
    ]
    states = confirming.state(gathered)
    return [
        Todo(
            # Translators: the name is the trainee's first name
            title=_("Confirm %(name)s’s certificate") % {"name": each.placement.trainee.first_name},
            note=_("%(hours)s h, one minute") % {"hours": hours(each.signed_minutes)},
            url=reverse("assessment:confirm", args=[each.placement.public_id]),
            icon="medal",
            is_needed=True,
        )
        for each in gathered
        if not states[each.placement.pk].is_current
    ]
