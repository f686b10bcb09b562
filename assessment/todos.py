"""What the trainee's home page says of evaluations and certificates."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from placements import todo
from placements.models import Placement
from placements.todo import Todo
from trainees.models import Trainee

from . import awards as given
from . import home
from .models import BadgeAward, Certificate
from .progress import own_title, until

NEW = timedelta(days=7)
NEWEST = 3  # awards on the home page


@todo.register
def evaluations(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The trainee's own that are open now, and what others of the group want confirmed; one query."""
    known = home.of(trainee, placement, today)
    own = [
        Todo(
            title=own_title(slot),
            note=until(slot, today),
            url=reverse("assessment:self_evaluation", args=[slot.key]),
            icon="chart",
        )
        for slot in known.due
    ]
    return own + [
        Todo(
            # Translators: first name of another trainee
            title=_("%(name)s asks you") % {"name": name},
            note=_("Did you talk over the scores together?"),
            url=reverse("assessment:peer_asked", args=[public_id]),
            icon="users",
        )
        for public_id, name in known.asked
    ]


@todo.register_news
def certificate(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The certificate, once it is made and not withdrawn; one query after the last day."""
    if placement is None or placement.holds(today) or placement.starts_on > today:
        return []
    made = Certificate.objects.valid().filter(placement=placement, rendered_at__isnull=False)
    return [
        Todo(
            title=_("Your certificate"),
            note=number,
            url=reverse("assessment:my_certificates"),
            icon="medal",
        )
        for number in made.values_list("number", flat=True)
    ]


@todo.register_news
def badge(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The badge, as long as it is valid; new for a week. One query."""
    made = BadgeAward.objects.valid().filter(trainee=trainee).select_related("level")
    return [
        Todo(
            title=_("A badge for you") if today - _day(each) < NEW else _("Your badge"),
            note=each.level.name,
            url=reverse("assessment:my_badges"),
            icon="star",
        )
        for each in made
    ]


def _day(award: BadgeAward) -> date:
    return timezone.localdate(award.awarded_at)


@todo.register_news
def awards(trainee: Trainee, placement: Placement | None, today: date) -> list[Todo]:
    """The newest awards; one query."""
    return [
        Todo(
            # Translators: level is like «very good»
            title=_("Award: %(level)s") % {"level": award.get_level_display()},
            note=award.for_what,
            url=reverse("assessment:my_badges"),
            icon="medal",
        )
        for award in given.of(trainee)[:NEWEST]
    ]
