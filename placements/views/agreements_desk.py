"""Agreements on the desk: of a placement all versions; of one version its draft, its signatures, its paper."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal import audit, uploads
from imyportal.admin.pages import framed
from imyportal.enums import Action
from imyportal.ratelimit import client_ip

from ..agreements import differing, drafting
from ..agreements.desk import OneVersion
from ..agreements.signing import Signer
from ..enums import AgreementKind, AgreementParty
from ..models import Agreement, AgreementSignature, Placement
from .agreements import pdf_answer

CHANGE = "placements.change_agreement"


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the page of the placement, and of their own; names below `admin:`."""
    one, name = "placements/agreement/<int:pk>", "placements_agreement"
    whole = "placements/placement/<int:pk>/agreements/"
    return [
        path(whole, framed(site, agreements), name="placements_placement_agreements"),
        path(f"{one}/", framed(site, agreement), name=name),
        path(f"{one}.pdf", site.admin_view(agreement_file), name=f"{name}_pdf"),
        path(f"{one}/scan/<int:number>/", site.admin_view(scan), name=f"{name}_scan"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Every version of both kinds; a button begins the next one."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user), pk=pk)
    _may(request)
    if request.method == "POST" and request.POST.get("kind") in AgreementKind.values:
        kind = AgreementKind(request.POST["kind"])
        row = drafting.begin(placement, kind, by=request.user)
        return redirect("admin:placements_agreement", row.pk)
    rows = Agreement.objects.filter(placement=placement).select_related(*differing.PEOPLE)
    rows = rows.prefetch_related("signatures")
    by_kind = {kind: [each for each in rows if each.kind == kind] for kind in AgreementKind}
    found = [
        (kind, of_kind, kind.label, [line for each in of_kind for line in differing.of(each)])
        for kind, of_kind in by_kind.items()
    ]
    context |= {"placement": placement, "kinds": found, "title": _("Agreements")}
    return render(request, "placements/desk/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """One version: its texts while it is a draft, then who has signed it."""
    row = _agreement(request, pk)
    signer = Signer(AgreementParty.AGENCY, request.user, str(request.user), ip=client_ip(request))
    page = OneVersion(row, signer, request)
    if request.method == "POST":
        try:
            done = page.do()
        except ValidationError as error:
            done = None
            messages.error(request, error.messages[0])
        if done:
            messages.success(request, done)
            return redirect("admin:placements_agreement", page.goes_to)
        row.refresh_from_db()
    context |= page.context() | {"title": capfirst(str(row))}
    return render(request, "placements/desk/agreement.html", context)


@require_safe
def agreement_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """As PDF: with lines to sign on where nobody has signed."""
    return pdf_answer(request, _agreement(request, pk), request.user)


@require_safe
def scan(request: UserRequest, pk: int, number: int) -> HttpResponse | FileResponse:
    """A sheet that was signed by hand."""
    row = _agreement(request, pk)
    seen = AgreementSignature.objects.filter(agreement=row, pk=number).exclude(scan=None)
    found = seen.select_related("scan").first()
    if found is None or found.scan is None:
        raise Http404
    audit.note(Action.FILE_DOWNLOADED, by=request.user, about=row, number=number)
    return uploads.answer(found.scan)


def _agreement(request: UserRequest, pk: int) -> Agreement:
    people = ("placement__trainee__group", "sent_by", *differing.PEOPLE)
    seen = Agreement.objects.visible_to(request.user).select_related(*people)
    row = get_object_or_404(seen, pk=pk)
    _may(request)
    return row


def _may(request: UserRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
