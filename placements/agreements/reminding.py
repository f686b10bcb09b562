"""Who has not signed is reminded by two mails at most; then it is the board's."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from ..enums import AgreementParty, AgreementState
from ..models import Agreement, AgreementReminder, Placement
from . import telling
from .drafting import WHOLE

AFTER = (timedelta(days=3), timedelta(days=7))  # after it was sent: the first mail, the second
STEPS = len(AFTER)
BETWEEN = timedelta(days=3)  # at least, where the first mail was late
OPENS, CLOSES = time(8), time(20)  # nobody is written to at night


def remind_due(now: datetime | None = None) -> int:
    """Remind each party that has not signed, while the placement is to come or runs; how many mails.

    Three queries when nobody is due.
    """
    now = timezone.localtime(now or timezone.now())
    if not OPENS <= now.time() < CLOSES:
        return 0
    waiting = Agreement.objects.filter(
        state=AgreementState.SENT,
        sent_at__lte=now - AFTER[0],
        placement__in=Placement.objects.live().filter(ends_on__gte=now.date()),
    )
    people = [f"placement__{name}" for name in WHOLE]
    rows = waiting.select_related(*people).prefetch_related("signatures", "reminders")
    return sum(
        _remind(row, party, step, now)
        for row in rows.order_by("pk")
        for party, step in _due(row, now)
    )


def _due(agreement: Agreement, now: datetime) -> list[tuple[AgreementParty, int]]:
    """Who is to be reminded now, and for which time."""
    done = {each.party for each in agreement.signatures.all()} | {AgreementParty.AGENCY}
    said: dict[str, list[datetime]] = {}
    for each in agreement.reminders.all():
        said.setdefault(each.party, []).append(each.reminded_at)
    sent_at = agreement.sent_at or now
    found = []
    for party in agreement.parties:
        before = said.get(party, [])
        if party in done or len(before) == STEPS or now < sent_at + AFTER[len(before)]:
            continue
        if not before or now >= max(before) + BETWEEN:
            found.append((party, len(before) + 1))
    return found


@transaction.atomic
def _remind(agreement: Agreement, party: AgreementParty, step: int, now: datetime) -> int:
    """What another worker said just now is not said again: its row is there, and its mails have the same keys."""
    row = AgreementReminder(agreement=agreement, party=party, step=step, reminded_at=now)
    AgreementReminder.objects.bulk_create([row], ignore_conflicts=True)
    return telling.remind(agreement, party, step)


def useless_since(today: date) -> date:
    """The last reminder went out on this day or before: two days to answer are over."""
    return today - timedelta(days=2)
