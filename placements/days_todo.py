"""Coming and going on the trainee's home page: data for the police, welcome day, way home; what to answer or decide."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.enums import ConsentPurpose, Giver
from trainees.houses import own
from trainees.models import (
    Breach,
    BreachReply,
    Consent,
    GroupAuthorisation,
    SupportPlan,
    Trainee,
    WelcomePresence,
)

from . import todo
from .models import FirstDay, Placement
from .todo import Said, Todo

WELCOME_AHEAD = timedelta(days=7)
HOME_AHEAD, HOME_BEHIND = timedelta(days=3), timedelta(days=7)
FIRST_DAY_AROUND = timedelta(days=14)
TO_ANSWER = timedelta(days=14)  # so long a breach without a word of the trainee stands there


@todo.register
def days(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """The day itself is said before all else; one query."""
    row = _facts(trainee, today)
    said = Said()
    if row["is_undeclared"]:
        title = _("Copy your document for the police")
        note = _("Every guest is declared on arrival; it takes two minutes")
        said.todos.append(Todo(title, note, reverse("trainees:guest"), "shield"))
    if found := _welcome(row, today):
        (said.told if found[0] == today else said.todos).append(found[1])
    if row["meets_at"]:
        said.todos.append(_first_day(timezone.localtime(row["meets_at"])))
    if found := _going_home(row, trainee.group.leaves_on, today):
        (said.told if found[0] <= today else said.todos).append(found[1])
    if row["breach"]:
        title = _("Something about the house rules")
        note = _("Read what was written down, and say your part")
        url = reverse("trainees:breach", args=[row["breach"]])
        said.todos.append(Todo(title, note, url, "alert"))
    said.todos += _to_decide(row)
    return said


def _to_decide(row: dict[str, Any]) -> Iterator[Todo]:
    """What waits for the trainee's own yes or no."""
    if row["asks_plan"] or row["reads_plan"]:
        note = _("May we write down what helps you? Say yes or no")
        if row["reads_plan"]:
            note = _("Read what it says, and whether you agree")
        yield Todo(_("Your support plan"), note, reverse("trainees:support"), "shield")
    if row["asks_photos"]:
        title, note = _("Photos and videos"), _("You decide whether they are shown")
        yield Todo(title, note, reverse("trainees:photos"), "check-circle")


def _facts(trainee: Trainee, today: date) -> dict[str, Any]:
    present = WelcomePresence.objects.filter(trainee=OuterRef("pk"))
    breaches = Breach.objects.filter(
        ~Exists(BreachReply.objects.filter(breach=OuterRef("pk"))),
        trainee=OuterRef("pk"),
        at__gte=timezone.now() - TO_ANSWER,
    )
    asked = GroupAuthorisation.objects.filter(
        group=OuterRef("group"), purpose=ConsentPurpose.PHOTOS
    )
    own_word = Consent.objects.standing().filter(
        trainee=OuterRef("pk"), purpose=ConsentPurpose.PHOTOS, giver=Giver.TRAINEE
    )
    plan = SupportPlan.objects.filter(trainee=OuterRef("pk"))
    to_read = plan.filter(
        Q(agreed_at=None) | Q(agreed_at__lt=F("changed_at")), entries__isnull=False
    )
    said = Consent.objects.standing().filter(
        trainee=OuterRef("pk"), purpose=ConsentPurpose.SUPPORT, giver=Giver.TRAINEE
    )
    if not trainee.is_minor_on(today):  # a yes from before the 18th birthday counts no more
        said = said.filter(Q(agrees=False) | Q(said_on__gte=trainee.of_age_on))
    undeclared = own.entries(today).filter(trainee=OuterRef("pk"), trainee__guest_identity=None)
    first_days = FirstDay.objects.filter(
        placement__trainee=OuterRef("pk"),
        alone_on=None,
        placement__starts_on__range=(today - FIRST_DAY_AROUND, today + FIRST_DAY_AROUND),
    ).order_by("meets_at")
    seen = Trainee.objects.filter(pk=trainee.pk).order_by()
    found: dict[str, Any] = dict(
        seen.values(
            welcomed_at=F("group__welcome_day__starts_at"),
            place=F("group__welcome_day__place"),
            is_undeclared=Exists(undeclared),
            meets_at=Subquery(first_days.values("meets_at")[:1]),
            was_there=Exists(present),
            asks_plan=Q(Exists(plan), ~Exists(said)),
            reads_plan=Q(Exists(to_read), Exists(said.filter(agrees=True))),
            asks_photos=Q(Exists(asked), ~Exists(own_word)),
            breach=Subquery(breaches.values("public_id")[:1]),
            leaves_on=F("way_home__leaves_on"),
            home_by=F("way_home__home_by"),
            home_at=F("way_home__home_at"),
        ).get()
    )
    return found


def _welcome(row: dict[str, Any], today: date) -> tuple[date, Todo] | None:
    if row["welcomed_at"] is None or row["was_there"]:
        return None
    at = timezone.localtime(row["welcomed_at"])
    if not today <= at.date() <= today + WELCOME_AHEAD:
        return None
    when, url = f"{_when(at)} · {row['place']}", reverse("trainees:welcome")
    if at.date() > today:
        return at.date(), Todo(_("Welcome day"), when, url, "calendar")
    # Translators: «when» is a moment and a place
    title = _("Welcome day: %(when)s") % {"when": when}
    return today, Todo(title, _("Say that you are here"), url, "calendar")


def _first_day(at: datetime) -> Todo:
    """Who brings one there and when; afterwards, whether one has found the way alone."""
    is_over = at < timezone.now()
    title = _("Your way to work") if is_over else _("Your first day at the company")
    note = _("Gone alone once? Say so") if is_over else _when(at)
    return Todo(title, note, reverse("placements:first_day"), "bus")


def _going_home(row: dict[str, Any], leaves_on: date, today: date) -> tuple[date, Todo] | None:
    day = row["leaves_on"] or leaves_on
    if row["home_at"] or not day - HOME_AHEAD <= today <= day + HOME_BEHIND:
        return None
    url = reverse("trainees:going_home")
    if today < day or row["home_by"] is None:
        # Translators: a day, like «Saturday 11 April: what is to be done before you leave»
        note = _("%(day)s: what is to be done before you leave")
        return day, Todo(_("Going home"), note % {"day": date_format(day, "l j E")}, url, "home")
    # Translators: a moment, like «Expected home: Saturday 11 April, 22:00»
    title = _("Expected home: %(moment)s") % {"moment": _when(timezone.localtime(row["home_by"]))}
    return day, Todo(title, _("Say that you are home"), url, "home")


def _when(at: datetime) -> str:
    names = {"day": date_format(at, "l j E"), "time": f"{at:%H:%M}"}
    # Translators: day is like «Monday 2 March»
    return _("%(day)s, %(time)s") % names
