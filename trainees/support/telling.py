"""Who is shared something of a plan gets a mail that there is something to read, and not a word of it."""

from imyportal import mail
from imyportal.models import OutgoingMail

from ..models import SupportShare

# Mails to people of the rooms above, by party: they register theirs when they are ready.
templates: dict[str, str] = {}
TEMPLATE = "trainees/support_shared"


def tell(share: SupportShare) -> OutgoingMail | None:
    """Once a person and plan, however many topics follow, until all of them have ended."""
    person = share.to
    if person is None or not person.email:
        return None
    running = SupportShare.objects.in_force().filter(
        plan=share.plan_id, to_type=share.to_type_id, to_id=share.to_id
    )
    first = running.order_by("agreed_at", "pk").first()
    return mail.queue(
        templates.get(share.party, TEMPLATE),
        to=person.email,
        language=person.language,
        about=share,
        key=f"support_shared:{first.pk if first else share.pk}",
    )
