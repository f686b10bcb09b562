"""Which papers a group is asked for."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action

from .. import journey
from ..enums import PaperNeed, StepTicker
from ..models import Group, JourneyStep, PaperHandIn, PaperWaiver, PaperWanted, Trainee

STEP = "sender-papers"  # the code of the journey's step that is ticked by itself
HERE = Path(__file__).resolve().parent
COPIED = [
    "code", "position", "names", "helps", "filled_by", "needed_for", "due_from", "due_days",
    "blank_form", "example",
]  # fmt: skip


def read() -> list[dict[str, Any]]:
    """The papers as the agency begins with them, in their order."""
    text = (HERE / "papers.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["papers"]
    return found


def write(*, models: Any) -> None:
    """Store those of the template that are not there; `models` has `PaperWanted`."""
    papers = models.PaperWanted.objects
    known = set(papers.filter(group=None).values_list("kind_of_group", "code"))
    papers.bulk_create(
        models.PaperWanted(position=place * 10, **paper)
        for place, paper in enumerate(read(), start=1)
        if (paper.get("kind_of_group", ""), paper["code"]) not in known
    )


def kinds() -> list[str]:
    """The kinds of group that the template knows; one query."""
    found = PaperWanted.objects.template().exclude(kind_of_group="").order_by("kind_of_group")
    return list(found.values_list("kind_of_group", flat=True).distinct())


@transaction.atomic
def begin(group: Group, kind: str, *, by: User) -> int:
    """Ask the group for what the template has for every group and for this kind, as far as it lacks it; how many.

    The first ones make the journey's step of these papers one that is ticked by itself.
    """
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    new = {
        paper.code: PaperWanted(group=group, **{name: getattr(paper, name) for name in COPIED})
        for paper in PaperWanted.objects.of_kind(kind).lacking(group)
    }
    made = PaperWanted.objects.bulk_create(new.values())
    if made:
        audit.note(Action.PAPER_ASKED, by=by, about=group, count=len(made))
        changed(group, by=by)
    return len(made)


@transaction.atomic
def changed(group: Group, *, by: User) -> None:
    """What the group is asked for is another now: its step of the journey follows, for everybody."""
    has_any = PaperWanted.objects.filter(group=group).exists()
    step = JourneyStep.objects.filter(group=group, code=STEP)
    step.update(ticked_by=StepTicker.PORTAL if has_any else StepTicker.TRAINEE)
    if has_any and step.exists():
        for trainee in Trainee.objects.filter(group=group):
            settle(trainee, by=by)


def settle(trainee: Trainee, *, by: User) -> None:
    """Tick the journey's step, or take it back: whether all that counts for it is accepted or not needed.

    What counts are papers that are needed for the certificate; where there are none, all.
    """
    wanted = PaperWanted.objects.filter(group=trainee.group_id)
    if not JourneyStep.objects.filter(
        group=trainee.group_id, code=STEP, ticked_by=StepTicker.PORTAL
    ).exists():
        return
    for_certificate = wanted.filter(needed_for=PaperNeed.CERTIFICATE)
    counting = set((for_certificate if for_certificate.exists() else wanted).values_list("pk"))
    accepted = PaperHandIn.objects.filter(trainee=trainee, verdict="accepted")
    waived = PaperWaiver.objects.filter(trainee=trainee)
    there = {*accepted.values_list("wanted"), *waived.values_list("wanted")}
    if counting <= there:
        journey.tick_code(trainee, STEP, by=by)
    else:
        journey.untick_code(trainee, STEP, by=by)
