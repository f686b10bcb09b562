"""The desk's form of when evaluations are due: one line a kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from placements.enums import Weekday

from .enums import OWN_KINDS, EvaluationKind, EvaluationMoment
from .plans import Due

OPENS, DUE = Weekday.THURSDAY.value, Weekday.FRIDAY.value  # where a kind has no days yet
MOST_WEEKS = 52
BOXES = (EvaluationMoment.START, EvaluationMoment.MID, EvaluationMoment.FINAL)


@dataclass(frozen=True)
class Line:
    """The controls of one kind, in the order of the columns; no start for the company."""

    name: str
    cells: list[forms.BoundField | None]


class PlanForm(forms.Form):
    """A kind without any moment is not due at all."""

    def __init__(self, *args: Any, dues: Iterable[Due], **kwargs: Any) -> None:
        """`dues` is what holds now."""
        super().__init__(*args, **kwargs)
        now = list(dues)
        for kind in EvaluationKind:
            self._add(kind, {due.moment: due for due in now if due.kind == kind})

    def _add(self, kind: EvaluationKind, now: dict[str, Due]) -> None:
        week = now.get(EvaluationMoment.WEEK)
        days = next((due for due in now.values() if due.opens is not None), None)
        for moment in BOXES:
            if not (kind == EvaluationKind.COMPANY and moment == EvaluationMoment.START):
                box = forms.BooleanField(required=False, initial=moment in now)
                self._put(kind, moment, box, moment.label)
        self._put(kind, "every", _count(week.every if week else None), _("every so many weeks"))
        self._put(kind, "first", _count(week.first_week if week else None), _("from week"))
        opens = _weekday(days.opens if days else OPENS)
        self._put(kind, "opens", opens, _("opens on"))
        self._put(kind, "due", _weekday(days.due if days else DUE), _("due on"))

    def _put(self, kind: EvaluationKind, name: str, field: forms.Field, label: Any) -> None:
        # Translators: a row and a column of a table, as in “Self-evaluation: from week”
        field.label = _("%(row)s: %(column)s") % {"row": capfirst(kind.label), "column": label}
        field.widget.attrs["aria-label"] = field.label
        if isinstance(field, forms.IntegerField):
            # Translators: a field of the page, like “Self-evaluation: from week”
            text = _("“%(field)s”: enter a number of weeks from 1 to %(most)d.")
            wrong = text % {"field": field.label, "most": MOST_WEEKS}
            field.error_messages |= dict.fromkeys(["invalid", "min_value", "max_value"], wrong)
        self.fields[f"{kind}-{name}"] = field

    def lines(self) -> list[Line]:
        """The rows of the table."""
        columns = ["start", "every", "first", "mid", "final", "opens", "due"]
        found = []
        for kind in EvaluationKind:
            names = [f"{kind}-{column}" for column in columns]
            cells = [self[name] if name in self.fields else None for name in names]
            found.append(Line(str(capfirst(kind.label)), cells))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind in EvaluationKind:
            if cleaned.get(f"{kind}-first") and not cleaned.get(f"{kind}-every"):
                text = _("%(row)s: say every how many weeks, like 1.")
                self.add_error(f"{kind}-every", text % {"row": capfirst(kind.label)})
            if cleaned.get(f"{kind}-due", 0) < cleaned.get(f"{kind}-opens", 0):
                text = _("%(row)s: the day it is due is before the day it opens. Swap them.")
                self.add_error(f"{kind}-due", text % {"row": capfirst(kind.label)})
        if not self.errors and not any(due.kind in OWN_KINDS for due in self.dues()):
            raise forms.ValidationError(
                _("Choose at least one evaluation of the trainees themselves."), code="empty"
            )
        return cleaned

    def dues(self) -> list[Due]:
        """For `plans.change`."""
        return [due for kind in EvaluationKind for due in self._of(kind)]

    def _of(self, kind: EvaluationKind) -> Iterable[Due]:
        data = self.cleaned_data
        opens, due = data.get(f"{kind}-opens"), data.get(f"{kind}-due")
        for moment in BOXES:
            if data.get(f"{kind}-{moment}"):
                is_start = moment == EvaluationMoment.START
                yield Due(kind, moment) if is_start else Due(kind, moment, opens=opens, due=due)
        if every := data.get(f"{kind}-every"):
            first = data.get(f"{kind}-first") or 1
            yield Due(kind, EvaluationMoment.WEEK, first, every, opens, due)


def _count(initial: int | None) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=MOST_WEEKS, initial=initial)


def _weekday(initial: int | None) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=Weekday.choices, coerce=int, initial=initial)
