"""How often somebody may try to come in: per person, whatever the address, and per address."""

import hashlib
from math import ceil

from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from imyportal import ratelimit

from .models import normal_email

HOUR = 3600
PER_PERSON = 20  # an hour: forty addresses against one person must not have forty times the tries
PER_IP = 120  # an hour: a whole group may sit behind one address


def allowed(request: HttpRequest, what: str, person: str = "") -> bool:
    """Count one try of `what`; False once the visitor or the person (an e-mail address) had enough."""
    ip = ratelimit.client_ip(request)
    within = ratelimit.hit(f"{what}:ip:{ip}", limit=PER_IP, seconds=HOUR)
    if person:
        # The cache takes no blanks in a key, and an address need not lie in it.
        name = hashlib.sha256(normal_email(person).encode()).hexdigest()
        within &= ratelimit.hit(f"{what}:person:{name}", limit=PER_PERSON, seconds=HOUR)
    return within


def refuse_if_too_often(request: HttpRequest, what: str, person: str = "") -> None:
    """Count one try; raises the 429 page, which allauth's middleware answers with."""
    if not allowed(request, what, person):
        raise ImmediateHttpResponse(too_often(request))


def too_often(request: HttpRequest) -> HttpResponse:
    """The page that asks for patience."""
    return soon_again(render(request, "429.html", {"minutes": ceil(HOUR / 60)}, status=429))


def soon_again(response: HttpResponse) -> HttpResponse:
    """`response` with the time after which to try."""
    response.headers["Retry-After"] = str(HOUR)
    return response
