"""The issuer's keys: made, changed, retired, stolen.

The private half lies in the database encrypted (Fernet, under a key derived from `CREDENTIAL_KEY`) and
in the clear only in the memory of the process that signs. Retired keys stay published, so that what
they signed can be checked; a stolen one is trusted no longer.
"""

import base64
import functools
import hashlib
from datetime import datetime
from typing import Any, cast

import jwt
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from openbadgeslib.keys import public_jwk_from_pem
from openbadgeslib.ob3.did import multikey_from_pem

from imyportal import audit
from imyportal.enums import Action

from ..enums import KeyKind
from ..models import IssuerKey
from . import issuer

RSA_BITS = 3072  # NIST SP 800-57: good beyond 2030, as badges are shown for years

PrivateKey = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


class NoKeyError(ImproperlyConfigured):
    """Nothing can be signed before `manage.py issuer_keys make`."""


def can_sign() -> bool:
    """Whether this portal has keys of both kinds."""
    found = IssuerKey.objects.signing().filter(controller=issuer.identifier())
    return found.values("kind").distinct().count() == len(KeyKind)


def active(kind: KeyKind) -> IssuerKey:
    """The key that new signatures of this kind are made with; raises `NoKeyError`."""
    found = IssuerKey.objects.signing().filter(controller=issuer.identifier(), kind=kind).first()
    if found is None:
        raise NoKeyError("There is no key to sign badges with. Run: manage.py issuer_keys make")
    return found


def published() -> list[IssuerKey]:
    """Every key of this issuer, the newest first."""
    return list(IssuerKey.objects.filter(controller=issuer.identifier()).defer("private"))


@transaction.atomic
def make() -> list[IssuerKey]:
    """The keys that are missing; made twice is made once."""
    there = IssuerKey.objects.signing().filter(controller=issuer.identifier())
    missing = [kind for kind in KeyKind if kind not in set(there.values_list("kind", flat=True))]
    return [_new(kind) for kind in missing]


@transaction.atomic
def rotate(kind: KeyKind) -> IssuerKey:
    """A new key of this kind; the one before signs no more and stays published."""
    there = IssuerKey.objects.select_for_update(of=("self",)).signing()
    for key in there.filter(controller=issuer.identifier(), kind=kind):
        _retire(key, timezone.now())
    return _new(kind)


@transaction.atomic
def retire(key: IssuerKey) -> IssuerKey:
    """It signs no more; what it signed stays valid. Retired twice is retired once."""
    key = IssuerKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.retired_at is None:
        _retire(key, timezone.now())
    return key


@transaction.atomic
def mark_compromised(key: IssuerKey) -> IssuerKey:
    """Somebody else has it: nothing it signed is trusted from now on, and it signs no more."""
    key = retire(key)
    if key.compromised_at is None:
        key.compromised_at = timezone.now()
        key.save(update_fields=["compromised_at"])
        audit.note(Action.KEY_COMPROMISED, by=None, about=key)
    return key


def _retire(key: IssuerKey, at: datetime) -> None:
    key.retired_at = at
    key.save(update_fields=["retired_at"])
    audit.note(Action.KEY_RETIRED, by=None, about=key)


def _new(kind: KeyKind) -> IssuerKey:
    private: PrivateKey
    if kind == KeyKind.ED25519:
        private = ed25519.Ed25519PrivateKey.generate()
    else:
        private = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return keep(private)


def keep(private: PrivateKey) -> IssuerKey:
    """Put a key in use that was made elsewhere; raises `IntegrityError` beside another of its kind."""
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    jwk = public_jwk_from_pem(pem)
    is_rsa = isinstance(private, rsa.RSAPrivateKey)
    key = IssuerKey.objects.create(
        controller=issuer.identifier(),
        kind=KeyKind.RSA if is_rsa else KeyKind.ED25519,
        name=_thumbprint(jwk) if is_rsa else multikey_from_pem(pem),
        public=jwk,
        private=_lock(private),
    )
    audit.note(Action.KEY_MADE, by=None, about=key)
    return key


def _thumbprint(jwk: dict[str, Any]) -> str:
    """RFC 7638 of an RSA key."""
    text = '{{"e":"{e}","kty":"{kty}","n":"{n}"}}'.format(**jwk)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


# --- The lock -----------------------------------------------------------------------------------


def _fernet() -> MultiFernet:
    """The first encrypts, all of them decrypt."""
    texts = [settings.CREDENTIAL_KEY, *settings.CREDENTIAL_KEY_FALLBACKS]
    derived = [hashlib.sha256(b"issuer keys|" + text.encode()).digest() for text in texts]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in derived])


def _lock(private: PrivateKey) -> str:
    plain = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return _fernet().encrypt(plain).decode()


def pem(key: IssuerKey) -> bytes:
    """The private half, as PKCS 8; raises `NoKeyError` when no `CREDENTIAL_KEY` opens it."""
    try:
        return _fernet().decrypt(key.private)
    except InvalidToken:
        raise NoKeyError(
            f"No CREDENTIAL_KEY opens {key}. Is the one it was locked with set?"
        ) from None


@functools.lru_cache(maxsize=4)
def _loaded(private: bytes) -> PrivateKey:
    """Reading an RSA key takes 50 ms, so a process that signs many keeps it."""
    return cast(PrivateKey, serialization.load_pem_private_key(private, password=None))


def private_half(key: IssuerKey) -> PrivateKey:
    """Ready to sign with; raises `NoKeyError` as `pem()` does."""
    return _loaded(pem(key))


def public_pem(key: IssuerKey) -> bytes:
    """The public half as the verifiers of the library take it."""
    public = jwt.PyJWK.from_dict(key.public).key
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@transaction.atomic
def lock_anew() -> int:
    """Encrypt every private half under the present `CREDENTIAL_KEY`; how many."""
    rows = list(IssuerKey.objects.select_for_update(of=("self",)))
    for key in rows:
        key.private = _fernet().rotate(key.private.encode()).decode()
        key.save(update_fields=["private"])
    return len(rows)
