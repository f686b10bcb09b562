"""The mail that answers who asked to be forgotten."""

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail
from imyportal.personal import Erase

from ..models import ErasureRequest


@mail.fills("trainees/erasure_answered")
def erasure_answered(row: OutgoingMail) -> Content:
    """What stays, until when and why; or why nothing went."""
    request = ErasureRequest.objects.get(pk=row.about_key)
    lines = [line for line in request.outcome if line["deed"] == Erase.STAYS]
    context = {"is_granted": request.is_granted, "reason": request.reason, "lines": lines}
    return Content(context)
