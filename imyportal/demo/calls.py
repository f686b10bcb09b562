"""Two people who asked on the public page to be called, and a closure of the office."""

from datetime import date, timedelta

from django.utils import timezone

from helpdesk.callbacks import asking
from helpdesk.callbacks.asking import Wish
from imyportal.models import Closure
from placements.models import Placement


def build(placements: list[Placement], today: date) -> None:
    """A mother whom nobody knows, and a trainee by the number on file; the office closes after Christmas."""
    now, trainee = timezone.now(), placements[0].trainee
    papers = "Which papers does my son need for the journey? I work until 15:00."
    mother = Wish("Camille Laurent", "+33 6 12 34 56 78", "camille@laurent.example", papers, "fr")
    asking.ask(mother, now=now - timedelta(days=1))
    call = Wish(trainee.name, "", trainee.email, "Please call me about the bus to work.", "de")
    asking.ask(call, now=now)
    last_week = date(today.year, 12, 28)
    Closure.objects.create(
        first_day=last_week, last_day=date(today.year, 12, 31), reason="Chiusura natalizia"
    )
