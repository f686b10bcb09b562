"""The mail to the company before a first day. Its text is in templates/emails/placements/."""

from django.utils import timezone

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail
from trainees.models.stand_ins import on_duty

from ..company_links import company_link
from ..enums import LIVE_STATUSES
from ..models import FirstDay

PEOPLE = (
    "placement__trainee__tutor",
    "placement__trainee__group__lead_tutor",
    "placement__company_tutor",
    "accompanied_by",
)


@mail.fills("placements/first_day")
def first_day(row: OutgoingMail) -> Content | None:
    """To the company tutor: who comes, when, with whom. Pointless once the placement is off."""
    found = FirstDay.objects.select_related(*PEOPLE).filter(pk=row.about_key).first()
    if found is None or found.placement.status not in LIVE_STATUSES:
        return None
    placement = found.placement
    tutor = on_duty(placement.trainee.responsible, timezone.localdate())
    link = company_link(
        placement.company_tutor, "company:open_first_day", placement=placement.public_id
    )
    context = {
        "first_day": found,
        "meets_at": timezone.localtime(found.meets_at),
        "trainee": placement.trainee,
        "company_tutor": placement.company_tutor,
        "tutor": tutor,
    }
    return Content(context | link, sender_name=str(tutor), reply_to=tutor.email)
