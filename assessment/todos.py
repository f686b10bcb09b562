"""What the trainee's home page says of the journey, of evaluations, and of what they got."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from imyportal import words
from placements import journey_todo, todo
from placements.models import Placement
from placements.todo import Said, Todo
from trainees.models import Trainee

from . import home
from .enums import MeritLevel
from .home import Home
from .progress import own_title, until

NEW = timedelta(days=7)
NEWEST = 3  # awards on the home page


@todo.register
def of_home(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What is to do for the journey and for evaluations, and what the trainee got; one query."""
    known = home.whole(trainee, placement, today)
    return Said(
        todos=[
            *journey_todo.first_step(known.steps, known.done, trainee.group),
            *_evaluations(known, today),
            *_consents(known),
        ],
        news=[*_certificates(known), *_badges(known, today), *_awards(known)],
    )


def _evaluations(known: Home, today: date) -> list[Todo]:
    """The trainee's own that are open now, and what others of the group want confirmed."""
    own = [
        Todo(
            title=own_title(slot),
            note=until(slot, today),
            url=reverse("assessment:self_evaluation", args=[slot.key]),
            icon="chart",
        )
        for slot in known.waiting.due
    ]
    return own + [
        Todo(
            # Translators: first name of another trainee
            title=_("%(name)s asks you") % {"name": name},
            note=_("Did you talk over the scores together?"),
            url=reverse("assessment:peer_asked", args=[public_id]),
            icon="users",
        )
        for public_id, name in known.waiting.asked
    ]


def _consents(known: Home) -> list[Todo]:
    """Words about the badge's page that are asked for anew."""
    url = reverse("assessment:my_badges")
    found = []
    if known.must_decide:
        note = _("Your badge page is closed until you say yes yourself.")
        found.append(Todo(_("You are 18: who may see your badge?"), note, url, "lock"))
    if known.must_read:
        note = _("Read the new one, and say whether you agree.")
        found.append(Todo(_("The text about your badge page was changed"), note, url, "lock"))
    return found


def _certificates(known: Home) -> list[Todo]:
    return [
        Todo(
            title=_("Your certificate"),
            note=number,
            url=reverse("assessment:my_certificates"),
            icon="medal",
        )
        for number in known.certificates
    ]


def _badges(known: Home, today: date) -> list[Todo]:
    """New for a week."""
    return [
        Todo(
            title=_("A badge for you") if today - day < NEW else _("Your badge"),
            note=words.pick(names),
            url=reverse("assessment:my_badges"),
            icon="star",
        )
        for day, names in known.badges
    ]


def _awards(known: Home) -> list[Todo]:
    return [
        Todo(
            # Translators: level is like «very good»
            title=_("Award: %(level)s") % {"level": MeritLevel(level).label},
            note=words.pick(names) if names else occasion,
            url=reverse("assessment:my_badges"),
            icon="medal",
        )
        for level, occasion, names in known.awards[:NEWEST]
    ]
