"""Mails on the desk, out and in, for those who run the portal."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import inbound, mail
from ..models import InboundMail, OutgoingMail
from .scope import ReadOnly, Scoped, tag


class MailState(admin.SimpleListFilter):
    """Sent, on its way, or in trouble."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("sent", _("sent")), ("waiting", _("waiting")), ("trouble", _("in trouble"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "sent":
            return queryset.filter(done_at__isnull=False)
        if self.value() == "waiting":
            return queryset.filter(done_at=None, stopped_at=None, last_error="")
        if self.value() == "trouble":
            return queryset.filter(done_at=None).exclude(last_error="")
        return queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnly, Scoped):
    """What was sent to whom, and what the mail server said."""

    list_display = ["created_at", "template", "to", "language", "state", "attempts", "error"]
    list_filter = [MailState]
    search_fields = ["to", "template"]
    fields = [
        "template", "to", "language", "state", "created_at", "sent_at", "due_at",
        "attempts", "last_error",
    ]  # fmt: skip
    readonly_fields = fields
    actions = ["try_again"]

    @admin.display(description=_("state"))
    def state(self, row: OutgoingMail) -> SafeString:
        if row.sent_at:
            return tag(_("sent"), "ok")
        if row.done_at:
            return tag(_("no longer needed"))
        if row.stopped_at:
            return tag(_("given up"), "warn")
        return tag(_("trying again"), "warn") if row.last_error else tag(_("waiting"), "wait")

    @admin.display(description=_("last error"))
    def error(self, row: OutgoingMail) -> str:
        return row.last_error[:80]

    @admin.action(description=_("Try to send now"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        count = mail.try_again(queryset)
        text = ngettext("%d mail is tried again now.", "%d mails are tried again now.", count)
        self.message_user(request, text % count, messages.SUCCESS)


@admin.register(InboundMail)
class InboundMailAdmin(ReadOnly, Scoped):
    """What came in and what became of it; never what somebody wrote."""

    list_display = ["received_at", "outcome", "why", "size", "attempts", "error"]
    list_filter = ["outcome"]
    fields = ["received_at", "outcome", "why", "size", "due_at", "attempts", "last_error"]
    readonly_fields = fields
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMail]:
        return super().get_queryset(request).defer("raw")

    @admin.display(description=_("last error"))
    def error(self, row: InboundMail) -> str:
        return row.last_error[:80]

    @admin.action(description=_("Try to read now"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[InboundMail]) -> None:
        count = inbound.try_again(queryset)
        text = ngettext("%d mail is tried again now.", "%d mails are tried again now.", count)
        self.message_user(request, text % count, messages.SUCCESS)
