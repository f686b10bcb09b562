"""What the company tutor's page says of certificates."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink
from imyportal.weeks import hours
from placements import company_todo
from placements.models import Placement
from placements.todo import Todo

from . import confirming, readiness

ASKED_FOR = timedelta(days=60)  # after the last day


@company_todo.register
def certificates(viewer: AccessLink) -> list[Todo]:
    """Certificates whose company part can be confirmed and is not; the queries of `readiness.gather`."""
    today = timezone.localdate()
    # The last week is signed on its Friday, before the placement ends on a Sunday.
    soon = today + timedelta(days=6)
    placements = list(
        Placement.objects.visible_to(viewer)
        .filter(ends_on__range=(today - ASKED_FOR, soon))
        .select_related("company", "company_tutor", "trainee__group")
    )
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
        )
        for each in gathered
        if not states[each.placement.pk].is_current
    ]
