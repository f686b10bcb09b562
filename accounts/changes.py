"""What is noted when somebody's account is changed in the desk."""

from collections.abc import Sequence

from imyportal import audit
from imyportal.enums import Action

from .models import User

# The address counts: whoever reads its mail comes in.
RIGHTS = {"email", "is_staff", "is_active", "is_superuser", "groups"}


def note(user: User, changed: Sequence[str], *, by: User, is_new: bool) -> None:
    """Note a new person, a closed account, or a change of rights; `changed` are names of fields."""
    rights = sorted(RIGHTS & set(changed))
    if is_new:
        action = Action.PERSON_ADDED
    elif "is_active" in rights and not user.is_active:
        action = Action.PERSON_CLOSED
    elif rights:
        action = Action.RIGHTS_CHANGED
    else:
        return
    audit.note(action, by=by, about=user, fields=rights)
