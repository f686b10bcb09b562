"""The changes of a ticket in words."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..enums import TicketState, Topic

_NAMES = {
    "owner": lambda: _("who looks after it"),
    "state": lambda: _("state"),
    "topic": lambda: _("topic"),
    "snoozed_until": lambda: _("put off until"),
    "merged_into": lambda: _("joined with"),
}


def labels(names: set[str]) -> dict[str, str]:
    """What the parts of a change are called."""
    return {name: _NAMES[name]() for name in names if name in _NAMES}


def text(name: str, value: Any) -> str:
    """A part's value in words."""
    if value in (None, ""):
        return _("nobody") if name == "owner" else "–"
    if name == "state":
        return str(TicketState(value).label)
    if name == "topic":
        return str(Topic(value).label)
    if name == "snoozed_until":
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "j F, H:i")
    return f"HD-{value}" if name == "merged_into" else str(value)
