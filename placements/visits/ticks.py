"""What a planner must have seen before it is done: a short way, a free day. Each has its tick."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from .planning import FreeDay, ShortWay


def short_is_fine() -> forms.BooleanField:
    """The planner has seen that the way between two companies is short."""
    return forms.BooleanField(
        label=gettext_lazy("The short way is fine"),
        error_messages={"required": gettext_lazy("Tick this, or choose other times.")},
    )


def free_is_fine() -> forms.BooleanField:
    """The planner has seen that it is a Sunday or a public holiday."""
    return forms.BooleanField(
        label=gettext_lazy("The free day is fine"),
        error_messages={"required": gettext_lazy("Tick this, or choose another day.")},
    )


# What must be seen before it is done, by the name of its tick.
TICKS = {"short_is_fine": (ShortWay, short_is_fine), "free_is_fine": (FreeDay, free_is_fine)}


def tick_for(error: ValidationError) -> str:
    """The name of the tick that lets `error` pass; empty for what nothing lets pass."""
    return next((name for name, (kind, _tick) in TICKS.items() if isinstance(error, kind)), "")


class AgainForm(forms.Form):
    """Asked once more before a proposal is taken: a tick for each thing that was said of it."""

    def __init__(self, data: QueryDict, error: ValidationError | None = None) -> None:
        """With the words of `error` at its tick, which is not given yet."""
        super().__init__(data)
        asked = tick_for(error) if error else ""
        for name, (_kind, tick) in TICKS.items():
            if name in data or name == asked:
                self.fields[name] = tick()
        if error and asked:
            self.fields[asked].error_messages["required"] = " ".join(error.messages)

    def ticked(self) -> dict[str, bool]:
        """As `taking.take` wants them."""
        return {name: name in self.fields for name in TICKS} if self.is_valid() else {}
