"""Somebody is known to be home; another day is set; a word is taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, mail, tracking, work
from imyportal.enums import Action

from .. import journey
from ..accompanying import news as of_group
from ..enums import HomeOutcome, HomeSaid, HomeStep, News
from ..guardians import news
from ..models import Group, Trainee, WayHome
from ..told import school
from . import times
from .laying import planned

MOST_APART = timedelta(days=366)
STEP = "home"  # the code of the journey's step that is ticked by itself


@transaction.atomic
def say(way: WayHome, how: HomeSaid, *, by: User | AccessLink) -> WayHome:
    """`way` has ended well: who was told otherwise hears it, the journey's step is ticked.

    Said twice, the first stands. Raises `ValidationError` `early` before the day of departure, for the trainee.
    """
    found = _locked(way)
    if found.home_at is not None:
        return found
    if how != HomeSaid.PHONE and timezone.localdate() < found.leaves_on:
        text = _("Your way home begins on %(day)s. Say it when you are there.")
        raise ValidationError(text % {"day": date_format(found.leaves_on, "j F")}, code="early")
    found.home_at, found.said_how = timezone.now(), how
    found.said_by = by if isinstance(by, User) else None
    found.said_link = by if isinstance(by, AccessLink) else None
    found.save(update_fields=["home_at", "said_how", "said_by", "said_link"])
    work.hook("going_home.said")
    doer = found.said_by or found.trainee.user
    if doer is not None:
        journey.tick_code(found.trainee, STEP, by=doer)
    _all_clear(found)
    of_group.tell([found.trainee.group_id], News.HOME)
    audit.note(Action.HOME_SAID, by=by, about=found)
    return found


@transaction.atomic
def take_back(way: WayHome, *, by: User) -> WayHome:
    """It was a mistake: the way home goes on."""
    found = _locked(way)
    if found.home_at is not None:
        found.home_at, found.said_how, found.said_by, found.said_link = None, "", None, None
        found.save(update_fields=["home_at", "said_how", "said_by", "said_link"])
        journey.untick_code(found.trainee, STEP, by=by)
        news.forget(found.trainee, News.HOME)
        of_group.forget(found.trainee.group_id, News.HOME)
        audit.note(Action.HOME_TAKEN_BACK, by=by, about=found)
    return found


def _locked(way: WayHome) -> WayHome:
    rows = WayHome.objects.select_for_update(of=("self",)).select_related(
        "trainee__user", "trainee__group__organisation"
    )
    return rows.get(pk=way.pk)


def _all_clear(way: WayHome) -> None:
    """To those who were told that somebody is missed; else to guardians, as news."""
    told = way.reminders.filter(
        step=HomeStep.TELL, outcome__in=[HomeOutcome.MAILED, HomeOutcome.BEFORE]
    )
    if not told.exists():
        news.tell(way.trainee, News.HOME)
        return
    if way.home_at is not None:
        news.all_clear(way.trainee, way.home_at)
    office = school(way.trainee.group)
    mail.queue("trainees/home_safe", to=office.email, language=office.language, about=way)


# --- Another day ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """How one person goes home."""

    leaves_on: date
    home_by: datetime
    note: str = ""


def of(trainee: Trainee) -> WayHome:
    """The trainee's row; stored as the group goes when there is none yet."""
    found = WayHome.objects.filter(trainee=trainee).first()
    if found is None:
        WayHome.objects.bulk_create([planned(trainee)], ignore_conflicts=True)
        found = WayHome.objects.get(trainee=trainee)
    return found


@transaction.atomic
def plan(trainee: Trainee, own: Plan | None, *, by: User) -> WayHome:
    """The trainee goes home otherwise than the group; None: with the group again.

    What was laid for the moment before is dropped when its turn comes. Raises `ValidationError`: `home`
    when they are home, `order` when they would be home before they leave, or more than a week later, `far`
    when they would leave a year before or after the group.
    """
    way = _locked(of(trainee))
    if way.home_at is not None:
        raise ValidationError(_("%(name)s is home.") % {"name": trainee}, code="home")
    group = way.trainee.group
    new = own or Plan(group.leaves_on, times.of_group(group))
    if abs(new.leaves_on - group.leaves_on) > MOST_APART:
        text = _("This is more than a year from when the group leaves. Look at the year.")
        raise ValidationError({"leaves_on": ValidationError(text, code="far")})
    _check(new.leaves_on, new.home_by)
    way.leaves_on, way.home_by, way.note = new.leaves_on, new.home_by, new.note
    way.is_own = own is not None
    with tracking.kept(way.trainee, by=by, of=WayHome):
        way.save(update_fields=["leaves_on", "home_by", "note", "is_own"])
    audit.note(Action.HOME_PLANNED, by=by, about=way)
    return way


@transaction.atomic
def plan_group(group: Group, home_by: datetime, *, by: User) -> Group:
    """When the group is expected home; who goes on their own is left alone.

    Raises `ValidationError` `order` as `plan`.
    """
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    _check(group.leaves_on, home_by)
    group.home_minutes = times.minutes_after(group.leaves_on, home_by)
    group.save(update_fields=["home_minutes"])
    ways = WayHome.objects.on_the_way().filter(trainee__group=group, is_own=False)
    ways.update(leaves_on=group.leaves_on, home_by=home_by)
    audit.note(Action.HOME_PLANNED, by=by, about=group)
    return group


def _check(leaves_on: date, home_by: datetime) -> None:
    if not 0 <= times.minutes_after(leaves_on, home_by) <= times.MOST_MINUTES:
        text = _("Enter a moment on the day of departure or within a week of it.")
        raise ValidationError({"home_by": ValidationError(text, code="order")})
