"""Where a trainee lives, on the phone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from trainees.houses.own import Page

from .people import trainee_of


@require_safe
def house(request: UserRequest) -> HttpResponse:
    """House, way in, room, who shares it, and where to report a fault."""
    page = Page(trainee_of(request))
    return render(request, "trainees/house.html", {"tab": "home", "page": page})
