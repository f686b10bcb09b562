"""An agreement that holds and no longer says what is agreed: other hours, days, company or tutor since it was sent.

What everybody signed is frozen, and stays; the next version says what holds now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import presenting, wording
from ..enums import AgreementState, PlacementStatus, Weekday
from ..models import Agreement, Placement
from . import content

HOLDING = [AgreementState.SENT, AgreementState.SIGNED]
PEOPLE = ("placement__company", "placement__company_tutor")


@dataclass(frozen=True)
class Difference:
    """One fact in words."""

    label: str
    then: str  # as it was sent to be signed
    now: str


def of(agreement: Agreement) -> list[Difference]:
    """What a version that holds says otherwise than the placement does now; one query. Needs `PEOPLE`.

    Of a placement that was ended early nothing: nobody signs anew for it.
    """
    placement = agreement.placement
    holds = agreement.state in HOLDING and placement.status == PlacementStatus.CONFIRMED
    if not holds or agreement.content is None:
        return []
    then, now = _words(agreement.content), _words(content.facts(placement))
    return [
        Difference(label, text, now[label]) for label, text in then.items() if text != now[label]
    ]


def _words(content: dict[str, Any]) -> dict[str, str]:
    """By label, of a whole content or of its `facts`."""
    period, company = content["period"], content["company"]
    first, last = (date.fromisoformat(period[name]) for name in ("starts_on", "ends_on"))
    days = period["days"]
    return {
        _("Period"): f"{presenting.period(first, last)} {last.year}",
        _("Hours a week"): wording.hours(sum(day["minutes"] for day in days)),
        _("Days"): _week(days),
        _("Company"): company["name"],
        _("Company tutor"): company["tutor"],
    }


def _week(days: Sequence[dict[str, Any]]) -> str:
    """«Monday–Friday 08:30–17:30», those together that follow each other and are alike."""
    rows = sorted(days, key=lambda day: day["weekday"])
    alike = groupby(
        enumerate(rows),
        lambda pair: (pair[1]["weekday"] - pair[0], pair[1]["starts_at"], pair[1]["ends_at"]),
    )
    return ", ".join(_run([row for _place, row in run]) for _same, run in alike)


def _run(days: list[dict[str, Any]]) -> str:
    ends = dict.fromkeys(Weekday(day["weekday"]).label for day in (days[0], days[-1]))
    return f"{'–'.join(map(str, ends))} {days[0]['starts_at']}–{days[0]['ends_at']}"


@transaction.atomic
def mark(placement: Placement) -> None:
    """Keep since when a version no longer fits, for the Today board; whoever changes a placement calls it."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related(*PEOPLE)
    for row in rows.filter(placement=placement, state__in=HOLDING):
        since = (row.differs_since or timezone.localdate()) if of(row) else None
        if since != row.differs_since:
            row.differs_since = since
            row.save(update_fields=["differs_since"])
