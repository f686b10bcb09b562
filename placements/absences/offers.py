"""The way for a company tutor to say that a trainee is not there."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Placement
from ..todo import Todo


def not_here(placement: Placement) -> Todo | None:
    """One row below the signature and on the list of weeks, while the placement runs."""
    if not placement.holds(timezone.localdate()):
        return None
    return Todo(
        # Translators: the name is the trainee's first name; read by a company
        title=_("%(name)s is not here, and nobody told me")
        % {"name": placement.trainee.first_name},
        note=_("one tap, and the agency looks after it at once"),
        url=reverse("company:absent", args=[placement.public_id]),
        icon="alert",
    )
