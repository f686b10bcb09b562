"""Requests for help on the desk: the queue, a thread, and what is done about it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from placements import incidents
from placements import policies as placing
from placements.incident_forms import ReportForm

from .. import desk_pages as pages
from ..desk_forms import AnswerForm, CareForm, LaterForm, MergeForm, NoteForm, Seen
from ..enums import Topic
from ..models import Ticket
from ..models.tickets import TicketQuerySet
from ..tickets import answering, keeping, posting, queue
from . import figures_desk

CHANGE = "helpdesk.change_ticket"


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages below that of a ticket; names below `admin:`."""

    def one(address: str, view: Any) -> URLPattern:
        at = f"helpdesk/ticket/<int:pk>/{address}/"
        return path(at, framed(site, view), name=f"helpdesk_ticket_{address}")

    return [
        *figures_desk.urls(site),
        one("compose", compose),
        one("answer", answer),
        one("note", note),
        one("care", care),
        one("later", later),
        one("state", state),
        one("merge", merge),
        one("incident", incident),
    ]


def _seen(request: UserRequest) -> TicketQuerySet:
    people = (
        "trainee__user",
        "trainee__tutor",
        "trainee__group__lead_tutor",
        "owner",
        "ride",
        "room__house",
    )
    return Ticket.objects.visible_to(request.user).select_related("merged_into", *people)


def _ticket(request: UserRequest, pk: int) -> Ticket:
    """A request to be changed; what is done about a direct line is done on its own page."""
    ticket = get_object_or_404(_seen(request).requests(), pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return ticket


@require_safe
def show_queue(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """What waits for whom."""
    if not request.user.has_perm("helpdesk.view_ticket"):
        raise PermissionDenied
    now, asked, after = timezone.now(), _asked(request), request.GET.get("after", "")
    found = queue.shelf(request.user, asked, now, after=after)
    context |= pages.queue_page(request.user, asked, found, now, is_first=not after)
    return render(request, "admin/helpdesk/ticket/queue.html", context)


def _asked(request: UserRequest) -> queue.Asked:
    """What the address asks for; what makes no sense is left out."""
    shelf, topic = request.GET.get("show", ""), request.GET.get("topic", "")
    house, words = request.GET.get("house", ""), request.GET.get("q", "")
    is_key = house.isascii() and house.isdecimal() and len(house) < 10
    return queue.Asked(
        shelf=shelf if shelf in queue.SHELVES else "open",
        topic=topic if topic in Topic.values else "",
        house=house if is_key else "",
        words=words.strip()[:100],
    )


@require_safe
def show_thread(request: UserRequest, pk: str, *, context: dict[str, Any]) -> HttpResponse:
    """One ticket; what the trainee wrote is read with it."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise Http404
    ticket = get_object_or_404(_seen(request), pk=int(pk))
    if ticket.is_line:
        return redirect("admin:helpdesk_line", ticket.trainee_id)
    if ticket.merged_into is not None:
        return redirect(ticket.merged_into)
    page = _thread(request, ticket, context)
    if request.method == "GET":
        posting.read(ticket, by_agency=True, upto=context["seen"])
    return page


def _thread(
    request: UserRequest, ticket: Ticket, context: dict[str, Any], **forms: Form
) -> HttpResponse:
    context |= pages.thread_page(request.user, ticket, request.GET.get("before", "")) | forms
    context["wrong"] = next((form for form in forms.values() if form.errors), None)
    return render(request, "admin/helpdesk/ticket/thread.html", context)


def _typed(request: UserRequest) -> dict[str, Form]:
    """Both boxes with what stands in them."""
    return {
        "answer_form": AnswerForm(initial={"text": request.POST.get("text", "")}),
        "note_form": NoteForm(initial={"text": request.POST.get("note-text", "")}),
    }


def _sent(
    request: UserRequest, ticket: Ticket, context: dict[str, Any], other: str
) -> HttpResponse:
    """Back to the thread, or the thread with what was not sent yet: the text of the `other` box."""
    form = _typed(request)[other]
    if not form.initial["text"].strip():
        return redirect(f"{ticket.get_absolute_url()}#last")
    return _thread(request, _ticket(request, ticket.pk), context, **{other: form})


@require_POST
def compose(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Put a prepared answer or an article below what is written already."""
    ticket = _ticket(request, pk)
    forms = _typed(request)
    form = forms["answer_form"]
    chosen = pages.chosen(request.user, ticket, request.POST)
    form.initial["text"] = "\n\n".join(filter(None, [form.initial["text"].strip(), chosen]))
    return _thread(request, ticket, context, **forms)


@require_POST
def answer(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Say something to the trainee."""
    ticket = _ticket(request, pk)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            said = answering.answer(ticket, form.said(), by=request.user, then=form.whose_turn())
        except ValidationError as error:
            add_errors(form, error)
        else:
            name = {"name": ticket.trainee.first_name}
            text = _("The answer is sent. %(name)s reads it in the portal and gets a mail.")
            messages.success(request, text % name)
            if said.ticket.state != form.whose_turn():
                text = _("%(name)s wrote meanwhile. The request stays open.")
                messages.warning(request, text % name)
            return _sent(request, ticket, context, "note_form")
    return _thread(request, ticket, context, **_typed(request) | {"answer_form": form})


@require_POST
def note(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Say something to colleagues."""
    ticket = _ticket(request, pk)
    form = NoteForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            answering.note(ticket, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The note is kept. Only colleagues see it."))
            return _sent(request, ticket, context, "answer_form")
    return _thread(request, ticket, context, **_typed(request) | {"note_form": form})


@require_POST
def care(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Who looks after it, and what it is about; or, with `take`, that one does oneself."""
    ticket = _ticket(request, pk)
    if "take" in request.POST:
        keeping.assign(ticket, request.user, by=request.user)
        return redirect(ticket)
    form = CareForm(request.POST, ticket=ticket)
    if form.is_valid():
        data = form.cleaned_data
        keeping.assign(ticket, data["owner"], by=request.user)
        said = {"topic": data["topic"], "subject": data["subject"]}
        keeping.change(ticket, by=request.user, **said)
        messages.success(request, _("Stored."))
        sees = Ticket.objects.visible_to(request.user).filter(pk=pk).exists()
        return redirect(ticket if sees else "admin:helpdesk_ticket_changelist")
    return _thread(request, ticket, context, care_form=form)


@require_POST
def later(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Put it off, or with `back` bring it back."""
    ticket = _ticket(request, pk)
    if "back" in request.POST:
        keeping.wake(ticket, by=request.user)
        return redirect(ticket)
    form = LaterForm(request.POST)
    if form.is_valid():
        try:
            row = keeping.snooze(ticket, form.until(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            day = date_format(timezone.localtime(row.snoozed_until), "l j F, H:i")
            # Translators: day with the time, like «Monday 16 March, 10:20»
            text = _("Put off until %(day)s. It comes back earlier when the trainee writes.")
            messages.success(request, text % {"day": day})
            return redirect("admin:helpdesk_ticket_changelist")
    return _thread(request, ticket, context, later_form=form)


@require_POST
def state(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """It is solved, or with `again` it is open again. What nobody has answered is closed only when `sure`."""
    ticket = _ticket(request, pk)
    is_unanswered = not (ticket.is_solved or ticket.first_answered_at)
    if is_unanswered and not {"again", "sure"} & request.POST.keys():
        return _thread(request, ticket, context | {"asks_to_close": True})
    form = Seen(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    try:
        if "again" in request.POST:
            keeping.reopen(ticket, by=request.user)
        else:
            keeping.solve(ticket, by=request.user, seen=seen)
            text = _("It is solved. %(name)s reads that, and is asked whether it helped.")
            messages.success(request, text % {"name": ticket.trainee.first_name})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(ticket)


@require_http_methods(["GET", "POST"])
def merge(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Make one of two requests of a trainee."""
    ticket = _ticket(request, pk)
    form = MergeForm(request.POST or None, others=pages.others(request.user, ticket))
    if form.is_valid():
        try:
            into = keeping.merge(ticket, form.cleaned_data["into"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("They are one now: %(number)s.") % {"number": into.number})
            return redirect(into)
    title = _("Join %(number)s with another request") % {"number": ticket.number}
    context |= {"form": form, "title": title, "button": _("Join them"), "back": _url(ticket)}
    return render(request, "admin/desk_form.html", context)


def _url(ticket: Ticket) -> str:
    return reverse("admin:helpdesk_ticket_change", args=[ticket.pk])


@require_http_methods(["GET", "POST"])
def incident(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Report as an incident what the trainee wrote, in the restricted register."""
    ticket = _ticket(request, pk)
    if not placing.can_report_incident(request.user, ticket.trainee):
        raise PermissionDenied
    form = ReportForm(request.POST or None, initial=pages.told(ticket))
    if form.is_valid():
        data = form.cleaned_data
        said = {"by": request.user, "away": form.away(), "once": data["once"]}
        try:
            found = incidents.report(ticket.trainee, form.report(), **said)
        except ValidationError as error:
            add_errors(form, error)
        else:
            if found is None:  # the same form, sent before
                return redirect(ticket)
            answering.note_made(ticket, found, by=request.user)
            messages.success(request, _("The incident is reported. Now write down who was told."))
            return redirect("admin:placements_incident_change", found.pk)
    title = _("Report an incident: %(name)s") % {"name": ticket.trainee}
    context |= {"form": form, "title": title, "button": _("Report the incident")}
    return render(request, "admin/desk_form.html", context | {"back": _url(ticket)})
