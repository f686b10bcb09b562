"""Why a tutor looks at results before they are signed off: talks that wait, and evaluations still to come.

And afterwards: evaluations that came too late to be looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal.attention import Level, Signal, pages

from . import plans, slots
from .enums import EvaluationKind, EvaluationMoment, SignOffMoment
from .late import ASKED
from .models import Certificate, Evaluation, SignOff
from .models.sign_offs import SignOffQuerySet
from .record import Given, Record
from .results import COUNTED, FALLEN, FAR_APART
from .slots import Slot

LOOK_BACK = timedelta(days=21)  # how far signals look back on scores
MANY = 2  # averages that can be compared
Averages = Sequence[tuple[date, int]]  # with the Monday of their week, the newest last


def like(own: Averages, company: Averages) -> tuple[date, int, int] | None:
    """The newest week in which both looked, with their scores; None without one."""
    mine, theirs = dict(own), dict(company)
    monday = max(mine.keys() & theirs.keys(), default=None)
    return (monday, mine[monday], theirs[monday]) if monday else None


def apart(own: Averages, company: Averages) -> tuple[date, int, int] | None:
    """As `like`, when the two lie so far apart that one should talk about it."""
    found = like(own, company)
    return found if found and abs(found[1] - found[2]) >= FAR_APART else None


def fallen(own: Averages) -> tuple[date, int, int] | None:
    """The newest week with the average before and now, when it is clearly lower."""
    if len(own) < MANY or own[-2][1] - own[-1][1] < FALLEN:
        return None
    return own[-1][0], own[-2][1], own[-1][1]


def apart_words(own: int, company: int) -> str:
    return _("Own score %(own)d, company %(company)d") % {"own": own, "company": company}


def fallen_words(before: int, now: int) -> str:
    return _("Own average fell from %(before)d to %(now)d") % {"before": before, "now": now}


def concerns(records: Iterable[Record], today: date) -> dict[int, str]:
    """What is to be talked about first, by the placement's key; one query."""
    found = {each.placement.pk: each for each in records}
    waiting = SignOff.objects.filter(
        placement__in=list(found), talk_asked_at__isnull=False, talk_held_at=None
    )
    wished = set(waiting.values_list("placement", flat=True))
    words = {
        pk: _("Wants to talk about the results") if pk in wished else _concern(record, today)
        for pk, record in found.items()
    }
    return {pk: text for pk, text in words.items() if text}


def _concern(record: Record, today: date) -> str:
    if record.placement.ends_on < today:
        return ""
    own = _averages(record, EvaluationKind.SELF, today)
    if found := apart(own, _averages(record, EvaluationKind.COMPANY, today)):
        return apart_words(*found[1:])
    if found := fallen(own):
        return fallen_words(*found[1:])
    return ""


def _averages(record: Record, kind: EvaluationKind, today: date) -> Averages:
    """The plain mean of an evaluation's scores, as the board has it from the database."""
    found = []
    for given in sorted(record.by(kind), key=_start_first):
        values = [*given.objectives.values(), *given.indicators.values()]
        told = [value for value in values if value is not None]
        if told and given.evaluation.monday >= today - LOOK_BACK:
            found.append((given.evaluation.monday, round(sum(told) / len(told))))
    return found


def _start_first(given: Given) -> tuple[date, bool]:
    evaluation = given.evaluation
    return evaluation.monday, evaluation.moment != EvaluationMoment.START


def still_to_come(records: Iterable[Record], moment: SignOffMoment, today: date) -> list[str]:
    """Evaluations of this moment that the plan asks for and nobody gave, in words; one query."""
    records = list(records)
    known = plans.of_groups({each.placement.trainee.group_id for each in records})
    early, late = [], 0
    for record in records:
        stay = record.placement
        every = slots.lay(stay.starts_on, stay.ends_on, known.of(stay.trainee.group_id), ASKED)
        missing = list(_missing(record, every, moment))
        coming = [slot.due_on for slot in missing if slot.due_on >= today]
        early += [min(coming)] if coming else []
        late += bool(missing) and not coming
    return [*_early(early, moment), *_late(late, moment)]


def _missing(record: Record, every: Iterable[Slot], moment: SignOffMoment) -> Iterator[Slot]:
    given = {each.key for each in record.given}
    return (s for s in every if s.moment == moment.value and s.takes not in given)


def _early(days: list[date], moment: SignOffMoment) -> Iterator[str]:
    if days:
        text = ngettext(
            "%(count)d trainee: %(what)s evaluations are not all due yet. The first is due on "
            "%(day)s.",
            "%(count)d trainees: %(what)s evaluations are not all due yet. The first is due on "
            "%(day)s.",
            len(days),
        )
        day = date_format(min(days), "l j F")
        yield text % {"count": len(days), "what": _what(moment), "day": day}


def _late(count: int, moment: SignOffMoment) -> Iterator[str]:
    if count:
        text = ngettext(
            "%(count)d trainee: %(what)s evaluations were due and are not all given.",
            "%(count)d trainees: %(what)s evaluations were due and are not all given.",
            count,
        )
        yield text % {"count": count, "what": _what(moment)}


def _what(moment: SignOffMoment) -> str:
    return _("final") if moment == SignOffMoment.FINAL else _("mid-term")


def overtaken() -> SignOffQuerySet:
    """For a query of placements: the sign-offs of each after which an evaluation came that counts.

    To a mid-term belong only the evaluations of mid-term; later weeks say nothing about it. What a
    valid certificate says stays.
    """
    came = Evaluation.objects.filter(
        placement=OuterRef("placement"), kind__in=COUNTED, given_at__gt=OuterRef("signed_at")
    )
    counts = Q(moment=SignOffMoment.FINAL) | Q(Exists(came.filter(moment=EvaluationMoment.MID)))
    certified = Certificate.objects.valid().filter(placement=OuterRef("placement"))
    held = SignOff.objects.current().filter(placement=OuterRef("pk"))
    return held.filter(Q(Exists(came)), counts, ~Exists(certified)).order_by("-signed_at", "-pk")


def is_overtaken(sign_off: SignOff | None, record: Record) -> bool:
    """The same of one sign-off, from what is loaded already."""
    if sign_off is None:
        return False
    is_final = sign_off.moment == SignOffMoment.FINAL
    return any(
        given.evaluation.given_at > sign_off.signed_at
        and (is_final or given.evaluation.moment == EvaluationMoment.MID)
        for kind in COUNTED
        for given in record.by(kind)
    )


def overtaken_words() -> str:
    return _("An evaluation came after the sign-off: look and sign off anew")


def signal(trainee: int, placement: int, sign_off: int, moment: str) -> Signal:
    """The button leads to the results."""
    page = pages("admin:placements_placement_results")(placement)
    return Signal(
        trainee_id=trainee,
        key=f"overtaken:{sign_off}",
        level=Level.AMBER,
        icon="chart",
        text=overtaken_words(),
        since="",
        action=_("See the results"),
        url=f"{page}?moment={moment}",
    )
