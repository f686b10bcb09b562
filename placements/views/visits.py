"""Calendar files: one day for who is signed in, and the feed for who knows its secret address."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest

from ..models import Visit
from ..visits import calendar

KEEP = 15 * 60  # seconds a program may go without asking again


def answer(content: bytes, name: str) -> HttpResponse:
    """A calendar file to keep."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def visit_file(request: UserRequest, visit: uuid.UUID) -> HttpResponse:
    """One day of visits."""
    seen = Visit.objects.visible_to(request.user)
    row = get_object_or_404(seen, public_id=visit)
    days = calendar.with_stops(seen.filter(pk=row.pk))
    return answer(calendar.written(days, request.user), f"visits-{row.day}.ics")


@login_not_required
@require_safe
def feed(request: UserRequest, token: str) -> HttpResponse:
    """All visits of the feed's owner. An address that was renewed is as unknown as any other."""
    owner = calendar.owner(token)
    if owner is None:
        raise Http404
    response = answer(calendar.feed(owner), "visits.ics")
    response.headers["Cache-Control"] = f"private, max-age={KEEP}"
    return response
