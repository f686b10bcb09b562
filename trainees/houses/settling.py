"""The desk's page on which a group gets its beds: which house and nights, then a bed for each person."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.models import User
from imyportal import tracking

from .. import watching
from ..models import AccompanyingPerson, Bed, BedStay, Group, House, Trainee
from . import NIGHT, beds, proposing
from .forms import GroupForm, WhichForm, first_day


class Settling:
    """Ten queries, however many people."""

    def __init__(
        self, group: Group, viewer: User, asked: QueryDict, posted: QueryDict | None
    ) -> None:
        self.group, self.viewer, self.posted = group, viewer, posted
        houses = House.objects.visible_to(viewer).filter(is_active=True)
        usual = {
            "first_night": first_day(group.arrives_on, group.leaves_on),
            "leaves_on": group.leaves_on,
        }
        source = posted if posted is not None else asked if "house" in asked else None
        self.which = WhichForm(source, houses=houses, initial=usual)
        self.has_houses = houses.exists()

    @cached_property
    def nights(self) -> tuple[date, date]:
        """First and last night; those of the group while nothing was asked for."""
        days = self.which.cleaned_data if self.which.is_bound and self.which.is_valid() else {}
        first = days.get("first_night") or self.which.initial["first_night"]
        leaves = days.get("leaves_on") or self.which.initial["leaves_on"]
        return first, max(leaves - NIGHT, first)

    @cached_property
    def people(self) -> list[Trainee]:
        seen = Trainee.objects.visible_to(self.viewer).filter(group=self.group)
        found = list(seen)
        for trainee in found:
            trainee.group = self.group
        return found

    @cached_property
    def housed(self) -> list[BedStay]:
        """Who has a bed on any of these nights."""
        rows = BedStay.objects.touching(*self.nights).filter(trainee__in=self.people)
        found = list(rows.select_related("bed__room__house", "trainee"))
        return sorted(found, key=lambda row: (str(row.bed), row.first_night))

    @cached_property
    def companions(self) -> list[AccompanyingPerson]:
        """Who comes with the group; beds are given to them one by one."""
        seen = AccompanyingPerson.objects.visible_to(self.viewer).filter(group=self.group)
        return list(seen.prefetch_related("bed_stays__bed__room__house"))

    @cached_property
    def left(self) -> list[Trainee]:
        """Who has none."""
        have = {row.trainee_id for row in self.housed}
        return [each for each in self.people if each.pk not in have]

    @cached_property
    def free(self) -> list[Bed]:
        """The free beds of the house that was chosen."""
        house = self.which.cleaned_data["house"]
        rows = Bed.objects.free(*self.nights).filter(room__house=house)
        return list(rows.select_related("room__house"))

    @cached_property
    def form(self) -> GroupForm | None:
        """None until a house is chosen, or when everybody has a bed."""
        if not (self.which.is_bound and self.which.is_valid() and self.left):
            return None
        fixed: dict[str, Any] = {"people": self.left, "beds": self.free}
        if self.posted is not None:
            return GroupForm(self.posted, **fixed)
        return GroupForm(initial=self._proposal(), **fixed)

    def _proposal(self) -> dict[str, Any]:
        proposed = proposing.propose(self.free, self.left, *self.nights)
        data = self.which.cleaned_data
        initial = {name: data[name] for name in ("first_night", "leaves_on")}
        initial["house"] = data["house"].pk
        for trainee in self.left:
            initial[f"sex_{trainee.pk}"] = trainee.sex
            if bed := proposed.get(trainee.pk):
                initial[f"bed_{trainee.pk}"] = bed.pk
        return initial

    @property
    def proposed(self) -> int:
        """How many the proposal has a bed for."""
        return sum(bool(bed.value()) for _each, _sex, bed in self.form.rows) if self.form else 0

    @transaction.atomic
    def store(self) -> int | None:
        """Give the beds, how many; None when another proposal was asked for. Raises as `beds.put`."""
        if self.form is None or self.posted is None:
            raise ValueError("nothing was sent")
        self._store_sexes(self.form.sexes())
        if "propose" in self.posted:
            return None
        anyway = self.form.cleaned_data["anyway"]
        return beds.put(self.form.places(), by=self.viewer, anyway=anyway)

    def _store_sexes(self, sexes: dict[int, str]) -> None:
        changed = [each for each in self.left if sexes[each.pk] != each.sex]
        for trainee in changed:
            trainee.sex = sexes[trainee.pk]
        with tracking.kept_each(changed, by=self.viewer, of=Trainee):
            Trainee.objects.bulk_update(changed, ["sex"])
        watching.changed(changed, {"sex"})
