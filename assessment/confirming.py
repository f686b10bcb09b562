"""What a certificate will say of the company, and whether the company has confirmed it by its link.

An answer is about what was shown: its digest is kept with it. When hours, tasks or the company's
scores change afterwards the answer no longer counts, and the company is asked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, mail
from imyportal.enums import Action
from placements.models import Placement

from .enums import ConfirmationAnswer
from .models import CompanyConfirmation

if TYPE_CHECKING:
    from .readiness import Facts


@dataclass(frozen=True)
class State:
    """How a company stands to what a certificate would say today."""

    digest: str  # of what it would be shown today
    last: CompanyConfirmation | None = None  # its newest answer

    @property
    def is_current(self) -> bool:
        """The newest answer is about what would be shown today."""
        return self.last is not None and self.last.digest == self.digest

    @property
    def is_confirmed(self) -> bool:
        return self.answer == ConfirmationAnswer.CONFIRMED

    @property
    def answer(self) -> str:
        """Of `ConfirmationAnswer`; empty when there is none that counts."""
        return self.last.answer if self.last and self.is_current else ""


def says(facts: Facts) -> dict[str, Any]:
    """What a company is asked to confirm, as plain values: minutes, ISO dates, scores 0-100 or None."""
    placement = facts.placement
    return {
        "trainee": placement.trainee.name,
        "company": placement.company.name,
        "address": placement.company.address,
        "tutor": placement.company_tutor.name,
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "objective": " ".join(placement.objective.split()),
        "tasks": tasks(placement),
        "minutes": facts.signed_minutes,
        "days_absent": facts.days_absent,
        "scores": [[line.objective.pk, line.company_now] for line in facts.summary.objectives],
    }


def tasks(placement: Placement) -> list[str]:
    """One task a line, without empty ones."""
    return [line.strip() for line in placement.tasks.splitlines() if line.strip()]


def digest(facts: Facts) -> str:
    """SHA-256 of what a company is asked to confirm, 64 hexadecimal digits."""
    spelled = json.dumps(says(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()


def state(gathered: Iterable[Facts]) -> dict[int, State]:
    """Where each placement stands, by its key; `gathered` comes from `readiness.gather`. One query."""
    found = {facts.placement.pk: facts for facts in gathered}
    answers = CompanyConfirmation.objects.filter(placement__in=found).order_by("given_at", "pk")
    last = {answer.placement_id: answer for answer in answers}
    return {pk: State(digest(facts), last.get(pk)) for pk, facts in found.items()}


def may_be_asked(facts: Facts) -> bool:
    """Once its last week is signed, the company can say whether all of it is right."""
    weeks = facts.weeks
    return len(weeks) == facts.placement.week_count and len(facts.signed_weeks) == len(weeks)


@transaction.atomic
def answer(
    facts: Facts,
    *,
    shown: str,
    link: AccessLink,
    name: str,
    role: str,
    button: str,
    ip: str | None,
    wrong: str = "",
) -> CompanyConfirmation:
    """Store what the company says of what it was shown: all right, or what is `wrong`.

    The same answer given twice is one. Raises `ValidationError` when what was shown (`shown` is its
    digest) is no longer what a certificate would say.
    """
    Placement.objects.select_for_update(of=("self",)).get(pk=facts.placement.pk)
    now = state([facts])[facts.placement.pk]
    if now.digest != shown:
        text = _("Something was changed meanwhile. Please look at it again.")
        raise ValidationError(text, code="changed")
    given = ConfirmationAnswer.WRONG if wrong else ConfirmationAnswer.CONFIRMED
    if now.last and now.is_current and (now.last.answer, now.last.text) == (given, wrong):
        return now.last
    made = CompanyConfirmation.objects.create(
        placement=facts.placement,
        answer=given,
        text=wrong,
        name=name,
        role=role,
        ip=ip,
        link=link,
        button=button,
        digest=shown,
    )
    action = Action.CERTIFICATE_DOUBTED if wrong else Action.CERTIFICATE_CONFIRMED
    audit.note(action, by=link, about=facts.placement)
    return made


@transaction.atomic
def ask(facts: Facts, *, by: User) -> bool:
    """Mail the company its link to confirm; False when it has no address, or was asked for the same.

    Raises `ValidationError` while its last week is not signed.
    """
    if not may_be_asked(facts):
        text = _("The company can confirm once its last week is signed.")
        raise ValidationError(text, code="early")
    placement = facts.placement
    row = mail.queue(
        "assessment/confirm_certificate",
        to=placement.company_tutor.email,
        language=placement.company_tutor.language,
        about=placement,
        key=f"confirm_certificate:{placement.pk}:{digest(facts)[:16]}",
    )
    if row is not None:
        audit.note(Action.CERTIFICATE_CONFIRMATION_ASKED, by=by, about=placement)
    return row is not None
