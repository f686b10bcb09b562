"""Mail is a row first, written in the transaction of its cause, and sent by a worker.

The row keeps the template's name and what the mail is about, never its text: it is rendered when it
is sent, and tokens of links are derived then. An app says how to fill a template in its `emails.py`:

    @mail.fills("placements/week_sent")
    def week_sent(row: OutgoingMail) -> mail.Content | None: ...
"""

import importlib
import logging
import smtplib
import socket
import ssl
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models, transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation

from . import words, work
from .models import REFUSED, OutgoingMail, new_message_id
from .work import ClaimableQuerySet

logger = logging.getLogger(__name__)


@dataclass
class Content:
    """What a template is filled with."""

    context: dict[str, Any]
    sender_name: str = ""  # shown as «Giulia Conti, IMY»
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)


Filler = Callable[[OutgoingMail], Content | None]
_fillers: dict[str, Filler] = {}


def fills(template: str) -> Callable[[Filler], Filler]:
    """Register what fills `template`; it returns None when the mail has become pointless."""

    def register(function: Filler) -> Filler:
        _fillers[template] = function
        return function

    return register


def draft(
    template: str,
    *,
    to: str,
    language: str,
    about: models.Model | None = None,
    key: str = "",
    wait: timedelta | None = None,
    **details: Any,
) -> OutgoingMail:
    """A mail that is not stored yet; for `queue_all`, with what `queue` says of its parts."""
    return OutgoingMail(
        key=key or f"once:{uuid.uuid4()}",
        template=template,
        to=to,
        language=words.supported(language),
        about_type=ContentType.objects.get_for_model(about) if about is not None else None,
        about_id=about.pk if about is not None else None,
        details=details,
        due_at=timezone.now() + (wait or timedelta()),
    )


def queue(
    template: str,
    *,
    to: str,
    language: str,
    about: models.Model | None = None,
    key: str = "",
    wait: timedelta | None = None,
    **details: Any,
) -> OutgoingMail | None:
    """Put a mail in the queue, in the caller's transaction.

    `about` is the row it speaks of; `details` are small JSON values, never personal data. With a
    `key` the mail is queued once for ever: None says that it was there already. `to` may be empty
    (no address on file): then nothing is queued and None comes back. With `wait` it goes out that much
    later, and says what is true by then.
    """
    if not to:
        return None
    row = draft(template, to=to, language=language, about=about, key=key, wait=wait, **details)
    if key:
        return OutgoingMail.objects.get(key=key) if queue_all([row]) else None
    row.save(force_insert=True)
    work.ring("deliver_mail")
    return row


def queue_all(drafts: Sequence[OutgoingMail]) -> set[str]:
    """Put those whose keys are new in the queue, in the caller's transaction; their keys.

    Two queries, however many there are. Every one must have an address.
    """
    OutgoingMail.objects.bulk_create(drafts, ignore_conflicts=True)
    ours = OutgoingMail.objects.filter(message_id__in=[each.message_id for each in drafts])
    work.ring("deliver_mail")
    return set(ours.values_list("key", flat=True))


def try_again(rows: models.QuerySet[OutgoingMail]) -> int:
    """Make those of `rows` that were not sent due now, given up or not; how many."""
    count = rows.filter(done_at=None, lease_until=None).update(
        due_at=timezone.now(), stopped_at=None
    )
    work.ring("deliver_mail")
    return count


LOOK_BACK = timedelta(days=14)  # what is older than that says nothing new


@transaction.atomic
def send_again(
    old: str, new: str, *, only_about: models.Model | None = None, without: Sequence[str] = ()
) -> int:
    """Send what did not arrive at `old`, or waits to go there, to `new`; how many mails.

    Of each kind and subject the newest of the last two weeks, once; the others are no longer needed,
    like those of the templates `without`. `only_about`: mails that speak of this row and no others.
    """
    rows = OutgoingMail.objects.select_for_update(of=("self",)).filter(to__iexact=old)
    if old == new:
        rows = rows.undelivered()
    else:
        rows = rows.filter(models.Q(done_at=None) | models.Q(bounced_at__isnull=False))
    rows = rows.filter(lease_until=None)
    if only_about is not None:
        of_row = ContentType.objects.get_for_model(only_about)
        rows = rows.filter(about_type=of_row, about_id=only_about.pk)
    now = timezone.now()
    newest: dict[tuple[Any, ...], int] = {}
    for row in rows.order_by("created_at", "pk"):
        if row.created_at > now - LOOK_BACK and row.template not in without:
            newest[row.template, row.about_type_id, row.about_id] = row.pk
    rows.exclude(pk__in=newest.values()).update(done_at=now, bounced_at=None, last_error="")
    for pk in newest.values():
        # Another Message-ID: a notice that comes late speaks of the mail to the old address.
        OutgoingMail.objects.filter(pk=pk).update(
            to=new,
            message_id=new_message_id(),
            due_at=now,
            done_at=None,
            sent_at=None,
            stopped_at=None,
            bounced_at=None,
            bounce="",
            attempts=0,
            last_error="",
        )
    work.ring("deliver_mail")
    return len(newest)


def why_not(address: str) -> str:
    """What the mail server said of the newest mail that did not arrive at `address`; "" when all did."""
    row = OutgoingMail.objects.undelivered().filter(to__iexact=address).first()
    return (row.bounce or row.last_error) if row else ""


def queue_age(now: datetime) -> int:
    """For how many seconds the mail that waits longest is late; 0 when none is.

    One that was tried is late since its cause, however long the next try is away. One that only its
    own address keeps back tells nothing about the queue.
    """
    waiting = OutgoingMail.objects.waiting().exclude(last_error__startswith=REFUSED)
    found = waiting.aggregate(
        untried=models.Min("due_at", filter=models.Q(last_error="")),
        tried=models.Min("created_at", filter=~models.Q(last_error="")),
    )
    return max(int((now - at).total_seconds()) for at in (*filter(None, found.values()), now))


def load_fillers() -> None:
    """Import every app's `emails.py`, where the fillers register themselves."""
    for config in apps.get_app_configs():
        try:
            importlib.import_module(f"{config.name}.emails")
        except ModuleNotFoundError as error:
            if error.name != f"{config.name}.emails":
                raise


def render(row: OutgoingMail) -> EmailMultiAlternatives | None:
    """The message as it goes out now; None when its filler says it has become pointless."""
    if row.template not in _fillers:
        load_fillers()
    with translation.override(row.language):
        content = _fillers[row.template](row)
        if content is None:
            return None
        context = {
            "agency": settings.AGENCY,
            "site_url": settings.SITE_URL,
            "language": row.language,
        } | content.context
        return _message(row, content, context)


def _message(
    row: OutgoingMail, content: Content, context: dict[str, Any]
) -> EmailMultiAlternatives:
    base = f"emails/{row.template}"
    subject = " ".join(_text(f"{base}.subject.txt", context).split())
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if content.sender_name:
        sender = " ".join(content.sender_name.split())  # a line break would end the header
        name = f"{sender}, {settings.AGENCY['name']}"
    sender = formataddr((name, address))
    message = EmailMultiAlternatives(
        subject=subject,
        body=_text(f"{base}.txt", context).strip() + "\n",
        # What cannot be delivered goes back to this one; people see the other.
        from_email=settings.BOUNCE_EMAIL or sender,
        to=[row.to],
        reply_to=[content.reply_to] if content.reply_to else None,
        headers={
            "From": sender,
            "Message-ID": row.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": row.language,
        }
        | content.headers,
    )
    try:
        html = get_template(f"{base}.html").render(context | {"subject": subject})
    except TemplateDoesNotExist as error:
        if str(error) != f"{base}.html":
            raise
    else:
        message.attach_alternative(html, "text/html")
    return message


def _text(name: str, context: dict[str, Any]) -> str:
    """A text template; nothing is escaped there, or L'Officina would arrive as L&#x27;Officina."""
    return cast(Any, get_template(name)).template.render(Context(context, autoescape=False))


def deliver_due() -> int:
    """Send every due mail over one connection; how many were finished.

    One copy more, with the same Message-ID and the same link inside, is sent when this process ends
    between the server's *250* and our commit. A database that is away in that moment is waited for.
    """
    return _deliver(OutgoingMail.objects.due)


def send_now(row: OutgoingMail | None) -> None:
    """Send this one mail while the person waits for it; if that fails, the worker goes on trying."""
    if row is not None:
        _deliver(lambda: OutgoingMail.objects.due().filter(pk=row.pk))


def _deliver(due: Callable[[], ClaimableQuerySet[OutgoingMail]]) -> int:
    connection = get_connection()

    def send(claim: work.Claim[OutgoingMail]) -> None:
        message = render(claim.row)
        work.hook("mail.before_send")
        if message is not None:
            message.connection = connection
            try:
                message.send()
            except Exception:
                connection.close()
                raise
        work.hook("mail.after_send")
        work.patiently(lambda: _note_sent(claim, was_sent=message is not None))

    try:
        return work.do_all(due, send, until=_is_server_away)
    finally:
        connection.close()


def _note_sent(claim: work.Claim[OutgoingMail], *, was_sent: bool) -> None:
    with claim.finish() as row:
        row.sent_at = timezone.now() if was_sent else None
        row.save(update_fields=["sent_at"])


_AWAY = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    ssl.SSLError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPServerDisconnected,
)


def _is_server_away(error: Exception) -> bool:
    """Whether our own mail server is at fault: every other mail would only wait for it, too."""
    return isinstance(error, _AWAY)
