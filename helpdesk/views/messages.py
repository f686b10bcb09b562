"""The direct line: the trainee's page, and the desk's."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import UserRequest
from imyportal import opening, vocabulary
from imyportal.admin.pages import framed
from imyportal.forms import add_errors
from imyportal.opening import wording
from placements import stays
from trainees.models import Trainee
from trainees.models.stand_ins import standing_in

from .. import lines, quiet
from ..desk_forms import DeskLineForm
from ..models import Message
from ..request_forms import LineForm
from ..tickets import posting, queue, replies, threads
from ..tickets.pages import Page

CHANGE = "helpdesk.change_ticket"
NOTHING = Page([], "")


@require_http_methods(["GET", "POST"])
def line(request: UserRequest) -> HttpResponse:
    """What trainee and tutor wrote to each other, and the form for the next message."""
    found = stays.of(request.user, today=timezone.localdate())
    if found is None:
        raise Http404
    trainee, is_open = found.trainee, lines.is_open(found.trainee)
    tutor = trainee.responsible
    is_sent = request.method == "POST" and is_open
    form = LineForm(request.POST, request.FILES) if is_sent else LineForm()
    if form.is_valid():
        try:
            lines.say(trainee, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _got())
            return redirect(f"{reverse('helpdesk:line')}?sent#last")
    row, away = lines.of(trainee), standing_in(tutor, found.today)
    context = {
        "tab": "messages",
        "tutor": tutor,
        "stands_in": away,
        "shown": _shown(request, row),
        "form": form,
        "is_open": is_open,
        "desk": wording.of_page(opening.hours(), timezone.now()),
        "reads": _reads(away.colleague if away else tutor),
        "sent": "sent" in request.GET,
    }
    if row is not None and request.method == "GET":
        posting.read(row, by_agency=False)
    return render(request, "helpdesk/line.html", context)


def _shown(request: UserRequest, row: Any) -> Page:
    before = request.GET.get("before", "")
    return threads.messages_of(row, request.user, before=before) if row is not None else NOTHING


def _reads(tutor: User) -> str:
    """From when the tutor reads again, where the office is open and they have quiet hours; else nothing."""
    now = timezone.now()
    at = quiet.reads(quiet.of(tutor), now) if opening.hours().is_open(now) else None
    return date_format(timezone.localtime(at), "l j F, H:i") if at and at > now else ""


def _got() -> str:
    now, hours = timezone.now(), opening.hours()
    if hours.is_open(now):
        return _("Your tutor has your message.")
    opens = wording.opens(hours, now)
    # Translators: opens is a sentence like «Opens on Monday at 09:30.»
    return _("Your tutor has your message and reads it when the office is open. %(opens)s") % {
        "opens": opens
    }


# --- On the desk ------------------------------------------------------------------------------


def urls(site: AdminSite) -> list[URLPattern]:
    """Below a trainee; names below `admin:`."""
    at = "trainees/trainee/<int:pk>/line/"
    return [
        path("helpdesk/ticket/lines/", framed(site, desk_lines), name="helpdesk_lines"),
        path(at, framed(site, desk_line), name="helpdesk_line"),
        path(f"{at}request/", framed(site, line_request), name="helpdesk_line_request"),
        path(f"{at}settled/", framed(site, line_settled), name="helpdesk_line_settled"),
    ]


@require_safe
def desk_lines(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """All direct lines, with what nobody has read yet."""
    if not request.user.has_perm("helpdesk.view_ticket"):
        raise PermissionDenied
    after = request.GET.get("after", "")
    found = queue.lines(request.user, after=after)
    context |= {"title": _("Direct lines"), "found": found, "is_first": not after}
    return render(request, "admin/helpdesk/lines.html", context)


def _trainee(request: UserRequest, pk: int) -> Trainee:
    seen = Trainee.objects.visible_to(request.user)
    found = get_object_or_404(seen.select_related("user", "tutor", "group__lead_tutor"), pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def desk_line(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The line of one trainee; what they wrote is read with it."""
    trainee = _trainee(request, pk)
    is_sent = request.method == "POST"
    form = DeskLineForm(request.POST, request.FILES) if is_sent else DeskLineForm()
    if form.is_valid():
        try:
            lines.answer(trainee, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            text = _("The message is sent. %(name)s reads it in the portal and gets a mail.")
            messages.success(request, text % {"name": trainee.first_name})
            return _back(pk)
    row = lines.of(trainee)
    shown = _shown(request, row)
    seen = threads.newest(shown, request.GET.get("before", ""))
    if row is not None and request.method == "GET":
        posting.read(row, by_agency=True, upto=seen)
    context |= {
        "seen": seen,
        "title": _("Messages with %(name)s") % {"name": trainee},
        "trainee": trainee,
        "line": row,
        "shown": shown,
        "form": form,
        "is_waiting": bool(row is not None and row.asked_at),
        "reads": vocabulary.language(replies.language_of(trainee)),
        "is_home": not lines.is_open(trainee),
    }
    return render(request, "admin/helpdesk/line.html", context)


def _back(pk: int) -> HttpResponse:
    return redirect(f"{reverse('admin:helpdesk_line', args=[pk])}#last")


@require_POST
def line_request(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Make a request of one message."""
    trainee = _trainee(request, pk)
    number = request.POST.get("message", "")
    seen = Message.objects.visible_to(request.user).select_related("ticket__trainee")
    key = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    message = get_object_or_404(seen, pk=key, ticket__trainee=trainee)
    try:
        ticket = lines.make_request(message, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        text = _("It is request %(number)s now. The trainee sees it under Help.")
        messages.success(request, text % {"number": ticket.number})
    return _back(pk)


@require_POST
def line_settled(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """There is nothing to answer."""
    row = lines.of(_trainee(request, pk))
    if row is not None:
        lines.settle(row, by=request.user)
    return redirect("admin:index")
