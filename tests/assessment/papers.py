"""Certificates whose file is not printed but stands in for one: for tests that look at rows and bytes."""

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from assessment import certificates
from assessment.models import Certificate
from imyportal import codes
from placements.models import Placement
from tests.assessment.ready import ready_group
from tests.uploaded import pdf


def with_info(**entries):
    """For `pdf()`: what a file says of itself."""
    return lambda document: [document.docinfo.__setitem__(f"/{k}", v) for k, v in entries.items()]


def on_paper():
    """The certificate of a trainee of a new group; its PDF has the code where printed ones have it."""
    group = ready_group(1)
    key = certificates.request(Placement.objects.all(), by=group.lead_tutor)[0].pk
    certificate = Certificate.objects.select_related("placement__trainee__user").get(pk=key)
    content = pdf(with_info(Keywords=codes.grouped(certificate.code)))
    certificate.pdf.save("stand-in.pdf", ContentFile(content), save=False)
    certificate.pdf_digest = hashlib.sha256(content).hexdigest()
    certificate.rendered_at = timezone.now()
    certificate.save(update_fields=["pdf", "pdf_digest", "rendered_at"])
    return certificate
