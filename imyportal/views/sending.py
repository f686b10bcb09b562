"""The sending tutor's pages."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from assessment import awards
from assessment.views.certificate_desk import numbers_form
from imyportal import sending
from placements import exports
from placements.agreements.home import to_sign_of
from placements.reports import course, shelf
from trainees.going_home import board as going_home
from trainees.models import Group, Handover, SendingTutor, SupportShare, Trainee


def only_sending_tutors(request: UserRequest) -> None:
    if not SendingTutor.objects.filter(user=request.user).exists():
        raise Http404


@require_safe
def groups(request: UserRequest) -> HttpResponse:
    """All groups of the organisation, over the years."""
    only_sending_tutors(request)
    lines = sending.groups(request.user, timezone.localdate())
    wants = SendingTutor.objects.filter(user=request.user, wants_reports=True).exists()
    given = Handover.objects.visible_to(request.user).values_list("received_at", flat=True)
    context = {
        "groups": lines,
        "wants_reports": wants,
        "given": len(given),
        "to_confirm": list(given).count(None),
    }
    return render(request, "sending/groups.html", context)


def group_of(request: UserRequest, public_id: uuid.UUID) -> Group:
    """A group of the sending tutor's organisation; 404 for anybody else."""
    only_sending_tutors(request)
    return get_object_or_404(
        Group.objects.visible_to(request.user).select_related("organisation", "lead_tutor"),
        public_id=public_id,
    )


@require_safe
def group(request: UserRequest, group: uuid.UUID) -> HttpResponse:
    """One group: who works where, hours signed, certificates."""
    found = group_of(request, group)
    lines = sending.trainees(found, request.user, timezone.localdate())
    context = {
        "group": found,
        "when": sending.when(found, timezone.localdate()),
        "trainees": lines,
        "reports": shelf.of(found, request.user),
        "to_sign": to_sign_of(found, request.user),
        "not_known": going_home.not_known(found, request.user, timezone.now()),
        "has_certificates": any(line.certificate for line in lines),
    }
    return render(request, "sending/group.html", context)


@require_safe
def trainee(request: UserRequest, group: uuid.UUID, trainee: uuid.UUID) -> HttpResponse:
    """How one trainee does: scores, what was signed off, awards, what is needed. To be read only."""
    found = group_of(request, group)
    seen = Trainee.objects.visible_to(request.user).filter(group=found)
    person = get_object_or_404(seen, public_id=trainee)
    context = {
        "group": found,
        "trainee": person,
        "placements": sending.results(person, request.user, timezone.localdate()),
        "needs": sending.needs_of(person, request.user, timezone.localdate()),
        "awards": awards.of(person),
        "weeks": course.of(person, request.user),
        "shared": SupportShare.objects.given_to(request.user).filter(plan__trainee=person).exists(),
    }
    return render(request, "sending/trainee.html", context)


@require_safe
def hours(request: UserRequest, group: uuid.UUID, form: str) -> HttpResponseBase:
    """All hours of the group as CSV or XLSX; never why somebody was absent."""
    found = group_of(request, group)
    return exports.answer(found, viewer=request.user, form=form, with_reasons=False)


@require_http_methods(["GET", "POST"])
def numbers(request: UserRequest, group: uuid.UUID) -> HttpResponse:
    """What the school's own programme calls each stay; the certificates print it."""
    found = group_of(request, group)
    form = numbers_form(request, found)
    if form.is_bound and not form.errors:
        return redirect("sending:group", group)
    return render(request, "sending/numbers.html", {"group": found, "form": form})
