"""Contacts on the desk: written down, put right, added to; and their next steps."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from imyportal.forms import add_errors

from .. import contact_log
from ..contact_forms import ChangeForm, ContactForm, NoteForm
from ..contact_log import subjects, writing
from ..enums import ContactKind, ContactWith
from ..models import Contact


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    def one(address: str, view: Any) -> URLPattern:
        at = f"placements/contact/<int:pk>/{address}/"
        return path(at, view, name=f"placements_contact_{address}")

    def about(model: str) -> URLPattern:
        at = f"{model.replace('_', '/')}/<int:pk>/contact/"
        return path(at, framed(site, contact_new), {"model": model}, name=f"{model}_contact")

    return [
        *(about(model) for model in subjects.MODELS),
        one("edit", framed(site, contact_edit)),
        one("note", framed(site, contact_note)),
        one("done", site.admin_view(contact_done)),
        one("private", site.admin_view(contact_private)),
    ]


@require_http_methods(["GET", "POST"])
def contact_new(
    request: UserRequest, pk: int, *, model: str, context: dict[str, Any]
) -> HttpResponse:
    """Write a contact down, about whom the address names; then back to where one came from."""
    subject = subjects.find(request.user, model, pk)
    _check(request, "placements.add_contact")
    form = ContactForm(
        request.POST or None, subject=subject, user=request.user, initial=_preset(request)
    )
    if form.is_valid():
        try:
            rows = contact_log.log(
                form.chosen(), form.said(), by=request.user, once=form.cleaned_data["once"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            _say(request, len(rows))
            return redirect(_next(request) or subject.url)
    context |= {
        "form": form,
        "subject": subject,
        "latest": subjects.latest(request.user, subject),
        "back": _next(request) or subject.url,
        "title": _("Log a contact: %(name)s") % {"name": subject.title},
    }
    return render(request, "placements/desk/contact.html", context)


def _preset(request: UserRequest) -> dict[str, str]:
    """What the link that led here knows."""
    known = {"kind": ContactKind.values, "with_whom": ContactWith.values}
    return {
        name: request.GET[name] for name, values in known.items() if request.GET.get(name) in values
    }


def _next(request: UserRequest) -> str:
    """Where one came from; no address of anybody else."""
    url = request.GET.get("next", "")
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours else ""


def _say(request: UserRequest, count: int) -> None:
    if count:
        text = ngettext("%d contact is logged.", "%d contacts are logged.", count) % count
        messages.success(request, text)
    else:
        messages.info(request, _("This contact was logged already."))


@require_http_methods(["GET", "POST"])
def contact_edit(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Put one's own entry right, for a day."""
    contact = _contact(request, pk)
    if not writing.may_change(contact, request.user, timezone.now()):
        raise PermissionDenied
    subject = subjects.of_contact(request.user, contact)
    form = ChangeForm(request.POST or None, contact=contact, subject=subject, user=request.user)
    back = reverse("admin:placements_contact_change", args=[pk])
    if form.is_valid():
        try:
            contact_log.change(contact, form.said(), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The contact is changed."))
            return redirect(back)
    context |= {"form": form, "subject": subject, "back": back, "is_change": True}
    context |= {"title": _("Change a contact: %(name)s") % {"name": subject.title}}
    return render(request, "placements/desk/contact.html", context)


@require_http_methods(["GET", "POST"])
def contact_note(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Add to an entry, whoever wrote it."""
    contact = _contact(request, pk)
    form = NoteForm(request.POST or None)
    back = reverse("admin:placements_contact_change", args=[pk])
    if form.is_valid():
        data = form.cleaned_data
        contact_log.add_note(contact, data["text"], by=request.user, once=data["once"])
        messages.success(request, _("The note is added."))
        return redirect(back)
    title = _("Add a note: %(contact)s") % {"contact": contact}
    context |= {"form": form, "title": title, "button": _("Add the note"), "back": back}
    return render(request, "admin/desk_form.html", context)


@require_POST
def contact_done(request: UserRequest, pk: int) -> HttpResponse:
    """The next step is done: it leaves the board."""
    contact = _contact(request, pk)
    try:
        contact_log.done(contact, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done: %(step)s") % {"step": contact.next_step})
    return redirect("admin:index")


@require_POST
def contact_private(request: UserRequest, pk: int) -> HttpResponse:
    """The school does not read it any more."""
    contact_log.stop_sharing(_contact(request, pk), by=request.user)
    messages.success(request, _("The school does not read this contact any more."))
    return redirect("admin:placements_contact_change", pk)


def _contact(request: UserRequest, pk: int) -> Contact:
    seen = Contact.objects.visible_to(request.user).select_related("trainee", "group")
    row = get_object_or_404(seen, pk=pk)
    _check(request, "placements.change_contact")
    return row


def _check(request: UserRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
