"""Addresses that say which thread a mail answers to, and whose answer it is.

The token is an HMAC of a nonce, so that every mail of a thread has the same address, and the database
holds its SHA-256 alone. It works as long as its row; servers may change its case. 128 bits: guessing
one takes longer than there will be mail.
"""

import base64
import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from imyportal.models import ReplyAddress

TOKEN_BYTES = 16


@transaction.atomic
def address_for(kind: str, thread: int, person: Any) -> str:
    """Where `person` answers by mail to the thread; "" when the portal gets no mail."""
    if not settings.REPLY_EMAIL:
        return ""
    for row in ReplyAddress.objects.filter(kind=kind, thread=thread, person=person):
        for key in (settings.LINK_KEY, *settings.LINK_KEY_FALLBACKS):
            token = _token(row.nonce, key)
            if _hash(token) == row.token_hash:
                return str(settings.REPLY_EMAIL.replace("*", token))
    nonce = uuid.uuid4()
    token = _token(nonce, settings.LINK_KEY)
    ReplyAddress.objects.create(
        kind=kind, thread=thread, person=person, nonce=nonce, token_hash=_hash(token)
    )
    return str(settings.REPLY_EMAIL.replace("*", token))


def find(recipients: Iterable[str]) -> list[ReplyAddress]:
    """The addresses of ours among `recipients`."""
    if not settings.REPLY_EMAIL:
        return []
    pattern = re.compile(re.escape(settings.REPLY_EMAIL).replace(r"\*", "([a-z2-7]{26})"))
    tokens = [match[1] for each in recipients if (match := pattern.fullmatch(each.lower()))]
    hashes = [_hash(token) for token in tokens]
    return list(ReplyAddress.objects.filter(token_hash__in=hashes).select_related("person"))


def _token(nonce: uuid.UUID, key: str) -> str:
    digest = hmac.digest(key.encode(), f"reply|{nonce}".encode(), "sha256")
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=").lower()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
