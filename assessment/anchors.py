"""General words for 0 to 100, to begin an indicator with: nobody has to write six sentences first."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# What one can see at each step, in words that fit any work. Short; they speak of a person.
ANCHORS = {
    0: _("Does not do it yet, even when it is shown"),
    20: _("Does parts of it while somebody shows every step"),
    40: _("Does it with help at several steps"),
    60: _("Does it after a short explanation, with few mistakes"),
    80: _("Does it alone and checks the result"),
    100: _("Does it alone in unusual cases too, and can show others how"),
}
STEPS = list(ANCHORS)


def behaviours() -> dict[str, dict[str, str]]:
    """The general words as an indicator keeps them, in every language that has them."""
    found: dict[str, dict[str, str]] = {str(at): {} for at in STEPS}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for at, text in ANCHORS.items():
                found[str(at)][language] = str(text)
    return {at: _translated(texts) for at, texts in found.items()}


def _translated(texts: dict[str, str]) -> dict[str, str]:
    english = texts["en"]
    return {
        language: text for language, text in texts.items() if language == "en" or text != english
    }
