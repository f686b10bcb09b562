"""Registers that are only added to: a row, once, with who wrote it and a note in the trail."""

import uuid
from typing import Any

from django.db import models

from . import audit
from .db import check_row
from .forms import use_key


def add(
    row: models.Model, *, by: Any, action: str, about: models.Model, once: uuid.UUID | None = None
) -> bool:
    """Store `row`, which has a column `by`, in the caller's transaction; False when it was sent twice.

    The trail notes `action` about the row it belongs to, and what kind it is: never its words.
    Raises `ValidationError` for what fields and constraints refuse.
    """
    if not use_key(once):
        return False
    row.by = by  # type: ignore[attr-defined]
    check_row(row)
    row.save(force_insert=True)
    audit.note(action, by=by, about=about, what=row._meta.model_name)
    return True
