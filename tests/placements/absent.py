"""What tests of absences say again and again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from accounts import links
from accounts.enums import Purpose
from imyportal.models import OutgoingMail
from placements.absences import noticing
from placements.models import WorkDay

from .filling import THURSDAY

FRIDAY = THURSDAY + timedelta(days=1)
ROME = ZoneInfo("Europe/Rome")


def mails():
    """(template, to) of all that was queued, oldest first."""
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to"))


def both_told(placement, template="placements/absence"):
    """One mail to the agency tutor, one to the company."""
    tutor, company = placement.trainee.responsible, placement.company_tutor
    return sorted([(template, tutor.email), (template, company.email)])


def link_of(placement):
    return links.for_holder(Purpose.COMPANY, placement.company_tutor)


def notice(placement, day=THURSDAY):
    return noticing.notice(placement, day, link=link_of(placement))


def chart(placement):
    rows = WorkDay.objects.filter(week__placement=placement).order_by("date")
    return [(row.date, row.kind, row.told_at is not None) for row in rows]
