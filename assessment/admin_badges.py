"""Badges on the desk: looked at, and withdrawn with a reason."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal.admin import (
    ReadOnly,
    Scoped,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    link,
    tag,
)

from . import badge_page, sharing
from .models import BadgeAward


@admin.register(BadgeAward)
class BadgeAwardAdmin(ReadOnly, Scoped):
    """Badges come by themselves; here they are looked at and, if need be, withdrawn."""

    list_display = ["trainee", "level", "awarded_at", "state", "withdrawn_at"]
    list_filter = ["level", ("trainee__group", VisibleRelated)]
    list_select_related = ["trainee", "level"]
    search_fields = ["code__typed", "trainee__first_name__alike", "trainee__last_name__alike"]
    fields = readonly_fields = [
        "trainee", "level", "code", "awarded_at", "state", "page", "shows_full_name",
        "shows_results", "withdrawn_at", "withdrawn_by", "withdraw_reason",
    ]  # fmt: skip

    @admin.display(description=_("state"))
    def state(self, row: BadgeAward) -> SafeString:
        return tag(_("withdrawn"), "warn") if row.withdrawn_at else tag(_("valid"), "ok")

    @admin.display(description=_("page"))
    def page(self, row: BadgeAward) -> SafeString:
        is_open = row.withdrawn_at is None and sharing.is_public(row)
        return link(badge_page.address(row), _("open to everybody") if is_open else _("closed"))


add_tool(
    "assessment.BadgeAward",
    Tool(
        _("Withdraw"),
        "admin:assessment_badgeaward_withdraw",
        shown=lambda badge: badge.withdrawn_at is None,
    ),
)
add_trail("assessment.BadgeAward")
add_part("trainees.Trainee", BadgeAward, "trainee")
