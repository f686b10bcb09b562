from datetime import time, timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from imyportal.admin import (
    Part,
    ScopedTabular,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    link,
    tag,
)

from .. import adjusting, glance_words, glances, new_hours, planning
from ..agreements import differing
from ..desk_forms import AgreedDayForm, PlacementForm
from ..enums import PlacementStatus
from ..glance import Glance
from ..models import AgreedDay, Placement, WeeklyReport, WorkingTimeException
from ..views import agency
from .worktime import WorkingTimePage

TONES = {
    PlacementStatus.PROPOSED: "wait",
    PlacementStatus.CONFIRMED: "ok",
    PlacementStatus.INTERRUPTED: "warn",
}
USUAL_DAYS = [
    {
        "weekday": weekday,
        "starts_at": time(8, 30),
        "ends_at": time(17, 30),
        "break_starts_at": time(12, 30),
        "break_minutes": 90,
    }
    for weekday in range(5)
]


class AgreedDayInline(ScopedTabular):
    """The weekly timetable; a new placement starts from Monday to Friday, 7:30 h a day."""

    model = AgreedDay
    form = AgreedDayForm
    max_num = 7

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(USUAL_DAYS) if obj is None else 1


class Period(admin.SimpleListFilter):
    """Where in time a placement is."""

    title = _("period")
    parameter_name = "period"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("running")), ("coming", _("still to come")), ("over", _("over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "now":
            return queryset.underway(today)  # type: ignore[attr-defined]
        if self.value() == "coming":
            return queryset.filter(starts_on__gt=today)
        return queryset.filter(ends_on__lt=today) if self.value() == "over" else queryset


class Hours(admin.SimpleListFilter):
    """Who lags behind."""

    title = _("hours")
    parameter_name = "hours"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("below", _("below the agreed hours"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "below":
            return queryset
        lagging = glances.below(queryset.live(), today=timezone.localdate())  # type: ignore[attr-defined]
        return queryset.filter(pk__in=lagging.values("at"))


def attach(rows: list[Placement]) -> None:
    """Give each row its hours at a glance; three queries."""
    found = glances.of(rows, today=timezone.localdate())
    for row in rows:
        row.glance = found[row.pk]  # type: ignore[attr-defined]


def glance_of(row: Placement) -> Glance:
    """What `attach` gave the row; nothing for one that is not stored yet."""
    return getattr(row, "glance", Glance())


class GlanceList(ChangeList):
    """The rows of one page with their hours."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        attach(self.result_list)


@admin.register(Placement)
class PlacementAdmin(WorkingTimePage):
    form = PlacementForm
    list_display = [
        "trainee", "company", "hours", "attended", "starts_on", "ends_on", "state", "company_tutor",
    ]  # fmt: skip
    list_filter = [Period, "status", Hours, ("trainee__group", VisibleRelated)]
    linked_filters = ["trainee", "company"]
    list_select_related = ["trainee", "company", "company_tutor"]
    search_fields = [
        "trainee__first_name__alike",
        "trainee__last_name__alike",
        "company__name__alike",
    ]
    readonly_fields = [
        "state",
        "hours",
        "forecast",
        "attended",
        "arranged",
        "chart",
        "cancel_reason",
    ]
    fieldsets = [
        (None, {"fields": ["trainee", "company", "company_tutor", "state"]}),
        (_("Period"), {"fields": ["starts_on", "ends_on"]}),
        (_("Work"), {"fields": ["tasks", "objective", "working_language"]}),
    ]
    inlines = [AgreedDayInline]
    actions = ["confirm"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        more = ["hours", "forecast", "attended", "chart"]
        if obj is not None and obj.cancel_reason:
            more.append("cancel_reason")
        if obj is not None and new_hours.lines(obj):
            more.insert(0, "arranged")
        known = super().get_fieldsets(request, obj)
        return known if obj is None else [*known, (_("Hours"), {"fields": more})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = obj is not None and obj.status != PlacementStatus.PROPOSED
        return [*self.readonly_fields, *(["trainee", "company"] if fixed else [])]

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        """Plain lists, short enough to choose from: people who are here, come, or are planned for."""
        rows = super().get_field_queryset(db, db_field, request)
        if db_field.name == "trainee":
            recent = timezone.localdate() - timedelta(days=30)
            planned = Placement.objects.filter(status=PlacementStatus.PROPOSED).values("trainee")
            here = rows.filter(Q(group__leaves_on__gte=recent) | Q(pk__in=planned))
            return here.select_related("group")
        return rows.select_related("company") if db_field.name == "company_tutor" else rows

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        beside = {"trainee": "group", "company_tutor": "company"}.get(db_field.name)
        if beside:
            field.label_from_instance = lambda row: f"{row}, {getattr(row, beside)}"
        return field

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None and request.method == "GET" and isinstance(inline, AgreedDayInline):
            kwargs["initial"] = USUAL_DAYS
        return kwargs

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/end/", wrap(agency.placement_end), name="placements_placement_end"),
        ]
        return [*own, *super().get_urls()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        adjusting.follow(form.instance.trainee, request.user)
        differing.mark(form.instance)
        if arranged := new_hours.lines(form.instance):
            text = gettext(
                "Hours are arranged with this trainee: days that are longer end earlier."
            )
            self.message_user(request, " ".join([text, arranged[-1]]), messages.WARNING)
        # Who confirms is led to a page that says what the timetable does not keep.
        for text in planning.doubts(form.instance):
            self.message_user(request, text, messages.WARNING)
        if "_confirm" not in request.POST and (found := planning.timetable_doubts(form.instance)):
            lines = format_html_join("", "<li>{}</li>", ((text,) for text in found))
            title = gettext("The timetable does not keep these working-time limits:")
            text = format_html('{} <ul class="dk-limits">{}</ul>', title, lines)
            self.message_user(request, text, messages.WARNING)
        if "_confirm" in request.POST:
            self.confirm(request, Placement.objects.filter(pk=form.instance.pk))

    @admin.display(description=_("state"), ordering="status")
    def state(self, row: Placement) -> SafeString:
        status = PlacementStatus(row.status)
        return tag(status.label, TONES.get(status, ""))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[GlanceList]:
        return GlanceList

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            attach([row])
        return row

    @admin.display(description=_("hours"))
    def hours(self, row: Placement) -> SafeString:
        found = glance_of(row)
        words = format_html(
            '<span class="dk-nowrap">{}</span>', glance_words.progress(found) or "–"
        )
        if not found.is_below:
            return words
        return format_html("{} {}", words, tag(_("below"), "warn"))

    @admin.display(description=_("forecast"))
    def forecast(self, row: Placement) -> str:
        found = glance_of(row)
        if not found.agreed:
            return "–"
        below = [glance_words.below(found)] if found.is_below else []
        return ". ".join([glance_words.about(found.forecast), *below, glance_words.rule()])

    @admin.display(description=_("attendance"))
    def attended(self, row: Placement) -> str:
        rate = glance_of(row).attendance
        return "–" if rate is None else f"{rate} %"

    @admin.display(description=_("arranged hours"))
    def arranged(self, row: Placement) -> SafeString:
        """What makes days of the timetable below shorter, and when."""
        return format_html_join(
            SafeString("<br>"), "{}.", ((each,) for each in new_hours.lines(row))
        )

    @admin.display(description=_("hour chart"))
    def chart(self, row: Placement) -> SafeString:
        url = reverse("admin:placements_hourweek_changelist")
        return link(f"{url}?placement__id__exact={row.pk}", _("All weeks of this placement"))

    @admin.action(description=_("Confirm selected placements"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Placement]) -> None:
        done = 0
        for placement in queryset.select_related("trainee", "company"):
            try:
                planning.confirm(placement, by=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                text = f"{placement}: {' '.join(error.messages)}"
                self.message_user(request, text, messages.WARNING)
            else:
                done += 1
        if done:
            text = ngettext("%d placement is confirmed.", "%d placements are confirmed.", done)
            self.message_user(request, text % done, messages.SUCCESS)


def _can_end(placement: Placement) -> bool:
    return placement.status in (PlacementStatus.PROPOSED, PlacementStatus.CONFIRMED)


add_tool(
    "placements.Placement",
    Tool(
        _("End or cancel"),
        "admin:placements_placement_end",
        "placements.change_placement",
        shown=_can_end,
    ),
)

add_trail("placements.Placement")
add_part("trainees.Trainee", Placement, "trainee")
add_part("trainees.Group", Placement, "trainee__group")
add_part("placements.Placement", WorkingTimeException, "placement")
add_part("trainees.Trainee", WorkingTimeException, "placement__trainee")
add_part("trainees.Group", WorkingTimeException, "placement__trainee__group")
add_tool(
    "placements.Placement",
    Tool(
        _("The stay so far"),
        url=lambda row: reverse("admin:trainees_trainee_course", args=[row.trainee_id]),
    ),
)
add_tool("trainees.Group", Tool(_("Hours at a glance"), "admin:trainees_group_hours"), Part.STAY)
add_tool("trainees.Group", Tool(_("Weekly reports"), "admin:trainees_group_reports"), Part.STAY)
add_part("trainees.Group", WeeklyReport, "group")
add_tool(
    "placements.Placement",
    Tool(
        _("Hour chart"),
        "admin:placements_placement_chart",
        "placements.change_placement",
        shown=lambda placement: placement.status != PlacementStatus.CANCELLED,
    ),
)
