"""Texts of special categories (GDPR, article 9) as they lie in the database: AES-256-GCM, each bound to its row.

`seal` says where a text belongs, and `unseal` refuses it anywhere else, so that nobody with the database
alone reads it, changes it, or moves it to another row. A sealed text names the key it was made with:
`VAULT_KEY` makes new ones, those of `VAULT_KEY_FALLBACKS` still open. Why so: docs/adr/0061-vault.md.

A column for sealed texts is a `SealedField`, which `put` and `take` go through: so a change of the key and the
check of a restored database find every one of them.
"""

import base64
import functools
import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import models, transaction

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


# --- Columns ----------------------------------------------------------------------------------


class SealedField(models.TextField):
    """A sealed text; `where` names the place of a row, by what never changes of it."""

    def __init__(
        self, *args: Any, where: Callable[[Any], str] | None = None, **kwargs: Any
    ) -> None:
        self.where = where
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def put(row: models.Model, name: str, text: str) -> None:
    """Seal `text` into the column; not stored yet."""
    setattr(row, name, seal(text, _place(row, name)))


def take(row: models.Model, name: str) -> str:
    """What was put there. Raises `VaultError`."""
    return unseal(getattr(row, name), _place(row, name))


def _place(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    if not isinstance(field, SealedField) or field.where is None:
        raise TypeError(f"{row._meta.label}.{name} is no sealed field.")
    return field.where(row)


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every sealed column of the portal."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field.name


def seal_anew() -> int:
    """Seal every text with the present `VAULT_KEY`; how many were not. One that does not open stays as it is."""
    done = 0
    for model, name in columns():
        for key in model._base_manager.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                rows = model._base_manager.select_for_update(of=("self",)).filter(pk=key)
                for row in rows:
                    done += _seal_row(row, name)
    return done


def _seal_row(row: models.Model, name: str) -> bool:
    if not getattr(row, name) or is_current(getattr(row, name)):
        return False
    try:
        put(row, name, take(row, name))
    except VaultError:
        return False
    row.save(update_fields=[name])
    return True


def faults() -> list[str]:
    """A sentence for each text that no key of ours opens; empty when all is well."""
    found = []
    for model, name in columns():
        for row in model._base_manager.order_by("pk").iterator():
            try:
                if getattr(row, name):
                    take(row, name)
            except VaultError as error:
                found.append(f"{model._meta.label} {row.pk}, {name}: {error}")
    return found
