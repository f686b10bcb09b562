"""What in learning and certificates needs an agency tutor. Two queries."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Avg,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import prepared, weeks
from imyportal.attention import Level, Signal, day_words, pages
from imyportal.models import OutgoingMail
from placements.enums import WeekStatus
from placements.models import HourWeek, Placement
from trainees.models import JourneyStep, StepDone

from . import late, plans, slots, talks
from .enums import ConfirmationAnswer, EvaluationKind, EvaluationMoment, SignOffMoment
from .late import Open, Stay
from .models import (
    Award,
    Certificate,
    CompanyConfirmation,
    Evaluation,
    EvaluationPlan,
    SignOff,
)
from .progress import own_title
from .results import FALLEN, FAR_APART
from .slots import Key, Slot

LOOK_BACK = timedelta(days=21)
AFTER_THE_END = timedelta(days=30)  # how long a missing certificate is asked for


def signals(viewer: User, now: datetime) -> list[Signal]:
    """Reasons about trainees `viewer` may see."""
    today = timezone.localdate(now)
    to_do = [_ToDo(*row) for row in prepared.rows(_to_do, viewer, today)]
    known = _Known(prepared.rows(_observed, viewer, today))
    return [
        *_scores(to_do, known, today),
        *_late(to_do, known, today),
        *_certificates(to_do, today),
        *_suggested(known.suggested),
    ]


class _ToDo(NamedTuple):
    """A placement that is underway, or over without all that it needs."""

    placement: int
    trainee: int
    group: int
    company_tutor: int
    starts_on: date
    ends_on: date
    lacks: bool  # it is over without a certificate
    unsigned: int  # weeks
    lacks_result: bool
    lacks_step: bool
    trouble: str | None
    talk: int | None  # the sign-off the trainee wants to talk about
    talk_at: datetime | None
    company_said: str | None  # the last word of the company about the certificate

    @property
    def stay(self) -> Stay:
        return Stay(*self[:6])


def _observed(viewer: User, today: date) -> QuerySet[Any, Any]:
    """What was observed in the last weeks, the plans, reminders, and awards to decide on; one query."""
    here = Q(group=None) | Q(group__leaves_on__gte=today - AFTER_THE_END)
    rules = EvaluationPlan.objects.visible_to(viewer).filter(here)
    return plans.together(
        plans.part(rules), _given(viewer, today), _reminded(today), _suggestions(viewer)
    )


def _given(viewer: User, today: date) -> QuerySet[Any, Any]:
    return (
        Evaluation.objects.filter(
            placement__in=late.around(Placement.objects.visible_to(viewer), today),
            monday__gte=today - LOOK_BACK,
        )
        .annotate(what=Value("given"), one=F("placement"), two=Value(0))
        .annotate(by=F("kind"), at=F("moment"), day=F("monday"))
        .annotate(flag=Case(When(confirmed_at=None, then=0), default=1), **plans.numbers())
        .annotate(mean=Avg("scores__value"))
    )


def _reminded(today: date) -> QuerySet[Any, Any]:
    """The mails that reminded of what can still be open; the key says of which evaluation."""
    return (
        OutgoingMail.objects.filter(
            key__startswith="reminder:evaluation:", created_at__date__gte=today - LOOK_BACK
        )
        .annotate(what=Value("mail"), one=Value(0), two=Value(0), by=F("key"), at=Value(""))
        .annotate(day=TruncDate("created_at"), mean=Value(0.0), flag=Value(0), **plans.numbers())
    )


class _Known:
    """The answers of `_observed`, each kind by itself."""

    def __init__(self, rows: list[Any]) -> None:
        self.averages: dict[int, list[tuple[str, date, int]]] = defaultdict(list)
        self.given: dict[int, dict[Key, bool]] = defaultdict(dict)
        self.reminded: dict[str, date] = {}
        self.suggested: list[tuple[date, int, int, str]] = []
        rules = []
        # The start before the week it lies in: what is newest comes last.
        for row in sorted(rows, key=lambda row: (row[5], row[4] != EvaluationMoment.START)):
            what, one, two, by, at, day, mean, flag, *_numbers = row
            if what == "given":
                self._take(one, by, at, day, mean, is_confirmed=bool(flag))
            elif what == "mail":
                self.reminded[by] = day
            elif what == "award":
                self.suggested.append((day, one, two, by))
            else:
                rules.append(row)
        self.plans = plans.from_parts(rules)

    def _take(
        self, placement: int, by: str, at: str, day: date, mean: float | None, *, is_confirmed: bool
    ) -> None:
        counts = by != EvaluationKind.PEER or is_confirmed
        self.given[placement][slots.key_of(by, at, day)] = counts
        if counts and mean is not None:
            self.averages[placement].append((by, day, round(mean)))


def _scores(to_do: list[_ToDo], known: _Known, today: date) -> Iterator[Signal]:
    """Own and company's averages far apart, or the own one fallen."""
    for row in to_do:
        if row.ends_on < today:
            continue
        said = known.averages.get(row.placement, [])
        own = [(day, value) for by, day, value in said if by == EvaluationKind.SELF]
        company = [(day, value) for by, day, value in said if by == EvaluationKind.COMPANY]
        if own:
            yield from _apart(row.trainee, own[-1], company[-1] if company else None)
            yield from _fallen(row.trainee, own)


def _talk(trainee: int, key: str, text: str, since: str) -> Signal:
    return Signal(
        trainee_id=trainee,
        key=key,
        level=Level.PLAIN,
        icon="chart",
        text=text,
        since=since,
        action=_("Plan a talk"),
        url=pages("admin:trainees_trainee_change")(trainee),
    )


def _apart(
    trainee: int, own: tuple[date, int], company: tuple[date, int] | None
) -> Iterator[Signal]:
    if company is None or abs(own[1] - company[1]) < FAR_APART:
        return
    monday = max(own[0], company[0])
    text = _("Own score %(own)d, company %(company)d") % {"own": own[1], "company": company[1]}
    yield _talk(trainee, f"apart:{monday}", text, _week_of(monday))


def _fallen(trainee: int, values: list[tuple[date, int]]) -> Iterator[Signal]:
    if len(values) < 2 or values[-2][1] - values[-1][1] < FALLEN:
        return
    text = _("Own average fell from %(before)d to %(now)d")
    found = text % {"before": values[-2][1], "now": values[-1][1]}
    yield _talk(trainee, f"fallen:{values[-1][0]}", found, _week_of(values[-1][0]))


def _week_of(monday: date) -> str:
    # Translators: a Monday, like «week of 9 March»
    return _("week of %(day)s") % {"day": day_words(monday, "j F")}


def _to_do(viewer: User, today: date) -> QuerySet[Any, Any]:
    """Placements whose evaluations can be open, and certificates of placements that are over."""
    unsigned = (
        HourWeek.objects.filter(placement=OuterRef("pk"))
        .exclude(status=WeekStatus.SIGNED)
        .order_by()
        .values("placement")
        .annotate(many=Count("pk"))
        .values("many")
    )
    certificates = Certificate.objects.valid().filter(placement=OuterRef("pk"))
    last_word = CompanyConfirmation.objects.filter(placement=OuterRef("pk")).order_by(
        "-given_at", "-pk"
    )
    doubts = last_word.filter(answer=ConfirmationAnswer.WRONG)
    signed_off = SignOff.objects.current().filter(
        placement=OuterRef("pk"), moment=SignOffMoment.FINAL
    )
    steps = JourneyStep.objects.filter(group=OuterRef("trainee__group"), is_needed=True)
    ticks = StepDone.objects.filter(step=OuterRef("pk"), trainee=OuterRef(OuterRef("trainee")))
    undone = steps.filter(~Exists(ticks))
    stuck = Certificate.objects.given_up().filter(placement=OuterRef("pk"))
    lacks = Q(ends_on__lt=today, ends_on__gte=today - AFTER_THE_END) & ~Exists(certificates)
    can_be_open = Q(starts_on__lte=today, ends_on__gte=today - late.OPEN_FOR)
    return (
        Placement.objects.visible_to(viewer)
        .live()
        # Both say it, but an «or» keeps the database from seeing it.
        .filter(
            can_be_open | lacks | Q(Exists(stuck)) | Q(Exists(talks.wished())) | Q(Exists(doubts)),
            ends_on__gte=today - AFTER_THE_END,
        )
        .annotate(
            lacks=Case(When(lacks, then=True), default=False),
            unsigned=Case(When(lacks, then=Coalesce(Subquery(unsigned), 0)), default=0),
            lacks_result=Case(When(lacks, then=~Exists(signed_off)), default=False),
            lacks_step=Case(When(lacks, then=Exists(undone)), default=False),
            trouble=Subquery(stuck.values("last_error")[:1]),
            talk=Subquery(talks.wished().values("pk")[:1]),
            talk_at=Subquery(talks.wished().values("talk_asked_at")[:1]),
            company_said=Subquery(last_word.values("answer")[:1]),
        )
        .values_list(
            *late.COLUMNS,
            *("lacks", "unsigned", "lacks_result", "lacks_step"),
            *("trouble", "talk", "talk_at", "company_said"),
        )
    )


def _late(to_do: list[_ToDo], known: _Known, today: date) -> Iterator[Signal]:
    """This week's self-evaluations that are open, and every evaluation that is late."""
    stays = [row.stay for row in to_do if row.starts_on <= today <= row.ends_on + late.OPEN_FOR]
    found = late.open_of(stays, known.plans, known.given, today)
    sizes = Counter(stay.group for stay in stays)
    monday = weeks.monday_of(today)
    for each in found:
        slot, told = each.slot, _told(known.reminded.get(each.key), today)
        if slot.kind == EvaluationKind.SELF and slot.monday == monday and slot.number:
            yield _of_this_week(each, told, today)
        elif slot.is_late(today) and (
            slot.kind != EvaluationKind.PEER or sizes[each.stay.group] > 1
        ):
            yield _by_agency(each) if each.by_agency else _by_others(each, told)


def _told(day: date | None, today: date) -> str:
    if day is None:
        return ""
    if day == today:
        return _("reminded today")
    # Translators: a day, like «reminded on 12 March»
    return _("reminded on %(day)s") % {"day": day_words(day, "j F")}


def _of_this_week(found: Open, told: str, today: date) -> Signal:
    due_on = found.slot.due_on
    # Translators: a weekday, like «due on Friday»
    text = _("due on %(day)s") if today <= due_on else _("was due on %(day)s")
    return Signal(
        trainee_id=found.stay.trainee,
        key=f"self:{found.slot.monday}",
        level=Level.WAITING,
        icon="chart",
        text=_("Self-evaluation of this week"),
        since=text % {"day": day_words(due_on, "l")},
        party=f"self:{found.stay.trainee}",
        reminded=told,
    )


def _by_others(found: Open, told: str) -> Signal:
    """The trainee's own or the company's: one button reminds, once; then they wait for others."""
    stay, slot = found.stay, found.slot
    party = f"own:{stay.trainee}" if found.is_own else f"scores:{stay.company_tutor}"
    return Signal(
        trainee_id=stay.trainee,
        key=f"late:{slot.key}",
        level=Level.WAITING if told else Level.PLAIN,
        icon="chart",
        text=_late_words(found),
        since=told,
        action="" if told else _("Remind"),
        post="" if told else pages("admin:remind_evaluations")(stay.trainee),
        party=party,
    )


def _late_words(found: Open) -> str:
    slot = found.slot
    if found.is_asked:
        return _("%(what)s: not confirmed") % {"what": own_title(slot)}
    if found.is_own:
        what = own_title(slot)
    elif slot.moment == EvaluationMoment.FINAL:
        what = _("The company's final scores")
    else:
        what = _("The company's scores of week %(number)d") % {"number": slot.number}
    words = {"what": what, "day": day_words(slot.due_on)}
    # Translators: an evaluation, and a day like «Friday 13 March»
    return _("%(what)s: due on %(day)s, not given") % words


def _by_agency(found: Open) -> Signal:
    stay, slot = found.stay, found.slot
    page = pages("admin:placements_placement_evaluation")(stay.placement)
    who = "" if slot.kind == EvaluationKind.AGENCY else f"&who={slot.kind}"
    texts = {
        EvaluationMoment.START: _("Your evaluation of the start is late"),
        EvaluationMoment.MID: _("Your mid-term evaluation is late"),
        EvaluationMoment.FINAL: _("Your final evaluation is late"),
    }
    weekly = _("Your evaluation of week %(number)d is late") % {"number": slot.number}
    return Signal(
        trainee_id=stay.trainee,
        key=f"late:{slot.key}",
        level=Level.PLAIN,
        icon="chart",
        text=texts.get(slot.moment, weekly) if not who else _("A colleague's evaluation is late"),
        since=_was_due(slot),
        action=_("Evaluate"),
        url=f"{page}?when={slot.when}{who}",
    )


def _was_due(slot: Slot) -> str:
    # Translators: a day, like «was due on Friday 13 March»
    return _("was due on %(day)s") % {"day": day_words(slot.due_on)}


def _certificates(to_do: list[_ToDo], today: date) -> Iterator[Signal]:
    page = pages("admin:trainees_group_certificates")
    for row in to_do:
        if row.talk is not None and row.talk_at is not None:
            yield talks.signal(row.trainee, row.talk, row.talk_at)
        if row.trouble is not None:
            yield _given_up(row.trainee, page(row.group), row.trouble)
        elif row.company_said == ConfirmationAnswer.WRONG:
            yield _doubted(row.trainee, page(row.group), row.ends_on)
        elif row.lacks:
            yield _certificate(row)


def _given_up(trainee: int, url: str, trouble: str) -> Signal:
    why = trouble.partition(": ")[2]
    return Signal(
        trainee_id=trainee,
        key="certificate:given_up",
        level=Level.AMBER,
        icon="medal",
        # Translators: why is like «No font of this machine can print अ (U+0905). Install one.»
        text=_("Certificate not made: %(why)s") % {"why": why},
        action=_("Certificates"),
        url=url,
    )


def _doubted(trainee: int, url: str, ends_on: date) -> Signal:
    return Signal(
        trainee_id=trainee,
        key=f"certificate:doubted:{ends_on}",
        level=Level.AMBER,
        icon="medal",
        text=_("The company wants the certificate corrected"),
        action=_("Certificates"),
        url=url,
    )


def _certificate(row: _ToDo) -> Signal:
    waits_for_results = row.lacks_result and not row.unsigned
    page = (
        "admin:trainees_group_results" if waits_for_results else "admin:trainees_group_certificates"
    )
    return Signal(
        trainee_id=row.trainee,
        key=f"certificate:{row.ends_on}",
        level=Level.PLAIN,
        icon="medal",
        text=_what_it_lacks(row),
        # Translators: the last day of a placement
        since=_("ended %(day)s") % {"day": day_words(row.ends_on, "j F")},
        action=_("Results") if waits_for_results else _("Certificates"),
        url=pages(page)(row.group),
    )


def _what_it_lacks(row: _ToDo) -> str:
    """The first cause; that nothing is lacking only where that was looked at."""
    if row.unsigned:
        text = ngettext(
            "Certificate: %d week is not signed",
            "Certificate: %d weeks are not signed",
            row.unsigned,
        )
        return text % row.unsigned
    if row.lacks_result:
        return _("Certificate: results are not signed off")
    if row.lacks_step:
        return _("Certificate: look what is missing")
    return _("The certificate can be issued")


def _suggestions(viewer: User) -> QuerySet[Any, Any]:
    """Awards that companies suggested and nobody has decided on."""
    return (
        Award.objects.visible_to(viewer)
        .waiting()
        .annotate(what=Value("award"), one=F("pk"), two=F("trainee"), by=F("suggested_by"))
        .annotate(at=Value(""), day=TruncDate("suggested_at"), mean=Value(0.0), flag=Value(0))
        .annotate(**plans.numbers())
    )


def _suggested(awards: list[tuple[date, int, int, str]]) -> Iterator[Signal]:
    page = pages("admin:assessment_award_decide")
    for day, pk, trainee, by in sorted(awards):
        yield Signal(
            trainee_id=trainee,
            key=f"award:{pk}",
            level=Level.AMBER,
            icon="medal",
            # Translators: by is the company tutor's name
            text=_("%(by)s suggests an award") % {"by": by},
            # Translators: a day, like «since 12 March»
            since=_("since %(day)s") % {"day": day_words(day, "j F")},
            action=_("See the award"),
            url=page(pk),
        )
