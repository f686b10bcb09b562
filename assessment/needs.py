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
    if placement is None or Certificate.objects.valid().filter(placement=placement).exists():
        return None
    lines = readiness.gather([placement], today=today)[placement.pk].lines(today)
    asked = [line for line in lines if line.state != RequirementState.NOT_NEEDED]
    asked.sort(key=lambda line: ORDER.index(line.helper) if line.is_open else len(ORDER))
    return Needs(judging.progress(lines), [_need(line, placement) for line in asked])


def _need(line: Line, placement: Placement) -> Need:
    return Need(
        title=line.words,
        note=_who(line.helper, placement) if line.is_open and line.helper else "",
        url=_url(line) if line.is_open else "",
        tone="" if line.is_open else "ok",
        label=str(line.state.label),
    )


def _who(helper: Helper, placement: Placement) -> str:
    if helper == Helper.TRAINEE:
        return _("You do this")
    if helper == Helper.TIME:
        return _("This comes by itself")
    name = placement.company_tutor.first_name
    if helper == Helper.TUTOR:
        name = placement.trainee.responsible.get_short_name()
    # Translators: a first name, of the company tutor or of the agency's
    return _("%(name)s does this") % {"name": name}


def _url(line: Line) -> str:
    if line.helper != Helper.TRAINEE:
        return ""
    if line.fix == judging.SELF:
        return reverse("assessment:self_evaluation", args=[line.slot])
    return reverse("trainees:journey" if line.fix == judging.TICK else "placements:hours")
