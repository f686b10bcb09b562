"""General words for 0 to 100: what the scale says wherever one scores, and where one reads scores.

An indicator begins with the six sentences; nobody has to write them first.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The scale in three words, whoever observes.
WORDS = {0: _("Not yet"), 50: _("With help"), 100: _("Without help")}

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


def sentence() -> str:
    """The scale in one sentence."""
    low, middle, high = (str(word) for word in WORDS.values())
    words = {"low": low.lower(), "middle": middle.lower(), "high": high.lower()}
    # Translators: low, middle and high are «not yet», «with help», «without help»
    text = gettext("Scores go from 0 (%(low)s) over 50 (%(middle)s) to 100 (%(high)s).")
    return text % words


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
