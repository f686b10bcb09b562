"""What the mails that no room sends say. The texts are in templates/emails/imyportal/."""

from django.conf import settings
from django.utils import timezone

from . import mail
from .enums import FileKind
from .mail import Content
from .models import OutgoingMail, StoredFile


@mail.fills("imyportal/file_refused")
def file_refused(row: OutgoingMail) -> Content | None:
    """To who handed the file in and to their tutor. Its name may tell of illness, so it stays out."""
    stored = StoredFile.objects.select_related("uploaded_by").filter(pk=row.about_id or 0).first()
    if stored is None:
        return None
    context = {
        "kind": FileKind(stored.kind).label,
        "at": timezone.localtime(stored.uploaded_at),
        "person": stored.uploaded_by,
        "is_own": stored.uploaded_by.email == row.to,
        "url": settings.SITE_URL,
    }
    return Content(context)
