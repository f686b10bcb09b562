"""What of the weekly cycle needs an agency tutor: parts of one query of the board, and their words."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import weeks
from imyportal.attention import Level, Signal, day_words, pages

from ..contact_log.signals import call_url
from ..enums import CheckInBy, CycleKind
from ..models import CheckIn, Placement, Reminder
from ..models.placements import PlacementQuerySet
from . import questions
from .wanted import SENT

LOW = 2  # of 5: a mood that is this low and has fallen cannot wait
FALL = 2

# What a part answers with: what it is, the trainee, and of it a number, two days and another number.
COLUMNS = ("what", "who", "number", "first", "last", "more")


def parts(viewer: User, underway: PlacementQuerySet, today: date) -> list[QuerySet[Any, Any]]:
    """Parts of a union, each with `COLUMNS`."""
    found = [_calls(viewer), _moods(underway, today), _silent(underway, today)]
    return [
        part.order_by().values_list(*COLUMNS) for part in [*found, _without_a_word(underway, today)]
    ]


def _calls(viewer: User) -> QuerySet[Any, Any]:
    """Who asked for a call and got none; of those of one trainee the last is named."""
    by_company = When(said_by=CheckInBy.COMPANY, then=Value("call_company"))
    kind = Case(by_company, default=Value("call_trainee"), output_field=CharField())
    return (
        CheckIn.objects.filter(
            placement__in=Placement.objects.visible_to(viewer).live(),
            call_wanted=True,
            called_at=None,
        )
        .annotate(what=kind, who=F("placement__trainee"))
        .values("what", "who")
        .annotate(number=Max("pk"), first=Min("monday"), last=Max("monday"), more=Count("pk"))
    )


def _moods(underway: PlacementQuerySet, today: date) -> QuerySet[Any, Any]:
    """Trainees whose mood has fallen between the two newest check-ins: by two, or to two and less."""
    same = CheckIn.objects.filter(
        placement=OuterRef("placement"), said_by=CheckInBy.TRAINEE, mood__isnull=False
    )
    before = same.filter(monday__lt=OuterRef("monday")).order_by("-monday")
    return (
        CheckIn.objects.filter(
            ~Exists(same.filter(monday__gt=OuterRef("monday"))),
            placement__in=underway,
            said_by=CheckInBy.TRAINEE,
            monday__gte=weeks.monday_of(today) - timedelta(weeks=1),
        )
        .annotate(before=Subquery(before.values("mood")[:1]))
        .filter(Q(mood__lte=F("before") - FALL) | Q(mood__lte=LOW, mood__lt=F("before")))
        .annotate(what=Value("mood"), who=F("placement__trainee"), number=F("mood"))
        .annotate(first=F("monday"), last=F("monday"), more=F("pk"))
    )


def _silent(underway: PlacementQuerySet, today: date) -> QuerySet[Any, Any]:
    """Trainees who were asked about last week, and have not answered."""
    said = CheckIn.objects.filter(
        placement=OuterRef("placement"), monday=OuterRef("monday"), said_by=CheckInBy.TRAINEE
    )
    return (
        Reminder.objects.filter(
            ~Exists(said),
            placement__in=underway,
            kind=CycleKind.CHECK_IN,
            monday=weeks.monday_of(today) - timedelta(weeks=1),
            outcome__in=SENT,
        )
        .annotate(what=Value("silent"), who=F("placement__trainee"))
        .values("what", "who")
        .annotate(
            number=Max("placement"), first=Min("monday"), last=Max("monday"), more=Count("pk")
        )
    )


def _without_a_word(underway: PlacementQuerySet, today: date) -> QuerySet[Any, Any]:
    """Trainees of whose last week the company has said nothing, the day after it was asked."""
    this = weeks.monday_of(today)
    asked = Reminder.objects.filter(
        company_tutor=OuterRef("company_tutor"),
        kind=CycleKind.COMPANY_QUESTIONS,
        monday=this,
        outcome__in=SENT,
        done_at__lt=timezone.make_aware(datetime.combine(today - timedelta(days=1), time())),
    )
    monday = Value(this - timedelta(weeks=1))
    return (
        questions.open_for(underway, this - timedelta(weeks=1))
        .filter(Exists(asked))
        .annotate(what=Value("no_word"), who=F("trainee"), number=F("pk"))
        .annotate(first=monday, last=monday, more=F("company_tutor"))
    )


# --- Weeks to sign ----------------------------------------------------------------------------


def last_sign_reminder(tutor: str) -> Subquery:
    """When the company tutor, whose key is at the path `tutor`, last got a mail about weeks to sign."""
    sent = Reminder.objects.filter(
        company_tutor=OuterRef(tutor), kind=CycleKind.SIGN, outcome__in=SENT
    )
    return Subquery(sent.order_by("-done_at").values("done_at")[:1])


def is_unheard(week: Any, before: datetime) -> bool:
    """Whether a week that waits was in a mail that was sent `before` or earlier."""
    mailed = week.asked_again_at
    return mailed is not None and week.declared_at < mailed <= before


def unsigned(week: Any, number: int) -> Signal:
    """The company was reminded and has not signed: now somebody calls."""
    return Signal(
        trainee_id=week.placement__trainee,
        key=f"unsigned:{week.monday}",
        level=Level.AMBER,
        icon="phone",
        text=_("Week %(number)d is still not signed") % {"number": number},
        # Translators: a day, like «company reminded on Monday 9 March»
        since=_("company reminded on %(day)s")
        % {"day": day_words(timezone.localdate(week.asked_again_at))},
        action=_("Call the company"),
        url=call_url("placements_companytutor", week.placement__company_tutor),
    )


# --- Words ------------------------------------------------------------------------------------


def week_of(monday: date) -> str:
    # Translators: a week by its Monday, like «week of 9 March»
    return _("week of %(day)s") % {"day": day_words(monday, "j F")}


def signal(what: str, row: Any) -> Signal:
    """The reason that a row of `parts` stands for; `row` has the columns by name, `who` as `trainee`."""
    text, level, icon, action, url = _WORDS[what](row)
    return Signal(
        trainee_id=row.trainee,
        key=f"{what}:{row.last}",
        is_pressing=level == Level.RED,
        in_mail=_("Look at the last check-in") if what == "mood" else "",
        level=level,
        icon=icon,
        text=text,
        since=week_of(row.last),
        action=action,
        url=url,
    )


# Text, level, picture, button, and where that leads.
Words = tuple[str, Level, str, str, str]


def _page(check_in: int) -> str:
    return pages("admin:placements_checkin_change")(check_in)


def _call_company(row: Any) -> Words:
    return _("The company asks for a call"), Level.RED, "phone", _("Call"), _page(row.number)


def _call_trainee(row: Any) -> Words:
    return _("Asks for a call"), Level.AMBER, "phone", _("Call"), _page(row.number)


def _mood(row: Any) -> Words:
    level = Level.AMBER if row.number <= LOW else Level.PLAIN
    # Translators: how a trainee feels, from 1 to 5
    text = _("Feels less well than last time: %(mood)d of 5") % {"mood": row.number}
    return text, level, "chat", _("Look at it"), _page(row.more)


def _silent_words(row: Any) -> Words:
    text, url = _("No answer to the check-in"), call_url("trainees_trainee", row.trainee)
    return text, Level.PLAIN, "chat", _("Ask"), url


def _no_word(row: Any) -> Words:
    text, url = _("No word from the company"), call_url("placements_companytutor", row.more)
    return text, Level.PLAIN, "chat", _("Ask"), url


_WORDS = {
    "call_company": _call_company,
    "call_trainee": _call_trainee,
    "mood": _mood,
    "silent": _silent_words,
    "no_word": _no_word,
}
