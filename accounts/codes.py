"""The six digits in a mail that sign somebody in. Bound to the browser that asked, for 10 minutes."""

import hmac
import uuid

from django.conf import settings


def new_nonce() -> str:
    """What a code is made from; may be stored, because the code cannot be told from it."""
    return uuid.uuid4().hex


def code_of(nonce: str) -> str:
    """Six digits: HMAC of key and nonce, so that a mail sent twice carries the same code."""
    digest = hmac.digest(settings.LINK_KEY.encode(), f"code|{nonce}".encode(), "sha256")
    return f"{int.from_bytes(digest) % 1_000_000:06d}"


def spaced(code: str) -> str:
    """As people read it: `482 915`."""
    return f"{code[:3]} {code[3:]}"
