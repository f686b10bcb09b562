"""Languages, and texts that carry one wording per language."""

from django.conf import settings
from django.utils import translation


def supported(language: str) -> str:
    """`language` when the pages speak it, else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


def pick(texts: dict[str, str], language: str | None = None) -> str:
    """The wording for `language` (default: the active one); English when it is missing or empty."""
    chosen = (language or translation.get_language() or "en").split("-")[0]
    return texts.get(chosen) or texts.get("en", "")
