"""The emergency card as a file."""

from datetime import date
from io import BytesIO

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import ratelimit, spreadsheets
from placements import stays
from trainees import houses
from trainees.models import Trainee

from .. import wallet_card

FILES, MINUTES = 20, 10  # a PDF costs half a second of the processor


@require_safe
def card(request: UserRequest) -> HttpResponseBase:
    """Whom to call, for the wallet; 429 for who asks for too many."""
    today = timezone.localdate()
    found = stays.of(request.user, today=today)
    if found is None:
        raise Http404
    if not ratelimit.hit(f"card:{request.user.pk}", limit=FILES, seconds=MINUTES * 60):
        return render(request, "429.html", {"minutes": MINUTES}, status=429)
    return FileResponse(
        BytesIO(wallet_card.render(found.trainee, home=_home(found.trainee, today))),
        as_attachment=True,
        filename="emergency-card.pdf",
        content_type="application/pdf",
        headers={
            "Content-Security-Policy": spreadsheets.POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _home(trainee: Trainee, day: date) -> str:
    """House and address, as far as they are known."""
    room = houses.where(trainee, day)
    return f"{room.house.name}, {room.house.address}" if room else ""
