"""A support plan of the demo: permitted, agreed, one topic shared with company and school, one asked about."""

from django.utils import timezone

from assessment import exempting
from placements.models import Placement
from trainees import consents
from trainees.enums import ShareParty, SupportTopic
from trainees.models import SupportPlan
from trainees.support import plans, sharing

TEXTS = {
    SupportTopic.WORK: "A place away from the machines. One task at a time, shown once, then written on a card.",
    SupportTopic.HOURS: "At most 6 h a day. A break of 15 minutes every 90 minutes, away from the noise.",
    SupportTopic.COMMUNICATION: "Short sentences, face to face. Important things in writing.",
    SupportTopic.EMERGENCY: "May not hear the alarm: somebody goes and fetches them. Call the mother first.",
    SupportTopic.HOUSE: "A room to the courtyard, and a light that flashes when somebody rings.",
}
WHY = "The hall is loud. What is said across it cannot be heard, so understanding speech is not judged there."
NUMBERS = {"contact_days": 3, "day_minutes": 360, "evaluation_days": 2}
OWN = "I tell you when it gets too loud. Please do not decide for me, ask me."


def build(placements: list[Placement]) -> None:
    """Of an adult of the group that is here, written by their tutor."""
    today = timezone.localdate()
    here = [
        each
        for each in placements
        if each.starts_on <= today <= each.ends_on
        and each.trainee.user is not None
        and not each.trainee.is_minor_on(today)
    ]
    placement = here[4]
    trainee, user = placement.trainee, placement.trainee.user
    tutor = trainee.responsible
    if user is None:
        raise ValueError("nobody to agree")
    consents.agree(trainee, plans.PURPOSE, by=user, language="en")
    plan = plans.begin(trainee, by=tutor)
    plan = plans.write(plan, TEXTS, by=tutor, seen=plan.changed_at, **NUMBERS)
    plan = plans.write(plan, {SupportTopic.OWN: OWN}, by=user, seen=plan.changed_at)
    left_out = [
        each for each in exempting.offered(trainee).indicators if each.code == "understands"
    ]
    plan = exempting.propose(plan, left_out, WHY, by=tutor, seen=plan.changed_at)
    plan = plans.agree(plan, by=user, seen=plan.changed_at)
    _share(plan, ShareParty.COMPANY, [SupportTopic.WORK, SupportTopic.HOURS], agreed=True)
    _share(plan, ShareParty.SCHOOL, [SupportTopic.COMMUNICATION], agreed=False)


def _share(
    plan: SupportPlan, party: ShareParty, topics: list[SupportTopic], *, agreed: bool
) -> None:
    trainee = plan.trainee
    person = next(each for each in sharing.people(trainee) if each.party == party)
    made = sharing.propose(plan, person, topics, person.until, by=trainee.responsible)
    for share in made if agreed and trainee.user else []:
        sharing.agree(share, by=trainee.user)  # type: ignore[arg-type]
