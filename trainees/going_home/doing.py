"""Sends what is still wanted: the mail and that its step is done are one transaction.

Nobody is spared the night here: somebody who did not come home is looked for.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from imyportal import mail, work
from imyportal.models import OutgoingMail

from ..accompanying import news as of_group
from ..enums import HomeOutcome, HomeStep
from ..models import HomeReminder, WayHome
from ..told import guardians, school


def do_due() -> int:
    """Do every step that is due; how many were finished."""
    return work.do_in_batches(HomeReminder.objects.due, _batch)


def _batch(rows: list[HomeReminder]) -> Iterable[work.Result]:
    ways = _locked(rows)
    found = defaultdict(list)
    for row in rows:
        found[_do(row, ways[row.way_id])].append(row.pk)
    return [(keys, {"outcome": outcome}) for outcome, keys in found.items()]


def _locked(rows: list[HomeReminder]) -> dict[int, WayHome]:
    """In one order, and under lock: who says now that they are home waits, or was before us."""
    found = (
        WayHome.objects.select_for_update(of=("self",))
        .select_related("trainee__user", "trainee__group__organisation")
        .prefetch_related(
            "trainee__guardians",
            "trainee__group__sending_tutor__user",
            "trainee__group__accompanying",
        )
        .filter(pk__in={row.way_id for row in rows})
        .order_by("pk")
    )
    ways = {way.pk: way for way in found}
    work.hook("going_home.locked")
    return ways


def _do(row: HomeReminder, way: WayHome) -> HomeOutcome:
    if way.home_at is not None:
        return HomeOutcome.HOME
    if way.home_by != row.home_by:
        return HomeOutcome.MOVED
    if timezone.now() >= row.useful_until:
        return HomeOutcome.TOO_LATE
    drafts = _family(way) if row.step == HomeStep.TELL else [_to_trainee(row, way)]
    drafts = [each for each in drafts if each.to]
    if not drafts:
        return HomeOutcome.NO_ADDRESS
    return HomeOutcome.MAILED if mail.queue_all(drafts) else HomeOutcome.BEFORE


def _to_trainee(row: HomeReminder, way: WayHome) -> OutgoingMail:
    # Another hour on the same day is no reason to ask again; another day is.
    moment = f"{way.leaves_on}" if row.step == HomeStep.ASK else f"{way.home_by.isoformat()}"
    return mail.draft(
        "trainees/home_ask",
        to=way.email,
        language=way.language,
        about=way,
        key=f"home:{row.step}:{way.pk}:{moment}",
        step=row.step,
    )


def _family(way: WayHome) -> list[OutgoingMail]:
    """To the guardians of a minor one each; to the school and to who came with the group one for all who are missed."""
    trainee = way.trainee
    drafts = [
        mail.draft(
            "trainees/home_missed",
            to=guardian.email,
            language=guardian.language,
            about=guardian,
            key=f"home:guardian:{guardian.pk}:{way.home_by.isoformat()}",
            way=way.pk,
        )
        for guardian in guardians(trainee)
    ]
    office = school(trainee.group)
    moment = way.home_by.isoformat()
    return [
        *drafts,
        *of_group.not_home(trainee.group, way.home_by),
        mail.draft(
            "trainees/home_missed_school",
            to=office.email,
            language=office.language,
            about=trainee.group,
            key=f"home:school:{trainee.group_id}:{moment}",
            home_by=moment,
        ),
    ]
