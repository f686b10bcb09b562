"""Next steps that are due, and trainees of whom nobody has heard: parts of one query of the board."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat, Greatest, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, day_words, pages
from imyportal.db import DaysBetween
from trainees.models import SupportPlan

from ..enums import ContactKind, CycleKind
from ..models import Contact, CycleTime
from ..models.placements import PlacementQuerySet

USUAL_DAYS = 7  # without a contact, where no timetable says otherwise
AHEAD = timedelta(days=6)  # next steps that come up this week

# What a part answers with: what it is, the trainee, and of it a number, two days, a number, and words.
COLUMNS = ("what", "who", "number", "first", "last", "more", "words")
PARTS = ("step", "unheard")
PARTED = "\x1f"  # nobody types it; between what is to be done, by whom, and for which group


def parts(viewer: User, underway: PlacementQuerySet, today: date) -> list[QuerySet[Any, Any]]:
    """Parts of a union, each with `COLUMNS`."""
    found = [_steps(viewer, today), _unheard(underway, today)]
    return [part.order_by().values_list(*COLUMNS) for part in found]


def _steps(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Agreed next steps that nobody has done, with who does them; those of a group have no trainee."""
    group = Coalesce("group__name", Value(""))
    return (
        Contact.objects.visible_to(viewer)
        .steps()
        .filter(next_on__lte=today + AHEAD)
        .annotate(what=Value("step"), who=F("trainee"), number=F("pk"), more=F("next_by"))
        .annotate(first=F("next_on"), last=F("next_on"))
        .annotate(
            words=Concat(
                "next_step",
                Value(PARTED),
                "next_by__first_name",
                Value(" "),
                "next_by__last_name",
                Value(PARTED),
                group,
                output_field=CharField(),
            )
        )
    )


def _unheard(underway: PlacementQuerySet, today: date) -> QuerySet[Any, Any]:
    """Trainees at work with whom, and with whose company, nobody was in contact for as long as is usual."""
    contacts = Contact.objects.close_to_trainee().filter(trainee=OuterRef("trainee"))
    latest = Subquery(contacts.order_by("-at").annotate(day=TruncDate("at")).values("day")[:1])
    heard = Greatest(Coalesce(latest, "starts_on"), "starts_on")
    now = Value(today, output_field=DateField())
    return (
        underway.annotate(most=_days_allowed(), first=heard)
        .filter(most__gt=0)
        .annotate(silent=DaysBetween(now, F("first")))
        .filter(silent__gte=F("most"))
        .annotate(what=Value("unheard"), who=F("trainee"), number=F("silent"), last=F("first"))
        .annotate(more=F("pk"), words=Value(""))
    )


def _days_allowed() -> Coalesce:
    """Of the learner's support plan, else the group's own number, else the agency's; 0 where nobody asks."""
    rows = CycleTime.objects.filter(
        Q(group=OuterRef("trainee__group")) | Q(group=None), kind=CycleKind.OWN_CONTACT
    )
    own_first = rows.order_by(F("group").asc(nulls_last=True))
    days = own_first.annotate(most=Coalesce("days", 0, output_field=IntegerField())).values("most")
    plan = SupportPlan.objects.filter(trainee=OuterRef("trainee")).values("contact_days")
    return Coalesce(Subquery(plan[:1]), Subquery(days[:1]), USUAL_DAYS, output_field=IntegerField())


# --- Words ------------------------------------------------------------------------------------


def log_query(back: str, **preset: str) -> str:
    """What the address of the form for a contact ends in: it goes on to `back`; `preset` like kind="call"."""
    return f"?{urlencode({**preset, 'next': back})}"


def call_url(model: str, pk: int, with_whom: str = "") -> str:
    """Where one finds the numbers to call, and writes the call down: of a row of `subjects.MODELS`."""
    preset = {"kind": ContactKind.CALL.value} | ({"with_whom": with_whom} if with_whom else {})
    return pages(f"admin:{model}_contact")(pk) + log_query(reverse("admin:index"), **preset)


def signal(what: str, row: Any, today: date) -> Signal:
    """The reason that a row of `parts` stands for; `row` has the columns by name, `who` as `trainee`."""
    return _step(row, today) if what == "step" else _silent(row)


def _step(row: Any, today: date) -> Signal:
    text, owner, group = row.words.split(PARTED)
    day = day_words(row.first)
    is_late = row.first < today
    # Translators: when a next step is due, like «due Monday 9 March»; the name of who does it follows
    since = _("was due %(day)s") % {"day": day} if is_late else _("due %(day)s") % {"day": day}
    level = Level.AMBER if is_late else Level.PLAIN if row.first == today else Level.WEEK
    return Signal(
        trainee_id=row.trainee or 0,
        key=f"step:{row.number}:{row.first}",
        in_mail=_("A next step is due"),
        level=level if row.trainee else Level.AGENDA,
        icon="flag",
        text=text,
        since=f"{since} · {owner.strip()}",
        action=_("Done"),
        post=reverse("admin:placements_contact_done", args=[row.number]),
        url=reverse("admin:placements_contact_change", args=[row.number]),
        party=group,
    )


def _silent(row: Any) -> Signal:
    days = row.number
    return Signal(
        trainee_id=row.trainee,
        key=f"unheard:{row.last}",
        level=Level.PLAIN,
        icon="phone",
        text=ngettext("No contact for %d day", "No contact for %d days", days) % days,
        # Translators: a day, like «since Monday 9 March»
        since=_("since %(day)s") % {"day": day_words(row.last)},
        action=_("Call"),
        url=call_url("trainees_trainee", row.trainee),
    )
