"""Fields of work and languages that were typed in one language, in the active one: for papers with several readers."""

import functools
import re

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

TRADES = (  # what schools train for
    _("Accounting"),
    _("Agriculture"),
    _("Automotive technology"),
    _("Beauty care"),
    _("Building technology"),
    _("Business administration"),
    _("Carpentry"),
    _("Catering"),
    _("Childcare"),
    _("Computer science"),
    _("Cookery"),
    _("Electrical engineering"),
    _("Electronics"),
    _("Fashion design"),
    _("Gardening"),
    _("Graphic design"),
    _("Hairdressing"),
    _("Hospitality"),
    _("Information technology"),
    _("Logistics"),
    _("Marketing"),
    _("Mechanical engineering"),
    _("Mechatronics"),
    _("Media design"),
    _("Metalworking"),
    _("Nursing"),
    _("Office administration"),
    _("Photography"),
    _("Plumbing and heating"),
    _("Retail"),
    _("Social care"),
    _("Tourism"),
    _("Web design"),
    _("Wood technology"),
)


def trade(text: str) -> str:
    """A field of work; as it was typed if it is not one of `TRADES`."""
    return _said(text)


def languages(text: str) -> str:
    """Languages with commas between them, as Django calls them; one it does not know as it was typed."""
    return ", ".join(_said(each) for each in re.split(r"[,;/]", text) if each.strip())


def language(code: str) -> str:
    """The name of a language, in the active one."""
    return gettext(LANG_INFO[code]["name"])


def _said(text: str) -> str:
    english = _known().get(text.strip().casefold())
    return gettext(english) if english else text.strip()


@functools.cache
def _known() -> dict[str, str]:
    """English names by what they are called in each language of the portal."""
    with translation.override("en"):
        names = [str(each) for each in TRADES]
    names += [each["name"] for each in LANG_INFO.values() if "name" in each]
    found: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            found |= {gettext(each).casefold(): each for each in names}
    return found
