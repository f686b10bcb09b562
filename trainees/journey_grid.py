"""The desk's grid of a group's journey: one phase at a time, people by steps."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User

from .enums import JourneyPhase, StepTicker
from .journey import Pair
from .journey_overview import Overview
from .models import Group, JourneyStep, StepDone, Trainee


@dataclass(frozen=True)
class Tab:
    """One phase."""

    label: str
    url: str
    count: str  # «12 of 32»
    is_current: bool


@dataclass(frozen=True)
class Cell:
    """One step of one person."""

    key: str  # «trainee:step», what the form posts
    is_done: bool
    name: str  # for a screen reader
    is_fixed: bool  # ticked by itself


class Grid:
    """Four queries: steps, people, ticks, and what the template lacks."""

    def __init__(self, group: Group, viewer: User, phase: str) -> None:
        self.group = group
        self.steps = list(JourneyStep.objects.filter(group=group))
        seen = Trainee.objects.visible_to(viewer).filter(group=group)
        self.people = list(seen.select_related("user"))
        ticks = StepDone.objects.filter(trainee__in=self.people, step__group=group)
        self.done = set(ticks.values_list("trainee", "step"))
        known = {step.code for step in self.steps}
        template = JourneyStep.objects.template().values_list("code", flat=True)
        self.missing = len(set(template) - known)
        self.phase = phase if phase in self._phases else self._first_open()

    @cached_property
    def _phases(self) -> list[str]:
        used = {step.phase for step in self.steps}
        return [phase for phase in JourneyPhase.values if phase in used]

    @cached_property
    def _counts(self) -> Counter[str]:
        phase_of = {step.pk: step.phase for step in self.steps}
        return Counter(phase_of[step] for _trainee, step in self.done)

    def _wanted(self, phase: str) -> int:
        return len(self.people) * sum(step.phase == phase for step in self.steps)

    def _first_open(self) -> str:
        is_open = (each for each in self._phases if self._counts[each] < self._wanted(each))
        return next(is_open, self._phases[-1] if self._phases else "")

    @property
    def tabs(self) -> list[Tab]:
        """The phases the group has steps in."""
        page = reverse("admin:trainees_group_journey", args=[self.group.pk])
        return [
            Tab(
                label=str(JourneyPhase(phase).label),
                url=f"{page}?phase={phase}",
                count=f"{self._counts[phase]}/{self._wanted(phase)}",
                is_current=phase == self.phase,
            )
            for phase in self._phases
        ]

    @cached_property
    def overview(self) -> Overview:
        """Everybody in every phase."""
        today = timezone.localdate()
        return Overview(self.group, self.steps, self.people, self.done, today)

    @cached_property
    def columns(self) -> list[JourneyStep]:
        """The steps of this phase."""
        return [step for step in self.steps if step.phase == self.phase]

    @property
    def rows(self) -> list[tuple[Trainee, list[Cell]]]:
        """Each person with a cell for each column."""
        return [(each, [self._cell(each, step) for step in self.columns]) for each in self.people]

    def _cell(self, trainee: Trainee, step: JourneyStep) -> Cell:
        is_done = (trainee.pk, step.pk) in self.done
        is_fixed = step.ticked_by == StepTicker.PORTAL
        return Cell(f"{trainee.pk}:{step.pk}", is_done, f"{trainee.name}: {step.name}", is_fixed)

    def changes(self, data: QueryDict) -> dict[str, Any]:
        """What a posted form changes: only what differs from what it showed, or one column for all."""
        pairs: dict[str, Pair] = {
            f"{trainee.pk}:{step.pk}": (trainee, step)
            for trainee in self.people
            for step in self.columns
            if step.ticked_by != StepTicker.PORTAL
        }
        shown, ticked = set(data.getlist("shown")), set(data.getlist("tick"))
        if column := data.get("all"):
            ticked |= {key for key in pairs if key.endswith(f":{column}")}
        return {
            "done": [pair for key, pair in pairs.items() if key in ticked - shown],
            "undone": [pair for key, pair in pairs.items() if key in shown - ticked],
        }
