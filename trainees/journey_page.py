"""A trainee's journey as ready words: the next step, and every phase with its steps."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imyportal import words

from . import journey
from .enums import JourneyPhase, StepTicker
from .going_home import saying as going_home
from .models import JourneyStep, StepDone, Trainee
from .papers import asking as papers
from .welcome import presence as welcome


@dataclass(frozen=True)
class Row:
    """One step."""

    key: int
    name: str
    own_name: str  # in the trainee's language, where the pages do not speak it
    language: str  # of that
    note: str
    tone: str  # of the state: ok, wait, warn or empty
    label: str  # the state in words
    is_done: bool
    can_tick: bool
    can_undo: bool
    due_on: date
    read_url: str  # where it is read and confirmed, which ticks it
    phase: str
    url: str = ""  # where it is done, when not by a tick


@dataclass(frozen=True)
class Page:
    """All of them, and the one to do next."""

    phases: list[tuple[str, list[Row]]]
    next: Row | None
    done: int
    total: int

    def of(self, phase: JourneyPhase) -> list[Row]:
        """Those of one phase."""
        return [row for _label, rows in self.phases for row in rows if row.phase == phase]


def page(trainee: Trainee, *, today: date) -> Page:
    """The journey of a trainee; three queries. The group must be loaded."""
    steps = list(JourneyStep.objects.filter(group=trainee.group_id))
    ticks = {each.step_id: each for each in StepDone.objects.filter(trainee=trainee)}
    order = {phase: place for place, phase in enumerate(JourneyPhase.values)}
    steps.sort(key=lambda step: order[step.phase])
    to_read = journey.to_read()
    rows = {
        step.pk: _row(step, trainee, ticks.get(step.pk), today, is_read=step.code in to_read)
        for step in steps
    }
    phases = [
        (str(JourneyPhase(phase).label), [rows[step.pk] for step in found])
        for phase, found in groupby(steps, key=lambda step: step.phase)
    ]
    waiting = [row for row in rows.values() if row.can_tick or (row.read_url and not row.is_done)]
    past = {step.pk for step in steps if step.is_past(trainee.group)}
    return Page(
        phases=phases,
        next=min(waiting, key=lambda row: (row.key in past, row.due_on), default=None),
        done=sum(row.is_done for row in rows.values()),
        total=len(rows),
    )


def _row(
    step: JourneyStep, trainee: Trainee, done: StepDone | None, today: date, *, is_read: bool
) -> Row:
    due_on = step.due_on(trainee.group)
    is_own = step.ticked_by == StepTicker.TRAINEE
    language = trainee.user.language if trainee.user else trainee.language
    begins_on = step.begins_on(trainee.group)
    is_early = begins_on is not None and today < begins_on and not is_read
    is_theirs = step.ticked_by != StepTicker.TUTOR
    tone, label = _state(done, is_theirs, due_on, today)
    if is_early and begins_on and is_theirs and done is None:
        # Translators: a day, like «from 9 January»
        tone, label = "", _("From %(day)s") % {"day": date_format(begins_on, "j E")}
    return Row(
        key=step.pk,
        name=step.name,
        own_name=words.own(step.names, language),
        language=language,
        note=_note(step, done, due_on),
        tone=tone,
        label=label,
        is_done=done is not None,
        can_tick=is_own and done is None and not is_early and not is_read,
        can_undo=bool(
            is_own
            and done
            and trainee.user
            and not is_read
            and journey.may_undo(done, trainee.user)
        ),
        due_on=due_on,
        read_url=_read_url(step.code) if is_read else "",
        phase=step.phase,
        url="" if done or is_early else _url(step),
    )


def _read_url(code: str) -> str:
    if code == journey.REFLECTION:
        return reverse("trainees:reflection")
    return reverse("trainees:publication", args=[code])


def _url(step: JourneyStep) -> str:
    pages = {
        going_home.STEP: "trainees:going_home",
        welcome.STEP: "trainees:welcome",
        papers.STEP: "trainees:papers",
    }
    is_ours = step.ticked_by == StepTicker.PORTAL and step.code in pages
    return reverse(pages[step.code]) if is_ours else ""


def _state(done: StepDone | None, is_theirs: bool, due_on: date, today: date) -> tuple[str, str]:
    if done:
        return "ok", _("Done")
    if not is_theirs:
        return "wait", _("Your tutor ticks it")
    return ("warn", _("Late")) if due_on < today else ("", _("To do"))


def _note(step: JourneyStep, done: StepDone | None, due_on: date) -> str:
    parts = [_("needed for the certificate")] if step.is_needed else []
    if done:
        day = date_format(timezone.localdate(done.at), "j E")
        # Translators: a day, like «done on 12 March»
        parts.insert(0, _("done on %(day)s") % {"day": day})
    else:
        # Translators: a day, like «by 12 March»
        parts.insert(0, _("by %(day)s") % {"day": date_format(due_on, "j E")})
    return ", ".join(parts)
