from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imyportal import audit
from imyportal.admin import (
    ReadOnly,
    ReadOnlyRows,
    Scoped,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    tag,
)
from imyportal.enums import Action

from ..absences import promptness
from ..absences.promptness import Said
from ..enums import AbsenceKind, PlacementStatus
from ..models import Absence, AbsenceNotice, AbsencePaper, AbsenceRule
from . import reaching

SAID = {
    Said.IN_TIME: (_("in time"), "ok"),
    Said.LATE: (_("late"), "wait"),
    Said.NOT: (_("not said"), "warn"),
}


class When(admin.SimpleListFilter):
    """Where in time an absence is, or what is still open about it."""

    title = _("what")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("now", _("absent today")),
            ("asked", _("nobody knows why")),
            ("paper", _("paper missing")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "now":
            rows = queryset.filter(first_day__lte=today, last_day__gte=today)
            return rows.holding()  # type: ignore[attr-defined]
        if self.value() == "asked":
            return queryset.unanswered()  # type: ignore[attr-defined]
        return queryset.wanting_paper() if self.value() == "paper" else queryset  # type: ignore[attr-defined]


class NoticeInline(ReadOnlyRows):
    model = AbsenceNotice
    fields = readonly_fields = ["at", "to", "name", "what"]


@admin.register(Absence)
class AbsenceAdmin(ReadOnly, Scoped):
    """Absences as they were said, noticed or written down; looked at, never edited."""

    empty = _(
        "Here you see who is absent. Trainees tell it with “I can’t go today”, companies on their page, "
        "and you write it down on the page of a placement."
    )
    list_display = ["trainee", "company", "first_day", "last_day", "kind", "said", "state"]
    list_filter = [When, ("placement__trainee__group", VisibleRelated)]
    linked_filters = ["placement", "placement__trainee"]
    list_select_related = [
        "placement__trainee", "placement__company", "placement__company_tutor", "user",
    ]  # fmt: skip
    search_fields = [
        "placement__trainee__first_name__alike",
        "placement__trainee__last_name__alike",
        "placement__company__name__alike",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "trainee", "company", "reach", "first_day", "last_day", "begins_on", "state",
                ]
            },
        ),
        (
            _("What was said"),
            {
                "fields": [
                    "kind", "note", "said_at", "starts_at", "said", "noticed_at", "denied_at",
                    "brought_in", "company_knows",
                ]
            },
        ),
        (
            _("Paper"),
            {"fields": ["paper_due_on", "paper_asked_at", "paper_reminded_at", "papers"]},
        ),
    ]  # fmt: skip
    inlines = [NoticeInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Absence]:
        papers = AbsencePaper.objects.filter(absence=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_paper=Exists(papers))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            seen = AbsencePaper.objects.visible_to(request.user)
            row.to_open = list(seen.filter(absence=row))
        return row

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    @admin.display(description=_("trainee"), ordering="placement__trainee__last_name")
    def trainee(self, row: Absence) -> str:
        return str(row.placement.trainee)

    @admin.display(description=_("company"), ordering="placement__company__name")
    def company(self, row: Absence) -> str:
        return str(row.placement.company)

    @admin.display(description=_("phone and e-mail"))
    def reach(self, row: Absence) -> SafeString:
        """Whom to call when nobody knows what happened."""
        placement = row.placement
        return reaching.ways([reaching.of_trainee(placement), reaching.of_company(placement)])

    @admin.display(description=_("the company may know the reason"))
    def company_knows(self, row: Absence) -> str:
        return gettext("yes") if row.shares_reason else gettext("no")

    @admin.display(description=_("how early"))
    def said(self, row: Absence) -> SafeString:
        return tag(*SAID[promptness.said(row)])

    @admin.display(description=_("brought in"))
    def brought_in(self, row: Absence) -> str:
        at = f"{localtime(row.noted_at):%Y-%m-%d %H:%M}"
        who = str(row.user) if row.user else row.get_noted_by_display()
        return f"{who}, {at}"

    @admin.display(description=_("state"))
    def state(self, row: Absence) -> SafeString | str:
        if row.withdrawn_at:
            return tag(_("taken back"))
        if row.denied_at and not row.cleared_at:
            return tag(_("says: I was at work"), "warn")
        if row.kind == AbsenceKind.UNKNOWN and not row.cleared_at:
            return tag(_("nobody knows why"), "warn")
        if row.paper_asked_at and not row.paper_settled_at:
            has_paper = row.has_paper  # type: ignore[attr-defined]
            return (
                tag(_("paper to look at"), "wait") if has_paper else tag(_("paper missing"), "warn")
            )
        return tag(_("known"), "ok")

    @admin.display(description=_("papers"))
    def papers(self, row: Absence) -> SafeString | str:
        """Links for who may open them; for others only that there are any."""
        found = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            (
                (
                    reverse("placements:absence_paper", args=[each.public_id]),
                    f"{localtime(each.at):%Y-%m-%d %H:%M}",
                )
                for each in row.to_open  # type: ignore[attr-defined]
            ),
        )
        if found or not row.has_paper:  # type: ignore[attr-defined]
            return found or "–"
        return gettext("handed in; you may not open it")


@admin.register(AbsenceRule)
class AbsenceRuleAdmin(Scoped):
    """From which day on an absence needs a paper: the agency's rule, and those of groups."""

    list_display = ["__str__", "paper_after"]
    fields = ["group", "paper_after"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The agency's own is for coordinators."""
        is_agencys = obj is not None and obj.group_id is None
        if is_agencys and not request.user.has_perm("trainees.view_all_trainees"):
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["group"] if obj is not None else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.note(Action.ABSENCE_RULE, by=request.user, about=obj, days=obj.paper_after)


CHANGE = "placements.change_absence"
add_tool(
    "placements.Placement",
    Tool(
        _("Write down an absence"),
        "admin:placements_placement_absence",
        "placements.add_absence",
        shown=lambda placement: placement.status == PlacementStatus.CONFIRMED,
    ),
)
add_tool(
    "placements.Absence",
    Tool(
        _("It is cleared up"),
        "admin:placements_absence_clear",
        CHANGE,
        shown=lambda row: (
            (row.noticed_at or row.kind == AbsenceKind.UNKNOWN)
            and not row.cleared_at
            and not row.withdrawn_at
        ),
        is_post=True,
    ),
)
add_tool(
    "placements.Absence",
    Tool(
        lambda row: (
            gettext("The paper is in order") if row.has_paper else gettext("No paper is needed")
        ),
        "admin:placements_absence_settle",
        CHANGE,
        shown=lambda row: bool(row.paper_due_on) and not row.paper_settled_at,
        is_post=True,
    ),
)
add_tool(
    "placements.Absence",
    Tool(
        _("At work again"),
        "admin:placements_absence_over",
        CHANGE,
        shown=lambda row: not row.withdrawn_at and not row.back_on,
    ),
)
add_tool(
    "placements.Absence",
    Tool(_("Placement"), url=lambda row: row.placement.get_absolute_url()),
)
add_trail("placements.Absence")
for whole, path in (
    ("trainees.Trainee", "placement__trainee"),
    ("placements.Placement", "placement"),
    ("trainees.Group", "placement__trainee__group"),
):
    add_part(whole, Absence, path)
