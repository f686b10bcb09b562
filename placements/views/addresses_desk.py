"""An address that mail does not reach, on the desk: why, and the button that puts it right."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal import mail
from imyportal.admin.pages import framed
from imyportal.visible import visible

from .. import addresses, policies


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


def urls(site: AdminSite) -> list[URLPattern]:
    """The page for `site.get_urls()`; its name is below `admin:`."""
    return [path("address/<slug:kind>/<int:pk>/", framed(site, address), name="address")]


@require_http_methods(["GET", "POST"])
def address(request: UserRequest, kind: str, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Of one person, whoever they are; one field and one button."""
    if kind not in addresses.KINDS:
        raise Http404
    person = get_object_or_404(visible(addresses.KINDS[kind], request.user), pk=pk)
    if not policies.can_correct_address(request.user, person):
        raise PermissionDenied
    old = addresses.address_of(person)
    form = AddressForm(request.POST or None, initial={"email": old})
    form.fields["email"].help_text = _why(old)
    if form.is_valid():
        try:
            count = addresses.correct(person, email=form.cleaned_data["email"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(count))
            return redirect("admin:index")
    context |= {"form": form, "errors": form.errors, "back": reverse("admin:index")}
    context |= {"title": _("Mail to %(name)s does not arrive") % {"name": person}}
    context |= {"button": _("Correct and send again")}
    return render(request, "admin/desk_form.html", context)


def _why(old: str) -> str:
    said = mail.why_not(old)
    if not said:
        return _("Every mail to %(address)s has arrived, as far as we know.") % {"address": old}
    # Translators: an address, and what a mail server said of it
    text = _("Mail to %(address)s came back. The mail server said: “%(words)s”")
    return text % {"address": old, "words": said}


def _said(count: int) -> str:
    stored = _("The address is stored, and links sent to the old one no longer work.")
    text = ngettext("%d mail is sent again.", "%d mails are sent again.", count) % count
    return f"{stored} {text}"
