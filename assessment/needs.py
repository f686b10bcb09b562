"""What a trainee still needs for the certificate, as rows of their page."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from placements import stays
from placements.models import Placement

from . import judging, readiness
from .enums import Helper, RequirementState
from .judging import Line
from .models import Certificate

# What the trainee can do stands first, what is there last.
ORDER = [Helper.TRAINEE, Helper.COMPANY, Helper.TUTOR, Helper.TIME, None]


@dataclass(frozen=True)
class Need:
    """One thing, and who helps while it is missing."""

    title: str
    note: str
    url: str  # where the trainee does it; empty: somebody else does
    tone: str
    label: str


@dataclass(frozen=True)
class Needs:
    """Everything that is asked for; what is missing stands first."""

    progress: str
    rows: list[Need]


def of(user: User, today: date) -> Needs | None:
    """For the placement the trainee's pages are about; None without one, and once it has a certificate."""
    stay = stays.of(user, today=today)
    placement = stay.current if stay else None
    return _needs(placement, today, is_own=True) if placement else None


def for_school(placement: Placement, today: date) -> Needs | None:
    """The same as the sending tutor reads it; None once there is a certificate."""
    return _needs(placement, today, is_own=False)


def _needs(placement: Placement, today: date, *, is_own: bool) -> Needs | None:
    if Certificate.objects.valid().filter(placement=placement).exists():
        return None
    lines = readiness.gather([placement], today=today)[placement.pk].lines(today)
    asked = [line for line in lines if line.state != RequirementState.NOT_NEEDED]
    asked.sort(key=lambda line: ORDER.index(line.helper) if line.is_open else len(ORDER))
    rows = [_need(line, placement, is_own=is_own) for line in asked]
    return Needs(judging.progress(lines), rows)


def _need(line: Line, placement: Placement, *, is_own: bool) -> Need:
    helper = line.helper if line.is_open else None
    return Need(
        title=line.words,
        note=_who(helper, placement, is_own=is_own) if helper else "",
        url=_url(line) if helper and is_own else "",
        tone="" if line.is_open else "ok",
        label=str(line.state.label),
    )


def _who(helper: Helper, placement: Placement, *, is_own: bool) -> str:
    if helper == Helper.TIME:
        return _("This comes by itself")
    if helper == Helper.TRAINEE and is_own:
        return _("You do this")
    name = {
        Helper.TRAINEE: placement.trainee.first_name,
        Helper.COMPANY: placement.company_tutor.first_name,
        Helper.TUTOR: placement.trainee.responsible.get_short_name(),
    }[helper]
    # Translators: a first name, of the trainee or of the company's or the agency's tutor
    return _("%(name)s does this") % {"name": name}


def _url(line: Line) -> str:
    if line.helper != Helper.TRAINEE:
        return ""
    if line.fix == judging.SELF:
        return reverse("assessment:self_evaluation", args=[line.slot])
    return reverse("trainees:journey" if line.fix == judging.TICK else "placements:hours")
