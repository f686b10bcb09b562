"""A group's whole journey at a glance: how far everybody is, who is stuck where, why, and whose turn it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .enums import JourneyPhase, StepTicker
from .models import Group, JourneyStep, Trainee
from .welcome import presence as welcome


@dataclass(frozen=True)
class Share:
    """How much of a phase one person has done."""

    text: str  # «2/4»
    tone: str  # ok: all of it; warn: something is late; empty


@dataclass(frozen=True)
class Standing:
    """One person: each phase, and the step they stand at."""

    trainee: Trainee
    phases: list[Share]
    step: str  # the late one that was due first, else the next one; empty when all is done
    when: str
    turn: str
    why: str
    late: int

    @property
    def is_late(self) -> bool:
        return self.late > 0


class Overview:
    """Made of what the grid has read: no query. Accounts must be loaded with the people."""

    def __init__(
        self,
        group: Group,
        steps: Collection[JourneyStep],
        people: Collection[Trainee],
        done: Collection[tuple[int, int]],
        today: date,
    ) -> None:
        order = {phase: place for place, phase in enumerate(JourneyPhase.values)}
        self._due = {step.pk: step.due_on(group) for step in steps}
        # What belonged before departure keeps nobody who is here.
        self._steps = sorted(
            steps, key=lambda step: (step.is_past(group), self._due[step.pk], order[step.phase])
        )
        self._done, self._today = done, today
        self._phases = [
            phase for phase in JourneyPhase.values if any(step.phase == phase for step in steps)
        ]
        self.labels = [str(JourneyPhase(phase).label) for phase in self._phases]
        # Who is furthest behind stands on top.
        self.rows = sorted((self._standing(each) for each in people), key=lambda row: -row.late)

    @property
    def stuck(self) -> int:
        """How many have something late."""
        return sum(row.is_late for row in self.rows)

    def _standing(self, trainee: Trainee) -> Standing:
        left = [step for step in self._steps if (trainee.pk, step.pk) not in self._done]
        late = [step for step in left if self._due[step.pk] < self._today]
        at = next(iter(late or left), None)
        return Standing(
            trainee=trainee,
            phases=[self._share(phase, left, late) for phase in self._phases],
            step=at.name if at else "",
            when=self._when(at) if at else "",
            turn=self._turn(at) if at else "",
            why=_why(trainee, at),
            late=len(late),
        )

    def _share(
        self, phase: str, left: Collection[JourneyStep], late: Collection[JourneyStep]
    ) -> Share:
        total = sum(step.phase == phase for step in self._steps)
        open_ones = sum(step.phase == phase for step in left)
        is_late = any(step.phase == phase for step in late)
        return Share(
            f"{total - open_ones}/{total}", "warn" if is_late else "" if open_ones else "ok"
        )

    def _turn(self, step: JourneyStep) -> str:
        """Who can do something. What is ticked by itself the trainee does; who missed the welcome day is caught up."""
        is_missed = step.code == welcome.STEP and self._due[step.pk] < self._today
        is_ours = step.ticked_by == StepTicker.TUTOR or is_missed
        return str((StepTicker.TUTOR if is_ours else StepTicker.TRAINEE).label)

    def _when(self, step: JourneyStep) -> str:
        due_on = self._due[step.pk]
        # Translators: a day, like «since 12 March» and «by 12 March»
        pattern = _("since %(day)s") if due_on < self._today else _("by %(day)s")
        return pattern % {"day": date_format(due_on, "j E")}


def _why(trainee: Trainee, step: JourneyStep | None) -> str:
    """What keeps them from it, where we know it."""
    if step is None or step.ticked_by != StepTicker.TRAINEE:
        return ""
    if not trainee.email:
        return _("no e-mail address")
    return "" if trainee.user and trainee.user.last_login else _("never signed in")
