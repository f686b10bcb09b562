"""Rows that every room needs: mail on its way, forms already sent, files, and who did what."""

from .audit import AuditEvent, AuditSeal, Change
from .files import StoredFile
from .forms import SentForm
from .mail import OutgoingMail, new_message_id

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "Change",
    "OutgoingMail",
    "SentForm",
    "StoredFile",
    "new_message_id",
]
