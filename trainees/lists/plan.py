"""What bringing a list in would do, row by row, before anything is written."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from trainees.lists.table import Table

QUOTED = re.compile("“[^”]*”|«[^»]*»")


class RowState(models.TextChoices):
    """What a row is, compared with what we know."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    FAULTY = "faulty", _("Faulty")


def label_of(model: type[models.Model], name: str) -> str:
    """A field's name for people, in the active language."""
    return next(str(field.verbose_name) for field in model._meta.fields if field.name == name)


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would be written; `old` is "" where nothing was known."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class PlannedRow:
    """One row of the file. A faulty row has reasons and is never written."""

    line: int
    name: str
    state: RowState
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    to_solve: list[str] = field(default_factory=list)  # comes in, and somebody must act
    target: Any = None  # what the importer writes; nobody else looks inside

    @property
    def is_good(self) -> bool:
        return self.state != RowState.FAULTY


@dataclass(slots=True)
class Plan:
    """All rows of one file."""

    table: Table
    rows: list[PlannedRow] = field(default_factory=list)

    def count(self, state: str) -> int:
        """How many rows are in `state`."""
        return sum(row.state == state for row in self.rows)

    @property
    def new(self) -> int:
        return self.count(RowState.NEW)

    @property
    def changed(self) -> int:
        return self.count(RowState.CHANGED)

    @property
    def same(self) -> int:
        return self.count(RowState.SAME)

    @property
    def faulty(self) -> int:
        return self.count(RowState.FAULTY)

    @property
    def to_write(self) -> int:
        return self.new + self.changed

    @property
    def to_solve(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.to_solve]

    @property
    def unread(self) -> list[str]:
        """Headers of columns that are not brought in."""
        return self.table.unread

    @property
    def summary(self) -> str:
        """The last line of the commands; not translated, scripts read it."""
        return f"{self.new} new, {self.changed} changed, {self.same} same, {self.faulty} faulty"

    @property
    def digest(self) -> str:
        """Two plans with this digest would write the same: what was confirmed is what is done."""
        told = [
            (row.line, row.state, [(change.old, change.new) for change in row.changes])
            for row in self.rows
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @property
    def refused(self) -> list[dict[str, Any]]:
        """The faulty rows as they are kept: line, name and reasons, without what stood in cells."""
        return [
            {
                "line": row.line,
                "name": row.name,
                "reasons": [QUOTED.sub("“…”", str(reason)) for reason in row.reasons],
            }
            for row in self.rows
            if not row.is_good
        ]

    def counts(self) -> dict[str, int]:
        """The result that is kept when the list was brought in."""
        return {
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "faulty": self.faulty,
            "to_solve": len(self.to_solve),
        }
