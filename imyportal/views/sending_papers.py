"""Papers that the agency delivered to a school: one by one, or all of a group as a ZIP file."""

import uuid

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import audit
from imyportal.enums import Action
from trainees.models import PaperHandIn
from trainees.models.papers import PaperHandInQuerySet
from trainees.papers import course, packing
from trainees.views.papers_desk import zip_answer

from .sending import group_of


def _delivered(request: UserRequest, group: uuid.UUID) -> PaperHandInQuerySet:
    """What was delivered of the group; 404 for who is of another school."""
    found = group_of(request, group)
    seen = PaperHandIn.objects.visible_to(request.user).filter(
        trainee__group=found, delivered_at__isnull=False
    )
    rows = seen.select_related("file", "trainee", "wanted", "delivered_by", "fetched_by")
    return rows.order_by("trainee__last_name", "trainee__first_name", "trainee", "wanted__position")


@require_safe
def papers(request: UserRequest, group: uuid.UUID) -> HttpResponse:
    """All that was delivered, by trainee."""
    rows = list(_delivered(request, group))
    context = {
        "group": group_of(request, group),
        "rows": rows,
        "new": sum(each.fetched_at is None for each in rows),
    }
    return render(request, "sending/papers.html", context)


@require_safe
def papers_zip(request: UserRequest, group: uuid.UUID) -> StreamingHttpResponse:
    """The same as files; who fetched them first is kept."""
    rows = list(_delivered(request, group))
    course.fetched(rows, by=request.user)
    found = group_of(request, group)
    audit.note(Action.DATA_EXPORTED, by=request.user, about=found, what="papers")
    return zip_answer(found, packing.pack(rows))
