"""Finding messages by words that somebody types: one question, asked of either database's full-text search.

A word counts as it is written without accents, and as the beginning of longer ones; all words must stand in the
message. The index is that of `helpdesk/migrations/0011`.
"""

import re
from importlib import import_module
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, QuerySet, Value

from accounts.models import Viewer
from imyportal import spelling

from ..models import Message

MOST_WORDS = 8
WORD = re.compile(r"[^\W_]+")
_BEFORE, _AFTER = import_module("helpdesk.migrations.0011_messages_are_found").WORDS.split("body")


class _Says(Func):
    """`_Says("body", "'boil':* & '2009':*")` on PostgreSQL: in the words of the index, so that it is used."""

    template = f"{_BEFORE}%(expressions)s)"
    arg_joiner = f"{_AFTER} @@ to_tsquery('simple'::regconfig, "
    output_field: Any = BooleanField()


class _IsFound(Func):
    """`_IsFound("pk", '"boil"* AND "2009"*')` on SQLite."""

    template = "(%(expressions)s))"
    arg_joiner = " IN (SELECT rowid FROM helpdesk_messagesearch WHERE helpdesk_messagesearch MATCH "
    output_field: Any = BooleanField()


def messages(viewer: Viewer, text: str) -> QuerySet[Message]:
    """Those `viewer` may see in which all words of `text` stand; none for a text without a word."""
    words = WORD.findall(spelling.plain(text))[:MOST_WORDS]
    if not words:
        return Message.objects.none()
    seen = Message.objects.visible_to(viewer)
    if connection.vendor == "postgresql":
        return seen.filter(_Says("body", Value(" & ".join(f"'{word}':*" for word in words))))
    return seen.filter(_IsFound("pk", Value(" AND ".join(f'"{word}"*' for word in words))))
