"""Visits on the company's own list."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import company_todo
from .. import wording as words
from ..enums import OPEN_VISITS, StopAnswer
from ..models import Placement, VisitStop
from ..todo import Todo
from . import wording


@company_todo.register
def visits(placements: Sequence[Placement]) -> list[Todo]:
    """Visits to come that the company was asked about; one query."""
    rows = (
        VisitStop.objects.holding()
        .filter(
            company_tutor__in={each.company_tutor_id for each in placements},
            asked_at__isnull=False,
            visit__state__in=OPEN_VISITS,
            visit__day__gte=timezone.localdate(),
        )
        .exclude(answer=StopAnswer.NO)
        .select_related("visit")
        .order_by("visit__day", "starts_at", "pk")
    )
    return [_todo(row) for row in rows]


def _todo(stop: VisitStop) -> Todo:
    names = {"day": words.full_day(stop.visit.day), "time": wording.span(stop)}
    # Translators: both are read by a company
    note = (
        _("Does the time suit you? One tap")
        if stop.answer == StopAnswer.ASKED
        else wording.answer(stop)
    )
    # Translators: read by a company; day is like «Wednesday 18 March», time like «09:30–10:00»
    title = _("Visit of the agency or the school: %(day)s, %(time)s") % names
    return Todo(title, note, reverse("company:visit", args=[stop.public_id]), "calendar")
