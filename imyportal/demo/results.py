"""Results that were signed off: at mid-term of those underway, at the end of the group that has finished."""

from datetime import date, datetime, timedelta

from assessment import remarks, signing_off
from assessment.enums import SignOffMoment
from assessment.models import SignOff
from placements.enums import PlacementStatus
from placements.models import Placement

from .stay import at

WAITING = 1  # of the finished group
MODERATED = "The last week was spent in another department; the weeks before say more."
REMARK = "I learnt most in the last two weeks, when I was allowed to work on my own."


def build(placements: list[Placement], today: date) -> None:
    """Confirm what can be confirmed; one of the finished group waits for the tutor's button."""
    begun = [
        each
        for each in placements
        if each.status == PlacementStatus.CONFIRMED and each.starts_on < today
    ]
    over = [each for each in begun if each.ends_on < today]
    middle = [each for each in begun if _middle(each) < today <= each.ends_on]
    for each in _by_tutor(middle):
        _confirm(each, SignOffMoment.MID, at(today - timedelta(days=1), 16, 30))
    if over:
        _moderate(over[0], at(over[0].ends_on, 17, 15))
    for each in _by_tutor(over[1:-WAITING]):
        _confirm(each, SignOffMoment.FINAL, at(each[0].ends_on, 17, 30))
    _word_of(SignOff.objects.filter(moment=SignOffMoment.FINAL).order_by("pk").first())


def _word_of(signed: SignOff | None) -> None:
    """The first one writes a remark for the certificate, and wants to talk."""
    by = signed.placement.trainee.user if signed else None
    if signed is not None and by is not None:
        when = signed.signed_at + timedelta(hours=3)
        remarks.write(signed, text=REMARK, printed=True, by=by, at=when)
        remarks.ask_for_talk(signed, by=by, at=when)


def _middle(placement: Placement) -> date:
    return placement.starts_on + (placement.ends_on - placement.starts_on) / 2


def _by_tutor(placements: list[Placement]) -> list[list[Placement]]:
    tutors: dict[int, list[Placement]] = {}
    for placement in placements:
        tutors.setdefault(placement.trainee.responsible.pk, []).append(placement)
    return list(tutors.values())


def _confirm(placements: list[Placement], moment: SignOffMoment, when: datetime) -> None:
    sheets = signing_off.sheets(placements, moment, at=when)
    seen = {pk: sheet.stamp for pk, sheet in sheets.items()}
    by = placements[0].trainee.responsible
    done = signing_off.confirm(seen, moment=moment, by=by, at=when)
    for placement, _why in done.left_out:
        sheet = sheets[placement.pk]
        # Those that lie far apart were looked at one by one.
        if moment == SignOffMoment.FINAL and not sheet.summary.unproposed:
            signing_off.sign(placement, moment=moment, values=sheet.proposed, by=by, at=when)


def _moderate(placement: Placement, when: datetime) -> None:
    """Signed off by hand: one result is another than the rule proposes, with the reason."""
    sheet = signing_off.sheets([placement], SignOffMoment.FINAL, at=when)[placement.pk]
    values, first = dict(sheet.proposed), sheet.summary.objectives[0]
    values[first.objective.pk] = min(100, (first.proposed or 0) + 5)
    reasons = {pk: MODERATED for pk, value in values.items() if value != sheet.proposed[pk]}
    reasons |= {pk: "Did not occur." for pk, value in values.items() if value is None}
    signing_off.sign(
        placement,
        moment=SignOffMoment.FINAL,
        values=values,
        reasons=reasons,
        by=placement.trainee.responsible,
        at=when,
    )
