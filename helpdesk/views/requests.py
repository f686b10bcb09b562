"""What a trainee asks the help desk: new, all of them, one of them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import UserRequest
from imyportal import audit, opening, uploads
from imyportal.enums import Action
from imyportal.forms import add_errors
from imyportal.opening import wording
from placements import stays

from ..enums import Helped, TicketState
from ..models import Attachment, Message, Ticket
from ..request_forms import AskForm, SaidForm
from ..tickets import asking, keeping, posting, threads
from ..tickets.pages import page
from . import answers

SHOWN = 4  # requests on the page of the help desk


def own(viewer: User) -> QuerySet[Any]:
    """The viewer's requests, each with `unread`: an answer they have not seen."""
    unread = Message.objects.filter(
        ticket=OuterRef("pk"), from_agency=True, is_note=False, read_at=None
    )
    seen = Ticket.objects.visible_to(viewer).requests()
    return seen.filter(trainee__user=viewer, merged_into=None).annotate(unread=Exists(unread))


def ask_url(now: datetime) -> str:
    """Where «Ask the help desk» leads: while nobody reads, first to whom one can call."""
    return reverse("helpdesk:new" if opening.hours().is_open(now) else "helpdesk:urgent")


@require_http_methods(["GET", "POST"])
def request_new(request: UserRequest) -> HttpResponse:
    """Ask the help desk."""
    found = stays.of(request.user, today=timezone.localdate())
    if found is None:
        raise Http404
    if answers.is_aside(request):
        return answers.aside(request)
    initial = {"topic": request.GET.get("topic", ""), "text": request.GET.get("q", "")}
    is_sent = request.method == "POST"
    form = AskForm(request.POST, request.FILES) if is_sent else AskForm(initial=initial)
    if form.is_valid():
        try:
            ticket = asking.ask(
                found.trainee,
                form.cleaned_data["topic"],
                form.said(),
                by=request.user,
                ride=form.trip(),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _got(ticket))
            return _sent(ticket)
    desk = wording.of_page(opening.hours(), timezone.now())
    context = {"tab": "help", "form": form, "desk": desk, "can_wait": "can-wait" in request.GET}
    return render(request, "helpdesk/new.html", context)


def _got(ticket: Ticket) -> str:
    if ticket.due_at is None:
        return _("We got your message.")
    day = date_format(timezone.localtime(ticket.due_at), "l j F, H:i")
    # Translators: day with the time, like «Monday 16 March, 10:20»
    return _("We got your message. You get an answer by %(day)s.") % {"day": day}


def _sent(ticket: Ticket) -> HttpResponse:
    return redirect(f"{reverse('helpdesk:request', args=[ticket.public_id])}?sent#last")


@require_safe
def request_list(request: UserRequest) -> HttpResponse:
    """All requests of the trainee, the newest first."""
    if stays.of(request.user, today=timezone.localdate()) is None:
        raise Http404
    found = page(own(request.user), "last_at", after=request.GET.get("after", ""))
    context = {
        "tab": "help",
        "rows": [threads.task(each) for each in found.rows],
        "after": found.after,
        "ask_url": ask_url(timezone.now()),
        "is_first": "after" not in request.GET,
    }
    return render(request, "helpdesk/requests.html", context)


def _own(request: UserRequest, public_id: Any) -> Ticket:
    """A request of the trainee, or what it was joined with."""
    seen = Ticket.objects.visible_to(request.user).requests().filter(trainee__user=request.user)
    rows = seen.select_related("trainee", "merged_into", "ride")
    ticket = get_object_or_404(rows, public_id=public_id)
    return ticket.merged_into or ticket


@require_http_methods(["GET", "POST"])
def request_page(request: UserRequest, ticket: Any) -> HttpResponse:
    """What was said about one request, and the form for the next message."""
    row = _own(request, ticket)
    is_sent = request.method == "POST"
    if row.public_id != ticket and not is_sent:
        messages.info(request, _("What you asked was joined with this request of yours."))
        return redirect("helpdesk:request", row.public_id)
    form = SaidForm(request.POST, request.FILES) if is_sent else SaidForm()
    if form.is_valid():
        try:
            asking.say(row, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            row.refresh_from_db()
            messages.success(request, _got(row))
            return _sent(row)
    shown = threads.messages_of(row, request.user, before=request.GET.get("before", ""))
    if request.method == "GET":
        posting.read(row, by_agency=False)
    context = {
        "tab": "help",
        "ticket": row,
        "shown": shown,
        "form": form,
        "standing": threads.standing(row),
        "is_waiting": row.state == TicketState.OPEN,
        "choices": Helped.choices,
        "sent": "sent" in request.GET,
    }
    return render(request, "helpdesk/request.html", context)


@require_POST
def request_solved(request: UserRequest, ticket: Any) -> HttpResponse:
    """It is solved, says the trainee."""
    row = _own(request, ticket)
    try:
        keeping.solve(row, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("helpdesk:request", row.public_id)


@require_POST
def request_helped(request: UserRequest, ticket: Any) -> HttpResponse:
    """Whether it helped, with one tap."""
    row = _own(request, ticket)
    helped = request.POST.get("helped", "")
    if helped in Helped.values:
        try:
            keeping.rate(row, Helped(helped), by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("Thank you. It helps us to help better."))
    return redirect("helpdesk:request", row.public_id)


@require_safe
def file(request: UserRequest, file: Any) -> HttpResponse | FileResponse:
    """A photo or paper of a thread, for whoever sees the thread; a tutor's look is noted."""
    seen = Attachment.objects.visible_to(request.user).select_related("file", "message__ticket")
    row = get_object_or_404(seen, file__public_id=file)
    if request.user.is_staff:
        ticket = row.message.ticket
        audit.note(Action.FILE_DOWNLOADED, by=request.user, about=ticket, number=row.pk)
    return uploads.answer(row.file)


@require_safe
def small(request: UserRequest, file: Any) -> HttpResponse | FileResponse:
    """A photo of a thread as the thread shows it, for whoever sees the thread."""
    seen = Attachment.objects.visible_to(request.user).filter(small__isnull=False)
    row = get_object_or_404(seen.select_related("file"), file__public_id=file)
    return uploads.answer_small(row.file, bytes(row.small or b""))
