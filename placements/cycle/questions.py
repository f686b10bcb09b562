"""The three questions to the company tutor: beside the hours it signs, or alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink
from imyportal import weeks

from ..enums import CheckInBy, WeekStatus
from ..models import CheckIn, HourWeek, Placement
from ..models.placements import PlacementQuerySet
from ..todo import Todo
from . import check_ins
from .forms import CompanyQuestionsForm


def _said(placement: str, monday: Any) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(
        placement=OuterRef(placement), monday=monday, said_by=CheckInBy.COMPANY
    )


def open_for(placements: PlacementQuerySet, monday: date) -> PlacementQuerySet:
    """Those of which the company can still say something of the week: not with its hours either."""
    with_hours = HourWeek.objects.filter(
        placement=OuterRef("pk"),
        monday=monday,
        status__in=[WeekStatus.DECLARED, WeekStatus.SIGNED],
    )
    return placements.filter(
        ~Exists(_said("pk", monday)),
        ~Exists(with_hours),
        starts_on__lte=monday + timedelta(days=6),
        ends_on__gte=monday,
    )


# --- On the signing page ----------------------------------------------------------------------


def with_said(rows: QuerySet[HourWeek]) -> QuerySet[HourWeek]:
    """`rows`, each with the key of what the company said of its week, so that the panel need not look."""
    said = _said("placement", OuterRef("monday")).values("pk")[:1]
    return rows.annotate(company_said=Subquery(said))


class QuestionsPanel:
    """Registered with `placements.company_panels`: three taps, a text, and a call."""

    template = "placements/company/_questions.html"

    def forms(
        self, viewer: AccessLink, weeks: Sequence[HourWeek], data: QueryDict | None = None
    ) -> dict[int, Any]:
        """The form of each week by its key; a query only where something was said before."""
        found = _of_weeks(weeks)
        return {
            week.pk: CompanyQuestionsForm(
                data, prefix=f"questions-{week.pk}", said=found.get(week.pk)
            )
            for week in weeks
        }

    def save(self, form: BaseForm, week: HourWeek, viewer: AccessLink, *, name: str) -> None:
        """Store what a valid form says, if anything; runs in the signing transaction."""
        save(form, week.placement, week.monday, viewer)

    def said(self, week: HourWeek) -> str:
        """That it was stored, and whether somebody calls; one query."""
        row = _of_weeks([week]).get(week.pk)
        if row is None:
            return ""
        if row.call_wanted and not row.called_at:
            return _("Your answers are stored. We call you.")
        return _("Your answers are stored.")


def _of_weeks(weeks: Sequence[HourWeek]) -> dict[int, CheckIn]:
    known = [week for week in weeks if getattr(week, "company_said", True)]
    if not known:
        return {}
    rows = CheckIn.objects.filter(
        placement__in={week.placement_id for week in known},
        monday__in={week.monday for week in known},
        said_by=CheckInBy.COMPANY,
    )
    found = {(row.placement_id, row.monday): row for row in rows}
    return {
        week.pk: found[week.placement_id, week.monday]
        for week in known
        if (week.placement_id, week.monday) in found
    }


def save(form: BaseForm, placement: Placement, monday: date, link: AccessLink) -> CheckIn | None:
    """Store what a valid form says; None when it says nothing, or nothing new."""
    if not form.has_changed():
        return None
    data = form.cleaned_data
    return check_ins.give_company(
        placement,
        monday,
        answers={name: data[name] for name in CompanyQuestionsForm.taps if data[name]},
        text=data["text"],
        call_wanted=data["call_wanted"],
        link=link,
    )


# --- Alone ------------------------------------------------------------------------------------


def asked_of(placement: Placement, monday: date, today: date) -> bool:
    """Whether the page of these questions is open: about this week and the one before."""
    this = weeks.monday_of(today)
    held = placement.starts_on <= min(today, monday + timedelta(days=6))
    return monday in (this, this - timedelta(weeks=1)) and held and placement.ends_on >= monday


def with_open(placements: PlacementQuerySet) -> PlacementQuerySet:
    """`placements`, each saying by `questions_open` whether last week is still asked about."""
    last = weeks.monday_of(timezone.localdate()) - timedelta(weeks=1)
    same = Placement.objects.filter(pk=OuterRef("pk"))
    return placements.annotate(questions_open=Exists(open_for(same, last)))


def todos(placements: Sequence[Placement]) -> list[Todo]:
    """A row for each of `company_todo.recent` that is still asked about; no query."""
    last = weeks.monday_of(timezone.localdate()) - timedelta(weeks=1)
    return [
        Todo(
            # Translators: the name is the trainee's first name; read by a company
            title=_("How is %(name)s doing?") % {"name": each.trainee.first_name},
            note=_("three questions, optional"),
            url=reverse("company:questions", args=[each.public_id, weeks.iso(last)]),
            icon="chat",
        )
        for each in placements
        if getattr(each, "questions_open", False)
    ]
