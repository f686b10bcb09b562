"""How changes of a contact, and its next step, are spoken of."""

from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imyportal.attention import day_words

from ..enums import ContactKind, ContactWith
from ..models import Contact


def due(day: date) -> str:
    """When a next step is due."""
    # Translators: when a next step is due, like «due Monday 9 March»
    return _("due %(day)s") % {"day": day_words(day)}


def labels(names: set[str]) -> dict[str, str]:
    """What the parts of a contact are called."""
    return {name: capfirst(_label(name)) for name in names}


def _label(name: str) -> str:
    if name == "done":
        return _("next step done")
    return str(Contact._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def text(name: str, value: Any) -> str:
    """The value of a part in words; of a text only that it was changed."""
    if value is None:
        return _("nothing")
    if name == "kind":
        return str(ContactKind(value).label)
    if name == "with_whom":
        return str(ContactWith(value).label)
    if name == "next_on":
        return day_words(date.fromisoformat(value))
    if name in ("done", "is_shared"):
        return _("yes") if value else _("no")
    return str(value) if name in ("at", "minutes") else _("changed")
