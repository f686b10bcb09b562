"""Where trainees, and who comes with them, sleep: rooms, beds, who has which on which nights, the police's guest file.

A night is called by the day on which it begins. `beds.py` gives beds and takes them back, `concerns.py` says
what a tutor must know before, `proposing.py` lays a group into a house, `plan.py` is what the desk looks at.
"""

from datetime import date, timedelta

from ..models import BedStay, Room
from ..models.accompanying import Person

NIGHT = timedelta(days=1)


def where(person: Person, day: date) -> Room | None:
    """The room, with its house, in which somebody sleeps in the night after `day`; one query.

    On the day of departure it is the room they are leaving.
    """
    rows = BedStay.objects.touching(day - NIGHT, day).of(person)
    stay = rows.select_related("bed__room__house").order_by("-first_night").first()
    return None if stay is None or stay.first_night > day else stay.bed.room
