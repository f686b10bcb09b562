"""Languages, and texts that carry one wording per language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop, pgettext_lazy


def supported(language: str) -> str:
    """`language` when the pages speak it, else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


def pick(texts: dict[str, str], language: str | None = None) -> str:
    """The wording for `language` (default: the active one); English when it is missing or empty."""
    chosen = (language or translation.get_language() or "en").split("-")[0]
    return texts.get(chosen) or texts.get("en", "")


def own(texts: dict[str, str], language: str) -> str:
    """The wording in somebody's `language` that the pages do not speak, to stand below theirs; else empty."""
    return "" if language in dict(settings.LANGUAGES) else texts.get(language, "")


def any_of(texts: dict[str, str]) -> str:
    """As `pick`, and any other wording where English is missing, too."""
    return pick(texts) or next((texts[each] for each in sorted(texts) if texts[each]), "")


# Months as dates show them, alone and after a day. Django brings its own names, where Italian months
# begin with a capital; what stands here can be translated in locale/ and goes before Django's.
MONTHS = [
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
]
MONTHS_AFTER_A_DAY = [
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
]
