from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Scoped, ScopedTabular, Tool, add_tool, tag

from ..enums import PlacementStatus
from ..models import HourWeek, Placement, WorkingTimeLimit, WorkingTimeRules
from ..views import worktime
from ..worktime import keeping, plans, showing


class WorkingTimePage(Scoped):
    """Mixed into the page of placements: adds `working-time/`, and leads there when a plan asks."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(worktime.placement_worktime)
        own = [path("<int:pk>/working-time/", view, name="placements_placement_worktime")]
        return [*own, *super().get_urls()]

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        usual = super().response_post_save_add(request, obj)
        return HttpResponseRedirect(worktime.address(obj.pk)) if _asks(request, obj) else usual

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        usual = super().response_post_save_change(request, obj)
        return HttpResponseRedirect(worktime.address(obj.pk)) if _asks(request, obj) else usual


def _asks(request: HttpRequest, placement: Placement) -> bool:
    """«Save and confirm» was refused because the timetable does not keep the limits."""
    if "_confirm" not in request.POST:
        return False
    is_open = Placement.objects.filter(pk=placement.pk, status=PlacementStatus.PROPOSED).exists()
    return is_open and any(each.asks or each.forbids for each in plans.doubts(placement))


class LimitsOfWeek(Scoped):
    """Mixed into the page of weeks: `limits`, what the hours do not keep."""

    @admin.display(description=_("working-time limits"))
    def limits(self, row: HourWeek) -> SafeString | str:
        notices = showing.of_week(row.placement, row.monday)
        if not notices:
            return gettext("all kept")
        lines = format_html_join("", "<li>{} {}</li>", ((n.text, _agreed(n)) for n in notices))
        return format_html('<ul class="dk-limits">{}</ul>', lines)


def _agreed(notice: showing.Notice) -> SafeString:
    if not notice.is_agreed:
        return SafeString("")
    return format_html("{} {}", tag(_("agreed"), "ok"), notice.reason)


class LimitInline(ScopedTabular):
    model = WorkingTimeLimit
    fields = [
        "kind", "minutes", "days", "after_minutes", "night_from", "night_to", "weeks", "article",
        "weight",
    ]  # fmt: skip


EVERYWHERE = _("everywhere in the Union")


class CountryFilter(admin.SimpleListFilter):
    """Where the rules hold; those of the Union have no country."""

    title = _("country")
    parameter_name = "in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        known = WorkingTimeRules.objects.order_by("country").values_list("country", flat=True)
        return [(country or "EU", country or EVERYWHERE) for country in known.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(country="" if value == "EU" else value) if value else queryset


@admin.register(WorkingTimeRules)
class WorkingTimeRulesAdmin(Scoped):
    """Limits on working time. A changed law is saved as new rules, with the day it is in force from."""

    list_display = ["name", "where", "ages", "valid_from"]
    list_filter = [CountryFilter]
    save_as = True
    inlines = [LimitInline]

    @admin.display(description=_("country"), ordering="country")
    def where(self, row: WorkingTimeRules) -> str:
        return row.country or str(EVERYWHERE)

    @admin.display(description=_("age"))
    def ages(self, row: WorkingTimeRules) -> str:
        if row.age_below is None:
            # Translators: an age, like «from 18»
            return gettext("from %(age)d") % {"age": row.age_from}
        # Translators: ages, like «15 to 17»
        return gettext("%(first)d to %(last)d") % {"first": row.age_from, "last": row.age_below - 1}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        keeping.ask_for_recheck()
        text = gettext("All hours are judged anew by these limits within a few minutes.")
        self.message_user(request, text, messages.SUCCESS)


add_tool(
    "placements.Placement",
    Tool(
        _("Working time"),
        "admin:placements_placement_worktime",
        "placements.add_workingtimeexception",
    ),
)
add_tool(
    "placements.HourWeek",
    Tool(
        _("Working time"),
        permission="placements.add_workingtimeexception",
        url=lambda week: worktime.address(week.placement_id),
    ),
)
