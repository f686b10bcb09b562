"""What certificates of a group ask for, as a form: as the agency, needed or not."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal.errors import name_limits

from .enums import RequirementKind
from .requirements import ALWAYS, Asked

AGENCY, NEEDED, NOT_NEEDED = "agency", "needed", "not_needed"
PERCENT = "percent"


class GroupRequirementsForm(forms.Form):
    """A choice for each kind; hours have their percentage besides."""

    def __init__(
        self,
        *args: Any,
        agency: list[Asked],
        own: dict[RequirementKind, Asked],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for asked in agency:
            if asked.kind in ALWAYS:
                continue
            shown = own.get(asked.kind)
            choices = [
                (AGENCY, _as_agency(asked)),
                (NEEDED, _("Needed in this group")),
                (NOT_NEEDED, _("Not needed in this group")),
            ]
            initial = AGENCY
            if shown is not None:
                initial = NEEDED if shown.is_active else NOT_NEEDED
            self.fields[asked.kind.value] = forms.ChoiceField(
                label=asked.kind.label, choices=choices, initial=initial
            )
            if asked.kind == RequirementKind.HOURS:
                percent = (shown or asked).percent
                self.fields[PERCENT] = forms.IntegerField(
                    label=gettext_lazy("Percent of the agreed hours"),
                    min_value=1,
                    max_value=100,
                    initial=percent,
                )

        name_limits(self.fields.values())

    def asked(self) -> dict[RequirementKind, Asked | None]:
        """What was chosen; None: as the agency."""
        data = self.cleaned_data
        return {
            RequirementKind(name): self._of(RequirementKind(name), data[name])
            for name in data
            if name != PERCENT
        }

    def _of(self, kind: RequirementKind, chosen: str) -> Asked | None:
        if chosen == AGENCY:
            return None
        percent = self.cleaned_data[PERCENT] if kind == RequirementKind.HOURS else None
        return Asked(kind, chosen == NEEDED, percent)


def _as_agency(asked: Asked) -> str:
    if not asked.is_active:
        return _("As the agency: not needed")
    if asked.percent is not None:
        return _("As the agency: %(percent)d %%") % {"percent": asked.percent}
    return _("As the agency: needed")
