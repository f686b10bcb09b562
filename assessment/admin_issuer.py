"""Settings of badges on the desk: how many weeks a level takes, and which keys sign."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal.admin import ReadOnly, Scoped, add_trail, tag

from .models import BadgeLevel, IssuerKey


@admin.register(BadgeLevel)
class BadgeLevelAdmin(Scoped):
    """Fewer weeks give badges within a minute; more take none away."""

    list_display = ["called", "months", "weeks"]
    fields = ["called", "months", "weeks"]
    readonly_fields = ["called", "months"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("name"))
    def called(self, row: BadgeLevel) -> str:
        return row.name


@admin.register(IssuerKey)
class IssuerKeyAdmin(ReadOnly, Scoped):
    """The public halves; keys are made and changed by `manage.py issuer_keys`."""

    list_display = ["kind", "state", "name", "valid_from", "retired_at"]
    fields = readonly_fields = [
        "kind", "state", "name", "controller", "valid_from", "retired_at", "compromised_at",
    ]  # fmt: skip

    @admin.display(description=_("state"))
    def state(self, row: IssuerKey) -> SafeString:
        if row.compromised_at:
            return tag(_("stolen"), "warn")
        return tag(_("retired")) if row.retired_at else tag(_("in use"), "ok")


add_trail(IssuerKey._meta.label)
