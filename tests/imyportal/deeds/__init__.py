"""Who does which deed, in a browser or by themselves: one function a deed, found by `test_deeds.py`."""

from imyportal.enums import ActorKind
from tests.factories import UserFactory

PASSWORD, NEW = "odd lantern seven rivers", "another lantern, nine rivers"
DEEDS = {}
PORTAL = ActorKind.PORTAL  # done by a worker or a command


def deed(action):
    """The function does `action` in a browser or by itself, and gives back who did it."""

    def register(function):
        DEEDS[action] = function
        return function

    return register


def tutor(**fields):
    user = UserFactory(tutor=True, **fields)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user
