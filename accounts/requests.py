from django.http import HttpRequest

from .models import User


class UserRequest(HttpRequest):
    """A request of somebody who is signed in, as `LoginRequiredMiddleware` lets through."""

    user: User
