"""Certificates on the desk: a group in two clicks, and withdrawing one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from imyportal.admin.pages import framed
from trainees.models import Group

from .. import certificates, policies
from ..certificate_forms import IssueForm, WithdrawForm
from ..desk_rows import present
from ..models import Certificate
from ..readiness import readiness
from . import certificate_desk


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages for `site.get_urls()`; names below `admin:`."""

    return [
        path(
            "trainees/group/<int:pk>/certificates/",
            framed(site, group_certificates),
            name="trainees_group_certificates",
        ),
        path(
            "assessment/certificate/<int:pk>/withdraw/",
            framed(site, certificate_withdraw),
            name="assessment_certificate_withdraw",
        ),
        path(
            "assessment/certificate/<int:pk>/again/",
            framed(site, certificate_desk.certificate_reissue),
            name="assessment_certificate_reissue",
        ),
        path(
            "trainees/group/<int:pk>/certificates/<uuid:batch>/",
            framed(site, certificate_desk.certificate_batch),
            name="trainees_group_certificate_batch",
        ),
        path(
            "trainees/group/<int:pk>/numbers/",
            framed(site, certificate_desk.group_numbers),
            name="trainees_group_numbers",
        ),
        path(
            "placements/placement/<int:pk>/certificate-preview.pdf",
            framed(site, certificate_desk.certificate_preview),
            name="placements_placement_certificate_preview",
        ),
        path(
            "placements/placement/<int:pk>/ask-company/",
            framed(site, certificate_desk.ask_company),
            name="placements_placement_ask_company",
        ),
    ]


@require_http_methods(["GET", "POST"])
def group_certificates(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Who is ready, who is not and what is missing; one button issues the ticked ones."""
    groups = Group.objects.visible_to(request.user).select_related("organisation")
    group = get_object_or_404(groups, pk=pk)
    if not policies.can_issue(request.user):
        raise PermissionDenied
    rows = readiness(group, request.user)
    form = IssueForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        try:
            made = certificates.request(form.chosen(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
            rows = readiness(group, request.user)
        else:
            messages.success(request, _issued(len(made)))
            return redirect(_where(group, made))
    ticked = set(request.POST.getlist("placements")) if form.is_bound else None
    context |= present(group, rows, ticked) | {"form": form, "title": _("Issue certificates")}
    return render(request, "assessment/desk/certificates.html", context)


def _where(group: Group, made: list[Certificate]) -> str:
    """The page that says how far they are; the group's when none is in work."""
    batch = next((each.batch for each in made if each.batch and not each.rendered_at), None)
    if batch is not None:
        return batch.get_absolute_url()
    return reverse("admin:trainees_group_certificates", args=[group.pk])


def _issued(count: int) -> str:
    return ngettext(
        "%(count)d certificate is being made. The e-mail follows by itself.",
        "%(count)d certificates are being made. The e-mails follow by themselves.",
        count,
    ) % {"count": count}


@require_http_methods(["GET", "POST"])
def certificate_withdraw(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Say why; whoever checks the code is told that it is no longer valid."""
    certificate = certificate_desk.to_withdraw(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            certificates.withdraw(certificate, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("Certificate %(number)s is withdrawn.") % {"number": certificate.number}
            messages.success(request, text)
            group = certificate.placement.trainee.group_id
            return redirect("admin:trainees_group_certificates", group)
    context |= {"form": form, "certificate": certificate, "title": _("Withdraw a certificate")}
    return render(request, "assessment/desk/withdraw.html", context)
