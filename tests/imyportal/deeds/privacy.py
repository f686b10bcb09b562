"""One's own data."""

from imyportal.enums import Action
from tests.factories import TraineeFactory
from tests.imyportal.deeds import deed
from trainees.privacy import export


@deed(Action.OWN_DATA_TAKEN)
def take_own_data(browser):
    user = TraineeFactory().user
    export.pack(user)
    return user
