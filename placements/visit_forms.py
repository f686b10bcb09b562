"""What is typed about visits: by the agency tutor, by the company, by the sending tutor."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal import fields, opening
from imyportal.forms import OnceMixin, add_errors
from trainees.models import Group, SendingOrganisation, SendingTutor, Trainee

from .enums import StopAnswer
from .models import CompanyTutor, Placement, VisitReport, VisitStop
from .visits.ending import Seen
from .visits.offering import FIRST, Offer
from .visits.planning import Changes, Day, ShortWay, Stop
from .visits.ticks import TICKS, tick_for
from .visits.wishes import Wish

SOON = 5  # office days


# --- The desk ---------------------------------------------------------------------------------


class WhoseForm(forms.Form):
    """Whose trainees are visited, on which day, from when on."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose trainees"))
    day = fields.day(gettext_lazy("Day"))
    first = fields.clock(gettext_lazy("First visit at"), required=False)

    def __init__(self, data: Any, *, groups: Iterable[Group], group: str = "") -> None:
        day = opening.hours().office_day_after(timezone.localdate(), SOON)
        initial = {"day": day, "first": FIRST, "whose": f"group-{group}"}
        super().__init__(data, initial=initial, auto_id="find_%s")
        self.groups = {f"group-{each.pk}": each for each in groups}
        schools = {each.organisation for each in self.groups.values()}
        self.schools = {f"school-{each.pk}": each for each in sorted(schools, key=str)}
        choices = [
            (_("Groups"), [(key, str(each)) for key, each in self.groups.items()]),
            (_("All groups of"), [(key, str(each)) for key, each in self.schools.items()]),
        ]
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[SendingOrganisation, Group | None]:
        key = self.cleaned_data["whose"]
        group = self.groups.get(key)
        return (group.organisation, group) if group else (self.schools[key], None)


class StopRow(forms.Form):
    """One company of the day: whether it is visited, and when."""

    tick = forms.BooleanField(label=gettext_lazy("Visit"), required=False)
    starts_at = fields.clock(gettext_lazy("From"), required=False)
    ends_at = fields.clock(gettext_lazy("To"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("Agreed on the phone"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        tutor: CompanyTutor,
        people: Sequence[Placement],
        times: tuple[time, time],
        stop: VisitStop | None = None,
        ticked: bool = True,
    ) -> None:
        initial = {"tick": ticked, "starts_at": times[0], "ends_at": times[1]}
        super().__init__(data, prefix=f"company-{tutor.company_id}", initial=initial)
        self.tutor, self.people, self.stop = tutor, people, stop
        self.error_place = str(tutor.company)
        if stop is None or stop.answer == StopAnswer.YES:
            del self.fields["agreed"]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {tutor.company}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tick"):
            for name in ("starts_at", "ends_at"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Enter a time, like 09:30."))
        return data

    def as_stop(self) -> Stop:
        return Stop(self.tutor, self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])


class DayForm(OnceMixin):
    """A day of visits: who comes, where they meet, and a row for each company."""

    day = fields.day(gettext_lazy("Day"))
    agency_tutor = forms.ModelChoiceField(
        label=gettext_lazy("Agency tutor who comes along"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody of the agency"),
    )
    guests = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sending tutors who come along"),
        queryset=SendingTutor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    meeting_at = fields.clock(gettext_lazy("They meet at"), required=False)
    meeting_point = forms.CharField(
        label=gettext_lazy("Meeting point"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        organisation: SendingOrganisation,
        rows: list[StopRow],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        staff = User.objects.filter(is_staff=True, is_active=True)
        self.fields["agency_tutor"].queryset = staff  # type: ignore[attr-defined]
        tutors = organisation.tutors.filter(user__is_active=True).select_related("user")
        self.fields["guests"].queryset = tutors  # type: ignore[attr-defined]
        if not tutors:
            del self.fields["guests"]
        for name, (_kind, tick) in TICKS.items():
            if data and name in data:
                self.fields[name] = tick()
        self.rows = rows

    def is_valid(self) -> bool:
        """With every row; what a row lacks stands in the row."""
        is_valid = super().is_valid()
        return all_valid(self.rows) and is_valid

    @property
    def forms(self) -> list[forms.Form]:
        """The day and its rows."""
        return [self, *self.rows]

    @property
    def has_errors(self) -> bool:
        return any(each.errors for each in self.forms)

    def refuse(self, error: ValidationError) -> None:
        """Say what is wrong where it is; a short way and a free day can be ticked away."""
        name = tick_for(error)
        if not name:
            add_errors(self, error)
            return
        if isinstance(error, ShortWay):
            for row in self.rows:
                if row.tutor.company_id in error.at:
                    row.add_error("starts_at", error.at[row.tutor.company_id])
        else:
            self.add_error("day", error)
        field = self.fields[name] = TICKS[name][1]()
        self.add_error(name, field.error_messages["required"])

    def ticked(self) -> dict[str, bool]:
        """What the planner has seen, as `planning` wants it."""
        return {name: bool(self.cleaned_data.get(name)) for name in TICKS}

    def as_day(self) -> Day:
        data = self.cleaned_data
        return Day(
            day=data["day"],
            agency_tutor=data["agency_tutor"],
            guests=list(data.get("guests") or ()),
            meeting_at=data["meeting_at"],
            meeting_point=data["meeting_point"],
        )

    def new_stops(self) -> list[Stop]:
        """Ticked companies that are not part of the day yet."""
        rows = (row for row in self.rows if row.stop is None and row.cleaned_data["tick"])
        return [row.as_stop() for row in rows]

    def changes(self) -> Changes:
        """What becomes of the companies of the day."""
        rows = {row.stop.pk: row for row in self.rows if row.stop is not None}
        ticked = {key: row for key, row in rows.items() if row.cleaned_data["tick"]}
        return Changes(
            times={
                key: (row.cleaned_data["starts_at"], row.cleaned_data["ends_at"])
                for key, row in ticked.items()
            },
            withdrawn=frozenset(rows.keys() - ticked.keys()),
            agreed=frozenset(key for key, row in ticked.items() if row.cleaned_data.get("agreed")),
            added=self.new_stops(),
        )


def offered(
    data: QueryDict | None,
    offers: Iterable[Offer],
    *,
    ticked: bool = True,
    trainee: Trainee | None = None,
) -> list[StopRow]:
    """A row for each company that could be visited; with a `trainee`, only theirs is ticked."""
    return [
        StopRow(
            data,
            tutor=each.tutor,
            people=each.placements,
            times=(each.starts_at, each.ends_at),
            ticked=ticked and (trainee is None or each.is_of(trainee)),
        )
        for each in offers
    ]


class ReasonForm(forms.Form):
    """Why a day is cancelled, or a wish declined."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Sending tutors read it; companies do not."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write the reason.")},
    )


# --- Reports ----------------------------------------------------------------------------------


class ReportRow(forms.Form):
    """What was seen at one company; a row without a word is left out."""

    spoken_to = forms.CharField(label=gettext_lazy("Spoken to"), required=False, max_length=200)
    seen = forms.CharField(
        label=gettext_lazy("What you saw and heard"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step = forms.CharField(
        label=gettext_lazy("Agreed next step"), required=False, max_length=300
    )
    next_on = fields.day(gettext_lazy("By when"), required=False)
    is_shared = forms.BooleanField(label=gettext_lazy("The school may read it"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        stop: VisitStop,
        said: VisitReport | None,
        *,
        may_hide: bool,
        is_sole: bool,
    ) -> None:
        names = list(self.base_fields)
        initial = {name: getattr(said, name) for name in names} if said else {}
        super().__init__(data, prefix=f"stop-{stop.pk}", initial=initial)
        self.stop, self.is_sole = stop, is_sole
        self.error_place = str(stop.company)
        if not may_hide:
            del self.fields["is_shared"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("seen") and (self.is_sole or any(data.values())):
            self.add_error("seen", _("Write in a few words what you saw."))
        if (
            bool(data.get("next_step")) != bool(data.get("next_on"))
            and "next_on" not in self.errors
        ):
            missing = "next_on" if data.get("next_step") else "next_step"
            self.add_error(missing, _("A next step has a day."))
        return data

    def as_seen(self) -> Seen | None:
        data = self.cleaned_data
        return Seen(**data) if data["seen"] else None


def reports_of(
    data: QueryDict | None,
    stops: Sequence[VisitStop],
    said: Iterable[VisitReport],
    *,
    may_hide: bool,
) -> list[ReportRow]:
    """A row for each company, with what was written before."""
    before = {each.stop_id: each for each in said}
    return [
        ReportRow(data, stop, before.get(stop.pk), may_hide=may_hide, is_sole=len(stops) == 1)
        for stop in stops
    ]


def all_valid(rows: Iterable[forms.Form]) -> bool:
    """Every form is looked at, so that all errors are shown at once."""
    wrong = [row for row in rows if not row.is_valid()]
    return not wrong


def seen_in(rows: Sequence[ReportRow]) -> dict[int, Seen]:
    """What valid rows say, by stop. Raises `ValidationError` when none says anything."""
    found = {row.stop.pk: seen for row in rows if (seen := row.as_seen())}
    if not found:
        raise ValidationError(_("Write about at least one company."), code="empty")
    return found


# --- The company ------------------------------------------------------------------------------


class AnswerForm(forms.Form):
    """One tap; only another time wants a field."""

    answer = forms.ChoiceField(
        choices=[(each, each) for each in (StopAnswer.YES, StopAnswer.OTHER, StopAnswer.NO)],
        error_messages={
            "required": gettext_lazy("Choose one of the answers."),
            "invalid_choice": gettext_lazy("Choose one of the answers."),
        },
    )
    on = fields.day(gettext_lazy("Another day"), required=False)
    at = fields.clock(gettext_lazy("This time suits better"), required=False)
    note = forms.CharField(
        label=gettext_lazy("A word for the agency"), required=False, max_length=300
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=40)


# --- The school -------------------------------------------------------------------------------


class WishForm(OnceMixin):
    """«We come to Italy»: when, who, and whom they want to see."""

    first_day = fields.day(gettext_lazy("From"))
    last_day = fields.day(gettext_lazy("To"))
    group = forms.ModelChoiceField(
        label=gettext_lazy("Which group do you want to visit?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=gettext_lazy("All our groups"),
    )
    people = forms.CharField(
        label=gettext_lazy("Who comes?"),
        help_text=gettext_lazy("Names, separated by commas."),
        max_length=300,
    )
    wish = forms.CharField(
        label=gettext_lazy("What matters to you?"),
        help_text=gettext_lazy("Like companies you want to see, or trainees you worry about."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None, *, tutor: SendingTutor, today: date) -> None:
        super().__init__(data, initial={"people": str(tutor)})
        groups = Group.objects.filter(organisation=tutor.organisation_id, leaves_on__gte=today)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first day."))
        elif last and last < self.today:
            self.add_error("last_day", _("This day is over."))
        return data

    def as_wish(self) -> Wish:
        names = ("first_day", "last_day", "people", "group", "wish")
        return Wish(**{name: self.cleaned_data[name] for name in names})
