"""Texts of special categories (GDPR, article 9) as they lie in the database: AES-256-GCM, each bound to its row.

`seal` says where a text belongs, and `unseal` refuses it anywhere else, so that nobody with the database
alone reads it, changes it, or moves it to another row. A sealed text names the key it was made with:
`VAULT_KEY` makes new ones, those of `VAULT_KEY_FALLBACKS` still open. Why so: docs/adr/0061-vault.md.
"""

import base64
import functools
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORMAT = "v1"
NONCE = 12  # bytes: NIST SP 800-38D, 8.2


class VaultError(Exception):
    """A sealed text that does not open: no key of ours made it, it was changed, or it belongs elsewhere."""


def key_id(text: str) -> str:
    """The name of a key in what it sealed; it tells nothing about the key."""
    return hashlib.sha256(b"vault id|" + text.encode()).hexdigest()[:8]


@functools.lru_cache(maxsize=8)
def _cipher(text: str) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"vault v1")
    return AESGCM(derived.derive(text.encode()))


def seal(text: str, where: str) -> str:
    """`text` for the row and column that `where` names, like «trainees.supportentry|3f…|work»."""
    nonce = os.urandom(NONCE)
    key = settings.VAULT_KEY
    sealed = nonce + _cipher(key).encrypt(nonce, text.encode(), where.encode())
    return f"{FORMAT}.{key_id(key)}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str, where: str) -> str:
    """What `seal` was given. Raises `VaultError`."""
    form, _dot, rest = sealed.partition(".")
    name, _dot, body = rest.partition(".")
    if form != FORMAT:
        raise VaultError("This is not a sealed text of ours.")
    key = _keys().get(name)
    if key is None:
        raise VaultError(f"The key {name} is missing. Is it in VAULT_KEY or VAULT_KEY_FALLBACKS?")
    try:
        raw = base64.urlsafe_b64decode(body)
        return _cipher(key).decrypt(raw[:NONCE], raw[NONCE:], where.encode()).decode()
    except (InvalidTag, ValueError):
        raise VaultError("A sealed text was changed, or stands where it does not belong.") from None


def is_current(sealed: str) -> bool:
    """Whether it was sealed with `VAULT_KEY`, and not with one before."""
    return sealed.startswith(f"{FORMAT}.{key_id(settings.VAULT_KEY)}.")


def _keys() -> dict[str, str]:
    return {key_id(text): text for text in (settings.VAULT_KEY, *settings.VAULT_KEY_FALLBACKS)}
