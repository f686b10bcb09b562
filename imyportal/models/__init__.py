"""Rows that every room needs: mail on its way, forms already sent, and who did what."""

from .audit import AuditEvent, AuditSeal
from .forms import SentForm
from .mail import OutgoingMail, new_message_id

__all__ = ["AuditEvent", "AuditSeal", "OutgoingMail", "SentForm", "new_message_id"]
