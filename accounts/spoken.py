"""Pages behind a mailed link in languages the portal does not speak otherwise, like a guardian's Polish."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation


@cache
def _known() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("spoken.toml").read_text("utf-8"))


def languages() -> list[str]:
    """Those that are spoken here and nowhere else."""
    return list(_known())


def words(language: str) -> dict[str, str]:
    """What stands on these pages, by name; empty for a language that is not spoken here."""
    phone = settings.AGENCY["emergency_phone"]
    return {name: text.format(phone=phone) for name, text in _known().get(language, {}).items()}


def page(
    request: HttpRequest, language: str, name: str, *, status: int = 200, action: str = ""
) -> HttpResponse:
    """The page `name` (ended, sent, missing, often) in a language of `languages()`.

    `action`: where its button posts to, if it has one.
    """
    say = words(language)
    context = {
        "say": say,
        "title": say[f"{name}_title"],
        "text": say[name],
        "action": action,
    }
    with translation.override(language):
        response = render(request, "accounts/spoken.html", context, status=status)
    response.headers["Content-Language"] = language
    return response
