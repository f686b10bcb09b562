"""What is typed about houses and beds."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields

from ..enums import Sex
from ..models import Bed, BedStay, House, Room, Trainee
from ..models.accompanying import Person, whose
from . import NIGHT
from .concerns import Place

MOST_BEDS = 20  # of a room


class RoomForm(forms.ModelForm[Room]):
    """A room and how many beds it has."""

    beds = forms.IntegerField(
        label=gettext_lazy("Beds"),
        min_value=1,
        max_value=MOST_BEDS,
        initial=2,
        error_messages={"required": gettext_lazy("Write how many beds the room has.")},
    )

    class Meta:
        model = Room
        fields = ["name", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beds"].widget.attrs["aria-label"] = self.fields["beds"].label
        if self.instance.pk:
            self.initial["beds"] = self.instance.beds.count()

    def clean_beds(self) -> int:
        wanted: int = self.cleaned_data["beds"]
        if self.instance.pk:
            used = self.instance.beds.filter(stays__isnull=False).order_by("-number").first()
            if used is not None and used.number > wanted:
                text = _("Somebody has or had bed %(number)d: leave at least so many.")
                raise ValidationError(text % {"number": used.number})
        return wanted


class NightsMixin(forms.Form):
    """From the first night to the day of leaving, and what was warned of."""

    first_night = fields.day(
        gettext_lazy("First night"), missing=gettext_lazy("Enter the first night.")
    )
    leaves_on = fields.day(
        gettext_lazy("Leaves on"), missing=gettext_lazy("Enter the day of leaving.")
    )
    # Shown only once there is something to have read.
    anyway = forms.BooleanField(
        label=gettext_lazy("I have read what is above: do it all the same"),
        required=False,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, leaves = data.get("first_night"), data.get("leaves_on")
        if first and leaves and leaves <= first:
            self.add_error("leaves_on", _("The day of leaving is not after the first night."))
        return data

    def ask(self, error: ValidationError) -> None:
        """Show the tick box where `error` tells of concerns."""
        if any(each.code == "concerns" for each in getattr(error, "error_list", [])):
            self.fields["anyway"].widget = forms.CheckboxInput()


class WhichForm(forms.Form):
    """Into which house, and when."""

    house = forms.ModelChoiceField(
        House.objects.none(),
        label=gettext_lazy("House"),
        error_messages={"required": gettext_lazy("Choose a house.")},
    )
    first_night = fields.day(gettext_lazy("First night"))
    leaves_on = fields.day(gettext_lazy("Leaves on"))

    def __init__(self, *args: Any, houses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house"].queryset = houses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, leaves = data.get("first_night"), data.get("leaves_on")
        if first and leaves and leaves <= first:
            self.add_error("leaves_on", _("The day of leaving is not after the first night."))
        return data


class GroupForm(NightsMixin):
    """A bed for everybody of a group who has none on these nights."""

    house = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: Iterable[Trainee], beds: Iterable[Bed], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_night", "leaves_on"):
            self.fields[name].widget = forms.HiddenInput()
        self.people, self.beds = list(people), {str(bed.pk): bed for bed in beds}
        for trainee in self.people:
            self.fields[f"sex_{trainee.pk}"] = forms.ChoiceField(
                label=_("Sex of %(name)s") % {"name": trainee},
                choices=[("", "–"), *Sex.choices],
                required=False,
            )
            self.fields[f"bed_{trainee.pk}"] = forms.ChoiceField(
                label=_("Bed of %(name)s") % {"name": trainee},
                choices=[("", _("no bed yet")), *_choices(self.beds.values())],
                required=False,
                error_messages={"invalid_choice": _("This bed is taken now. Choose another one.")},
            )

    @property
    def rows(self) -> list[tuple[Trainee, forms.BoundField, forms.BoundField]]:
        """Each with the fields of sex and bed."""
        return [(each, self[f"sex_{each.pk}"], self[f"bed_{each.pk}"]) for each in self.people]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: dict[str, Trainee] = {}
        for trainee in self.people:
            if not (bed := data.get(f"bed_{trainee.pk}")):
                continue
            if bed in chosen:
                text = _("%(name)s has this bed already. Choose another one.")
                self.add_error(f"bed_{trainee.pk}", text % {"name": chosen[bed]})
            chosen[bed] = trainee
        return data

    def sexes(self) -> dict[int, str]:
        """What was chosen, by the key of the trainee."""
        return {each.pk: self.cleaned_data.get(f"sex_{each.pk}", "") for each in self.people}

    def places(self) -> list[Place]:
        """Who gets which bed."""
        data = self.cleaned_data
        nights = data["first_night"], data["leaves_on"] - NIGHT
        return [
            Place(each, self.beds[data[f"bed_{each.pk}"]], *nights)
            for each in self.people
            if data[f"bed_{each.pk}"]
        ]


class MoveForm(NightsMixin):
    """Another bed for one person, or none any more."""

    GONE = "none"
    bed = forms.ChoiceField(
        label=gettext_lazy("Bed"),
        error_messages={
            "required": gettext_lazy("Choose a bed."),
            "invalid_choice": gettext_lazy(
                "This bed is taken on one of these nights. Choose another one."
            ),
        },
    )
    field_order = ["bed", "first_night", "leaves_on", "anyway"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["first_night"].help_text = _(
            "From here on. Nights before it stay written down where they were slept."
        )
        self.initial = {"first_night": first_day(*person.stay), "leaves_on": self._leaves_on()}
        self.beds = {str(bed.pk): bed for bed in self._free()}
        choices = [("", "–"), *_choices(self.beds.values(), with_house=True)]
        if person.bed_stays.exists():
            choices.append((self.GONE, _("No bed any more from the first night on")))
        self.fields["bed"].choices = choices  # type: ignore[attr-defined]

    def _leaves_on(self) -> date:
        last = self.person.bed_stays.order_by("-last_night").first()
        today = timezone.localdate()
        return last.leaves_on if last and last.leaves_on > today else self.person.stay[1]

    def _free(self) -> Iterable[Bed]:
        """On the nights that were typed, else on those shown; one's own bed is free for oneself."""
        first, leaves = (
            self._typed(name) or self.initial[name] for name in ("first_night", "leaves_on")
        )
        others = BedStay.objects.touching(first, leaves - NIGHT).exclude(**whose(self.person))
        beds = Bed.objects.filter(room__house__is_active=True).exclude(pk__in=others.values("bed"))
        return beds.select_related("room__house")

    def _typed(self, name: str) -> date | None:
        if not self.is_bound:
            return None
        try:
            found: date | None = self.fields[name].clean(self.data.get(name))
        except ValidationError:
            return None
        return found if found and 1900 < found.year < 2200 else None

    @property
    def is_gone(self) -> bool:
        return self.cleaned_data["bed"] == self.GONE

    def place(self) -> Place:
        """Where they sleep from then on."""
        data = self.cleaned_data
        last = data["leaves_on"] - NIGHT
        return Place(self.person, self.beds[data["bed"]], data["first_night"], last)


def first_day(arrives_on: date, leaves_on: date) -> date:
    """The night a change begins with when nothing else is typed: today, or the first of the stay."""
    return max(arrives_on, min(timezone.localdate(), leaves_on - NIGHT))


def _choices(beds: Iterable[Bed], *, with_house: bool = False) -> list[Any]:
    """Beds by room, or by house."""

    def head(bed: Bed) -> str:
        return str(bed.room.house if with_house else bed.room.name)

    def words(bed: Bed) -> str:
        # Translators: a bed in a list, like «Room 2, bed 1»
        names = {"room": bed.room.name, "number": bed.number}
        return _("%(room)s, bed %(number)d") % names

    return [(name, [(str(b.pk), words(b)) for b in rows]) for name, rows in groupby(beds, head)]


def until_words(stay: BedStay) -> str:
    """Like «3 March–30 April»: the first night and the day of leaving."""
    return f"{date_format(stay.first_night, 'j F')}–{date_format(stay.leaves_on, 'j F')}"
