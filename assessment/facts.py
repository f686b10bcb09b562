"""What the portal knows itself of an indicator, shown beside it with a value to take; never set by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements.absences import promptness
from placements.absences.promptness import Promptness
from placements.models import Placement

from . import standard
from .enums import SetKind
from .framework import Framework
from .models import Indicator

IN_TIME, LATE, NOT_SAID = 80, 40, 0  # as the standard indicator's own words for 80, 40 and 0
PROMPTNESS = "promptness"


@dataclass(frozen=True)
class Facts:
    """Beside one indicator."""

    text: str
    rule: str = ""
    value: int | None = None  # 0-100; None: there is nothing to propose

    @property
    def button(self) -> str:
        # Translators: a number from 0 to 100, as in «Take 67»
        return _("Take %(value)d") % {"value": self.value}


def beside(framework: Framework, placement: Placement, *, until: date) -> dict[int, Facts]:
    """By the key of each indicator that something is measured of; one query, none where none is."""
    found = list(_measured(framework, PROMPTNESS))
    if not found:
        return {}
    facts = _promptness(promptness.of([placement], until=until)[placement.pk])
    return {indicator.pk: facts for indicator in found}


def _measured(framework: Framework, what: str) -> Iterable[Indicator]:
    known = standard.measures()
    for objective in framework.objectives:
        if objective.set.kind == SetKind.STANDARD:
            for indicator in framework.parts(objective):
                if known.get((objective.code, indicator.code)) == what:
                    yield indicator


def proposed(found: Promptness) -> int | None:
    """The average of the absences: said in time 80, later 40, not at all 0; None for none.

    Half a point is rounded up. Nobody gets more than 80 by the portal alone: what the words for 100
    ask for, only people see.
    """
    if not found.total:
        return None
    points = IN_TIME * found.in_time + LATE * found.late + NOT_SAID * found.not_said
    return (2 * points + found.total) // (2 * found.total)


def _promptness(found: Promptness) -> Facts:
    if not found.total:
        return Facts(_("No absence so far, so nothing follows from absences."))
    text = ngettext(
        "%(total)d absence: %(in_time)d said before work began, %(late)d later, "
        "%(not_said)d not at all.",
        "%(total)d absences: %(in_time)d said before work began, %(late)d later, "
        "%(not_said)d not at all.",
        found.total,
    ) % {
        "total": found.total,
        "in_time": found.in_time,
        "late": found.late,
        "not_said": found.not_said,
    }
    rule = _(
        "The rule: said before the agreed start is %(in_time)d, later %(late)d, not at all "
        "%(not_said)d; the average is proposed."
    ) % {"in_time": IN_TIME, "late": LATE, "not_said": NOT_SAID}
    return Facts(text, rule, proposed(found))
