from django.http import HttpRequest

from .models import AccessLink, User


class UserRequest(HttpRequest):
    """A request of somebody who is signed in, as `LoginRequiredMiddleware` lets through."""

    user: User


class LinkRequest(HttpRequest):
    """A request of somebody who came in by a mailed link, as `link_required` lets through."""

    viewer: AccessLink
