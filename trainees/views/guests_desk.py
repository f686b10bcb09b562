"""The police's guest files on the desk: who is in one, what is missing, download, receipt."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal import audit, uploads
from imyportal.admin.pages import framed
from imyportal.enums import Action
from imyportal.forms import add_errors
from trainees.houses import guest_files, identities
from trainees.houses.guest_forms import ArrivedForm, ReceiptForm, form_of
from trainees.houses.guest_sheet import Sheet
from trainees.houses.own import guest_entry
from trainees.models import AccompanyingPerson, GuestEntry, GuestFile, GuestIdentity, Trainee
from trainees.models.accompanying import Person

CHANGE = "trainees.change_guestfile"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the pages of guest file and trainee; names below `admin:`."""
    base, name = "trainees/guestfile/<int:pk>", "trainees_guestfile"
    person, other = "trainees/trainee/<int:pk>/guest/", "trainees/accompanying/<int:pk>/guest/"
    return [
        path(f"{base}/sheet/", framed(site, sheet), name=f"{name}_sheet"),
        path(f"{base}/text/", site.admin_view(text), name=f"{name}_text"),
        path(f"{base}/receipt/", site.admin_view(receipt), name=f"{name}_receipt"),
        path(person, framed(site, trainee_guest), name="trainees_trainee_guest"),
        path(other, framed(site, accompanying_guest), name="trainees_accompanying_guest"),
    ]


def _file(request: UserRequest, pk: int) -> GuestFile:
    seen = GuestFile.objects.visible_to(request.user)
    file = get_object_or_404(seen.select_related("house", "group", "receipt", "made_by"), pk=pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return file


def _whole_file(request: UserRequest, pk: int) -> GuestFile:
    """One of which the viewer may see everybody: its lines and its receipt name all of them."""
    file = _file(request, pk)
    if not GuestFile.objects.all_seen_by(request.user).filter(pk=file.pk).exists():
        raise PermissionDenied
    return file


@require_http_methods(["GET", "POST"])
def sheet(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Everybody of a file; its forms say who leads, when they arrived, and file the receipt."""
    file = _file(request, pk)
    posted = request.POST if request.method == "POST" else None
    arrived = ArrivedForm(
        posted if posted is not None and "arrived_at" in posted else None,
        initial={"arrived_at": timezone.localtime(file.arrived_at)},
    )
    is_receipt = "file" in request.POST
    filed = ReceiptForm(request.POST, request.FILES) if is_receipt else ReceiptForm()
    if posted is not None and _do(request, file, arrived, filed):
        return redirect(file)
    context |= {"sheet": Sheet(file, request.user, timezone.now()), "title": str(file)}
    context |= {"arrived": arrived, "filed": filed}
    context |= {"wrong": next((form for form in (arrived, filed) if form.errors), None)}
    return render(request, "trainees/desk/guest_file.html", context)


def _do(request: UserRequest, file: GuestFile, arrived: ArrivedForm, filed: ReceiptForm) -> bool:
    """Whether it is done; else the forms say what is wrong."""
    form = arrived if arrived.is_bound else filed
    try:
        if key := request.POST.get("lead", ""):
            guest_files.lead(_entry(file, key))
        elif not form.is_valid():
            return False
        elif arrived.is_bound:
            guest_files.arrived(file, arrived.cleaned_data["arrived_at"])
        else:
            guest_files.receive(
                _whole_file(request, file.pk), filed.cleaned_data["receipt"], by=request.user
            )
    except ValidationError as error:
        if not form.is_bound:
            messages.error(request, error.messages[0])
            return True
        add_errors(form, error)
        return False
    messages.success(request, _("Stored."))
    return True


def _entry(file: GuestFile, key: str) -> GuestEntry:
    number = int(key) if key.isdecimal() and len(key) < 10 else 0
    rows = file.entries.select_related("trainee", "accompanying", "file")
    return get_object_or_404(rows, pk=number)


@require_POST
def text(request: UserRequest, pk: int) -> HttpResponse:
    """The file to send, noted each time."""
    file = _whole_file(request, pk)
    try:
        made = guest_files.make(file, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(file)
    name = f"alloggiati-{file.arrives_on}-{file.pk}.txt"
    return HttpResponse(
        made.encode("ascii"),
        content_type="text/plain; charset=us-ascii",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@never_cache
@require_safe
def receipt(request: UserRequest, pk: int) -> HttpResponseBase:
    """What the police gave back."""
    file = _whole_file(request, pk)
    if file.receipt is None:
        raise Http404
    audit.note(Action.FILE_DOWNLOADED, by=request.user, about=file)
    return uploads.answer(file.receipt, filename=f"ricevuta-{file.arrives_on}.pdf")


@never_cache
@require_http_methods(["GET", "POST"])
def trainee_guest(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """A trainee's identity data, entered by the tutor; every look at them is noted."""
    return _guest(
        request, get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk), context
    )


@never_cache
@require_http_methods(["GET", "POST"])
def accompanying_guest(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """The same of somebody who comes with a group."""
    seen = AccompanyingPerson.objects.visible_to(request.user)
    return _guest(request, get_object_or_404(seen, pk=pk), context)


def _guest(request: UserRequest, person: Person, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    entry = guest_entry(person)
    if entry is None:
        text = _("Nothing is to be declared: they have no bed in a house, or the receipt has come.")
        messages.info(request, text)
        return redirect(person)
    if GuestIdentity.objects.of(person).exists():
        audit.note(Action.GUEST_VIEWED, by=request.user, about=person)
    form = form_of(entry, request.POST or None)
    if form.is_valid():
        sex = form.cleaned_data["sex"]
        try:
            identities.enter(person, form.identity(), sex, by=request.user)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            messages.success(request, _("Stored."))
        return redirect(entry.file)
    if not form.italy:
        messages.warning(
            request, _("The tables of the police are not here yet: see docs/operations.md.")
        )
    title = _("For the police: %(name)s") % {"name": person}
    context |= {"form": form, "title": title, "button": _("Store for the police")}
    context |= {"back": entry.file.get_absolute_url()}
    return render(request, "admin/desk_form.html", context)
