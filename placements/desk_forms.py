"""What agency tutors type about placements and signed hours."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields

from .entries import DayEntry
from .enums import DayKind, PlacementStatus
from .models import AgreedDay, Placement, WorkDay
from .sheets import Line, Sheet


def _reason(**fields: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Write the reason.")},
        **fields,
    )


class PlacementForm(forms.ModelForm[Placement]):
    """A placement: its days are free and hold the hours entered."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("starts_on", self.instance.starts_on)
        last = data.get("ends_on", self.instance.ends_on)
        if first and last and first <= last:
            trainee = data.get("trainee")
            self._check_free(trainee.pk if trainee else self.instance.trainee_id, first, last)
            self._check_hours(first, last)
        return data

    def _check_free(self, trainee: int | None, first: Any, last: Any) -> None:
        if self.instance.status == PlacementStatus.CANCELLED or "starts_on" not in self.fields:
            return
        other = (
            Placement.objects.filter(trainee=trainee, starts_on__lte=last, ends_on__gte=first)
            .exclude(pk=self.instance.pk)
            .exclude(status=PlacementStatus.CANCELLED)
            .select_related("company")
            .first()
        )
        if other:
            text = _("This trainee is at %(company)s from %(first)s to %(last)s.")
            self.add_error(
                "starts_on",
                text
                % {
                    "first": date_format(other.starts_on, "j F Y"),
                    "last": date_format(other.ends_on, "j F Y"),
                    "company": other.company,
                },
            )

    def _check_hours(self, first: Any, last: Any) -> None:
        days = WorkDay.objects.filter(week__placement=self.instance.pk)
        if self.instance.pk and days.exclude(date__range=(first, last)).exists():
            self.add_error("ends_on", _("Hours were entered on days outside these dates."))


class AgreedDayForm(forms.ModelForm[AgreedDay]):
    """A weekday; a new line without times is a free day and is left out."""

    class Meta:
        model = AgreedDay
        fields = ["weekday", "starts_at", "ends_at", "break_starts_at", "break_minutes"]

    def has_changed(self) -> bool:
        if self.instance.pk is None and self.is_bound:
            times = (self[name].data for name in ("starts_at", "ends_at"))
            if not any(times):
                return False
        return super().has_changed()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at"):
            entry = DayEntry(
                DayKind.WORKED, data["starts_at"], data["ends_at"], data.get("break_minutes") or 0
            )
            try:
                entry.checked()
            except ValidationError as error:
                self.add_error(None, error)
        return data


class EndForm(forms.Form):
    """The last day of a placement that ends early, and why."""

    last_day = fields.day(gettext_lazy("Last day"), missing=gettext_lazy("Choose the last day."))
    reason = _reason(max_length=300)


class CancelForm(forms.Form):
    """Why a placement comes to nothing."""

    reason = _reason(max_length=300)


class CorrectionForm(forms.Form):
    """One day of a signed week as it should be, and why."""

    date = forms.TypedChoiceField(label=gettext_lazy("Day"))
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=DayKind)
    starts_at = forms.TimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends_at = forms.TimeField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Break, minutes"), required=False, min_value=0, max_value=1439
    )
    reason = _reason(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The trainee and the company get the change and the reason by mail."
        ),
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {line.date.isoformat(): line.date for line in sheet.days if not line.is_outside}
        choices = [(key, date_format(day, "l j F")) for key, day in self.days.items()]
        self.fields["date"].choices = choices  # type: ignore[attr-defined]

    def begin_with(self, line: Line) -> None:
        """Offer one day alone, filled in as it counts now."""
        key = line.date.isoformat()
        self.fields["date"].choices = [(key, date_format(line.date, "l j F"))]  # type: ignore[attr-defined]
        self.initial = {"date": key}
        if now := line.now:
            names = ("kind", "starts_at", "ends_at", "break_minutes")
            self.initial |= {name: getattr(now, name) for name in names}

    def entry(self) -> DayEntry:
        """What was typed."""
        data = self.cleaned_data
        return DayEntry(
            DayKind(data["kind"]),
            data["starts_at"],
            data["ends_at"],
            data["break_minutes"] or 0,
        )
