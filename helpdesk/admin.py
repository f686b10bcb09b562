"""Requests for help on the desk: pages of our own in the place of Django's, and prepared answers."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from imyportal import history
from imyportal.admin import ReadOnly, Scoped, add_part, add_trail

from .answers import admin as _answers  # noqa: F401 - registers its page
from .callbacks import admin as _callbacks  # noqa: F401 - registers its page
from .models import ReplyTemplate, Ticket
from .models.replies import VARIABLES
from .tickets import wording
from .views import desk


@admin.register(Ticket)
class TicketAdmin(ReadOnly, Scoped):
    """The queue and the thread; what is done about a ticket has addresses of its own."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = self.admin_site.each_context(request)
        return desk.show_queue(request, context=context)  # type: ignore[arg-type]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = self.admin_site.each_context(request)
        return desk.show_thread(request, object_id, context=context)  # type: ignore[arg-type]


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(Scoped):
    empty = _("Here you see answers you give again and again, one a language.")
    list_display = ["title", "language", "topic"]
    list_filter = ["language", "topic"]
    search_fields = ["title", "text"]
    formfield_overrides = Scoped.formfield_overrides | {
        models.TextField: {"widget": Textarea(attrs={"rows": 10, "class": "vLargeTextField"})}
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Below the text stands what can be filled in."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text" and field is not None:
            known = ", ".join(f"{{{each}}}" for each in VARIABLES)
            field.help_text = _("Filled in when it is used: %(known)s") % {"known": known}
        return field


add_trail("helpdesk.Ticket")
add_part("trainees.Trainee", Ticket, "trainee")
history.speak("helpdesk.Ticket", wording.labels, wording.text)
