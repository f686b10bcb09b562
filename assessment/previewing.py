"""A certificate as it would be issued today, to look at beforehand: nothing is numbered, signed or kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from placements.models import Placement

from . import certificate_pdf, certificates, readiness
from .freezing import Stamp, freeze

NUMBER = "PREVIEW"  # stands where a certificate has its number; there is none like it


@transaction.atomic
def preview(placement: Placement, *, by: User) -> bytes:
    """The PDF, marked on every page as not valid: without code, credential and the agency's signature.

    `placement` comes with `certificates.NEEDED`. Raises `ValidationError` `early` while no final results
    are signed off, and `pdf.PdfError` where the certificate could not be printed either.
    """
    facts = readiness.gather([placement])[placement.pk]
    if facts.signed_off is None:
        text = _("Sign off the final results first: the certificate prints them.")
        raise ValidationError(text, code="early")
    (grounds,) = certificates.grounds([facts])
    stamp = Stamp(number=NUMBER, code=NUMBER, by=by, at=timezone.now())
    made = certificate_pdf.preview(freeze(grounds, stamp))
    audit.note(Action.CERTIFICATE_PREVIEWED, by=by, about=placement)
    return made
