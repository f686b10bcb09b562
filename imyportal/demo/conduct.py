"""House rules of the demo: a loud evening with a talk and a reply, and a second one with a warning."""

from datetime import timedelta

from django.utils import timezone

from trainees.conduct import writing
from trainees.conduct.writing import Happened
from trainees.enums import Rung
from trainees.models import Breach, Trainee

RULE = "Quiet in the house after 22:00"
TEXT = "Loud music in the kitchen until half past eleven; the neighbour upstairs rang twice."
REPLY = (
    "It was a birthday. I did not know that one hears it upstairs. I have apologised to the lady."
)


def build() -> None:
    """Of a trainee of the group that is here."""
    people = Trainee.objects.filter(group__name__startswith="Lindenhof")
    trainee = people.select_related("group__lead_tutor", "user").order_by("pk")[3]
    tutor, now = trainee.responsible, timezone.now()
    first = _write(trainee, RULE, TEXT, days=9)
    writing.follow(first, Rung.TALK, "Talked in the kitchen, all five of the flat.", by=tutor)
    if trainee.user is not None:
        writing.reply(first, REPLY, by=trainee.user)
    text = "Came back at 01:20 without a word; the flatmates were worried and rang the tutor."
    second = _write(trainee, "Be in by 23:00, or say where you are", text, days=2)
    agreed = "Warned. Agreed: a message to the flat's group when it gets later than 22:30."
    writing.follow(second, Rung.WARNING, agreed, by=tutor)
    told = writing.Told("guardian", "Family", "phone", now)
    writing.tell(second, told, by=tutor)


def _write(trainee: Trainee, rule: str, text: str, *, days: int) -> Breach:
    what = Happened(rule, text, timezone.now() - timedelta(days=days))
    breach = writing.write(trainee, what, by=trainee.responsible)
    if breach is None:
        raise ValueError("written twice")
    return breach
