"""What the trainee's home page says of the police: their data are asked for, until they are entered."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from trainees.houses.own import guest_entry
from trainees.models import Trainee

from . import todo
from .models import Placement
from .todo import Said, Todo


@todo.register
def for_the_police(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """The form, while something is to be declared and nothing entered; one query."""
    entry = guest_entry(trainee, today, is_missing=True)
    if entry is None:
        return Said()
    title = _("Copy your document for the police")
    note = _("Every guest is declared on arrival; it takes two minutes")
    return Said(todos=[Todo(title, note, reverse("trainees:guest"), "shield")])
