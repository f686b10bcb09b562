"""What can be said about one day, before and after it is a row."""

from dataclasses import dataclass
from datetime import time
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .enums import DayKind
from .models import AgreedDay, WorkDay
from .models.placements import worked_minutes

# 24 hours less the daily rest of 11 (2003/88/EC, article 3); more is a slip of the finger.
LONGEST_DAY = 13 * 60


@dataclass(frozen=True)
class DayEntry:
    """Worked from when to when, or why not."""

    kind: DayKind
    starts_at: time | None = None
    ends_at: time | None = None
    break_minutes: int = 0
    note: str = ""

    @property
    def minutes(self) -> int:
        """Minutes worked; 0 on a day that was not worked."""
        if self.kind != DayKind.WORKED or self.starts_at is None or self.ends_at is None:
            return 0
        return worked_minutes(self.starts_at, self.ends_at, self.break_minutes)

    @classmethod
    def agreed(cls, day: AgreedDay) -> Self:
        return cls(DayKind.WORKED, day.starts_at, day.ends_at, day.break_minutes)

    @classmethod
    def of(cls, day: WorkDay) -> Self:
        return cls(DayKind(day.kind), day.starts_at, day.ends_at, day.break_minutes, day.note)

    def checked(self) -> Self:
        """Itself, without hours when it was not worked.

        Raises `ValidationError` with the names of the fields for times that make no day.
        """
        if self.kind != DayKind.WORKED:
            return type(self)(self.kind, note=self.note)
        if self.starts_at is None or self.ends_at is None:
            missing = "starts_at" if self.starts_at is None else "ends_at"
            raise ValidationError({missing: _("Enter a time, like 08:30.")})
        span = worked_minutes(self.starts_at, self.ends_at, 0)
        if span > LONGEST_DAY or self.starts_at == self.ends_at:
            raise ValidationError(
                {"ends_at": _("The end must be after the start, 13 hours later at most.")}
            )
        if self.break_minutes >= span:
            raise ValidationError(
                {"break_minutes": _("The break is as long as the working time or longer.")}
            )
        return self

    def as_json(self) -> dict[str, Any]:
        """As corrections and the digest keep it; times are HH:MM."""
        return {
            "kind": str(self.kind),
            "starts_at": f"{self.starts_at:%H:%M}" if self.starts_at else None,
            "ends_at": f"{self.ends_at:%H:%M}" if self.ends_at else None,
            "break_minutes": self.break_minutes,
            "minutes": self.minutes,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self | None:
        """The other way; None for {} (no entry)."""
        if not data:
            return None
        starts, ends = (
            time.fromisoformat(data[name]) if data[name] else None
            for name in ("starts_at", "ends_at")
        )
        return cls(DayKind(data["kind"]), starts, ends, data["break_minutes"])
