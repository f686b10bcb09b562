"""Visits on the company's own list."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import wording as words
from ..enums import OPEN_VISITS, StopAnswer
from ..models import Placement, VisitStop
from ..models.placements import PlacementQuerySet
from ..todo import Todo
from . import wording


def _coming() -> QuerySet[VisitStop]:
    """Stops to come that their company was asked about, and has not refused."""
    return (
        VisitStop.objects.holding()
        .filter(
            asked_at__isnull=False,
            visit__state__in=OPEN_VISITS,
            visit__day__gte=timezone.localdate(),
        )
        .exclude(answer=StopAnswer.NO)
    )


def with_visits(placements: PlacementQuerySet) -> PlacementQuerySet:
    """`placements`, each saying by `visit_coming` whether its company tutor was asked about a visit."""
    own = _coming().filter(company_tutor=OuterRef("company_tutor"))
    return placements.annotate(visit_coming=Exists(own))


def todos(placements: Sequence[Placement]) -> list[Todo]:
    """A row for each visit to come; a query only where there is one."""
    tutors = {each.company_tutor_id for each in placements if getattr(each, "visit_coming", False)}
    if not tutors:
        return []
    rows = _coming().filter(company_tutor__in=tutors).select_related("visit")
    return [_todo(row) for row in rows.order_by("visit__day", "starts_at", "pk")]


def _todo(stop: VisitStop) -> Todo:
    names = {"day": words.full_day(stop.visit.day), "time": wording.span(stop)}
    # Translators: read by a company
    said = wording.to_company(stop)
    note = said or _("Does the time suit you? One tap")
    # Translators: read by a company; day is like «Wednesday 18 March», time like «09:30–10:00»
    title = _("Visit of the agency or the school: %(day)s, %(time)s") % names
    url = reverse("company:visit", args=[stop.public_id])
    return Todo(title, note, url, "calendar", is_needed=not said)
