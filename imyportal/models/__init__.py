"""Rows that every room needs: mail on its way, forms already sent, files, who did what, and
how the work behind the pages goes; when the office is open."""

from .audit import AuditEvent, AuditSeal, Change
from .files import StoredFile
from .forms import SentForm
from .inbound import InboundMail, ReplyAddress
from .mail import REFUSED, OutgoingMail, new_message_id
from .opening import Closure, Office, OpeningSpan
from .pulse import Heartbeat, JobTally

__all__ = [
    "REFUSED",
    "AuditEvent",
    "AuditSeal",
    "Change",
    "Closure",
    "Heartbeat",
    "InboundMail",
    "JobTally",
    "Office",
    "OpeningSpan",
    "OutgoingMail",
    "ReplyAddress",
    "SentForm",
    "StoredFile",
    "new_message_id",
]
