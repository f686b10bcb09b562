"""Certificates of the group that has just finished: valid, issued again, withdrawn; the others wait."""

from datetime import date

from accounts import links
from accounts.enums import Language, Purpose
from assessment import certificates, confirming, numbering
from assessment.readiness import gather, readiness
from placements.models import Placement
from trainees.models import Group

from .agency import stays


def build(today: date) -> None:
    """Ask for the first four that are ready, in the name of the group's tutor."""
    finished = min(stays(today), key=lambda stay: stay.last_day)
    group = Group.objects.select_related("lead_tutor", "organisation").get(name=finished.name)
    school = group.organisation.country.lower()
    Group.objects.filter(pk=group.pk).update(
        language=school if school in Language.values else Language.EN,
        activity="Short-term learning mobility of VET learners",
        recognition="Counts as part of the training in the company; noted in the training record.",
    )
    rows = readiness(group, group.lead_tutor, today=today)
    ready = [row.placement for row in rows if row.ready and row.placement]
    ready = sorted(ready, key=lambda placement: placement.pk)[:4]
    _numbers(group, ready)
    for placement in ready[:2]:
        _confirm(placement)
    by = group.lead_tutor
    made = certificates.request(ready[2:], by=by)
    # On paper already, so that their codes say what became of them.
    certificates.render_due()
    if len(made) == 2:
        certificates.reissue(made[0], by=by, reason="The second first name was missing.")
        certificates.withdraw(made[1], by=by, reason="The hours of the last week were wrong.")
    certificates.request(ready[:2], by=by)


def _numbers(group: Group, placements: list[Placement]) -> None:
    """The school gave one of them a number of its National Europass Centre."""
    entered = {
        placement.pk: {
            "europass_number": "" if n else f"{group.organisation.country}/2026/004711",
            "mobility_id": f"{group.project_code or 'KA1'}-MOB-{n + 1:05}",
        }
        for n, placement in enumerate(placements)
    }
    numbering.enter(group, entered, by=group.lead_tutor)


def _confirm(placement: Placement) -> None:
    facts = gather([placement])[placement.pk]
    tutor = placement.company_tutor
    confirming.answer(
        facts,
        shown=confirming.digest(facts),
        link=links.for_holder(Purpose.COMPANY, tutor),
        name=tutor.name,
        role=f"Tutor, {placement.company.name}",
        button="Conferma",
        ip=None,
    )
