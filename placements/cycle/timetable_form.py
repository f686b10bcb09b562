"""The desk's form of the weekly cycle: one line a kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..enums import TIMED_KINDS, TWICE_KINDS, CycleKind, Weekday
from ..models.cycle import EARLIEST, LATEST, MOST_DAYS
from .timetable import Rung, Timetable

NO_DAY = ("", "–")


@dataclass(frozen=True)
class Line:
    """The controls of one kind: weekday and time of each step, or days."""

    name: str
    note: str
    is_own: bool
    asked: forms.BoundField
    first: list[forms.BoundField]
    second: list[forms.BoundField]
    days: forms.BoundField | None
    errors: list[str]


class TimetableForm(forms.Form):
    """What holds now is filled in; a kind that is not ticked is not asked."""

    def __init__(
        self, *args: Any, table: Timetable, own: frozenset[str] = frozenset(), **kwargs: Any
    ) -> None:
        """`own`: kinds of which the group has times of its own."""
        super().__init__(*args, **kwargs)
        self.own = own
        for kind in CycleKind:
            steps = {each.step: each for each in table.of(kind)}
            asked = forms.BooleanField(required=False, initial=bool(steps))
            self._put(kind, "asked", asked, _("is asked"))
            if kind not in TIMED_KINDS:
                self._put(kind, "days", _days(steps.get(1)), _("days"))
                continue
            for step in (1, 2) if kind in TWICE_KINDS else (1,):
                self._put(kind, f"weekday{step}", _weekday(steps.get(step)), _("weekday"))
                self._put(kind, f"at{step}", _time(steps.get(step)), _("time"))

    def _put(self, kind: CycleKind, name: str, field: forms.Field, label: str) -> None:
        # Translators: a row and a column of a table, as in “Check-in of the trainee: weekday”
        field.label = _("%(row)s: %(column)s") % {"row": capfirst(kind.label), "column": label}
        field.widget.attrs["aria-label"] = field.label
        self.fields[f"{kind}-{name}"] = field

    def lines(self) -> Iterator[Line]:
        """The rows of the table."""
        for kind in CycleKind:
            own = [self[name] for name in self.fields if name.startswith(f"{kind}-")]
            by_name = {cell.name.split("-")[1]: cell for cell in own}
            yield Line(
                name=str(capfirst(kind.label)),
                note=_notes()[kind],
                is_own=kind in self.own,
                asked=by_name["asked"],
                first=[by_name[name] for name in ("weekday1", "at1") if name in by_name],
                second=[by_name[name] for name in ("weekday2", "at2") if name in by_name],
                days=by_name.get("days"),
                errors=[str(error) for cell in own for error in cell.errors],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind in CycleKind:
            if cleaned.get(f"{kind}-asked"):
                self._check(kind, cleaned)
        return cleaned

    def _check(self, kind: CycleKind, data: dict[str, Any]) -> None:
        if kind not in TIMED_KINDS:
            if data.get(f"{kind}-days") is None and not self.has_error(f"{kind}-days"):
                self._refuse(kind, "days", _("Say after how many days, like 7."))
            return
        first, second = self._moment(kind, 1, data), self._moment(kind, 2, data)
        if first is None and not self._is_wrong(kind):
            self._refuse(kind, "weekday1", _("Choose a weekday and a time, or take the tick away."))
        if first and second and second <= first:
            # Translators: a row of the table, like «Check-in of the trainee»
            text = _("%(row)s: “once more” comes after the first mail. Choose a later moment.")
            self._refuse(kind, "weekday2", text % {"row": capfirst(kind.label)})

    def _is_wrong(self, kind: CycleKind) -> bool:
        return any(name.startswith(f"{kind}-") for name in self.errors)

    def _moment(self, kind: CycleKind, step: int, data: dict[str, Any]) -> tuple[int, time] | None:
        weekday, at = data.get(f"{kind}-weekday{step}"), data.get(f"{kind}-at{step}")
        if at is not None and not EARLIEST <= at < LATEST:
            self._refuse(
                kind, f"at{step}", _("Mails go out from 8:00 to 20:00. Choose a time then.")
            )
            return None
        if (weekday is None) != (at is None) and not self._is_wrong(kind):
            self._refuse(kind, f"at{step}", _("A weekday and a time belong together. Give both."))
        return (weekday, at) if weekday is not None and at is not None else None

    def _refuse(self, kind: CycleKind, name: str, text: str) -> None:
        self.add_error(f"{kind}-{name}", text)

    def rungs(self) -> Iterator[Rung]:
        """For `timetable.change`."""
        data = self.cleaned_data
        for kind in CycleKind:
            if not data[f"{kind}-asked"]:
                yield Rung(kind)
            elif kind not in TIMED_KINDS:
                yield Rung(kind, days=data[f"{kind}-days"])
            else:
                for step in (1, 2):
                    if data.get(f"{kind}-at{step}") is not None:
                        yield Rung(
                            kind, step, data[f"{kind}-weekday{step}"], data[f"{kind}-at{step}"]
                        )


def _weekday(rung: Rung | None) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[NO_DAY, *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
        initial=rung.weekday if rung else None,
    )


def _time(rung: Rung | None) -> forms.TimeField:
    return forms.TimeField(
        required=False,
        initial=rung.at if rung else None,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Enter a time, like 16:00.")},
    )


def _days(rung: Rung | None) -> forms.IntegerField:
    wrong = _("Enter a number of days from 1 to %(most)d.") % {"most": MOST_DAYS}
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=rung.days if rung else None,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _notes() -> dict[str, str]:
    return {
        CycleKind.CHECK_IN: _("Five taps. Once more only without an answer."),
        CycleKind.COMPANY_QUESTIONS: _(
            "Beside the hours to sign. By mail, about the week before, only without hours to sign."
        ),
        CycleKind.HOURS: _("Only when hours are missing or not sent."),
        CycleKind.SIGN: _("Working days after a week was sent to the company. Once."),
        CycleKind.REPORT_DUE: _("By then it should be released. No mail."),
        CycleKind.OWN_CONTACT: _("Days without a contact, then the board says so. No mail."),
    }
