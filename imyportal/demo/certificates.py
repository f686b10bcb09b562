"""Two certificates of the group that has just finished; the others wait for the button."""

from datetime import date

from assessment import certificates
from assessment.readiness import readiness
from trainees.models import Group

from .agency import stays


def build(today: date) -> None:
    """Ask for the first two that are ready, in the name of the group's tutor."""
    finished = min(stays(today), key=lambda stay: stay.last_day)
    group = Group.objects.select_related("lead_tutor").get(name=finished.name)
    rows = readiness(group, group.lead_tutor, today=today)
    ready = [row.placement for row in rows if row.ready and row.placement]
    certificates.request(ready[:2], by=group.lead_tutor)
