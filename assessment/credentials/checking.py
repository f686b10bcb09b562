"""Is this credential one of ours, as we signed it? Offline: no key, list or context is ever fetched.

Withdrawn or superseded is not said here: the row of the credential knows (`Finding.credential_id`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import jwt as pyjwt
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from jwt.types import Options
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof

from ..enums import FindingKind, KeyKind
from ..models import IssuerKey
from . import issuer, keys, reading, shape
from .reading import Read, UnreadableError

# A token's dates repeat the credential's, which are looked at by themselves.
UNDATED: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_sub": False,
    "verify_jti": False,
}
HEADER = {"alg", "kid", "typ"}  # nothing else stands in a header of ours


@dataclass(frozen=True)
class Finding:
    """What a look found: `words` for people, `fault` in English for logs and tests."""

    kind: FindingKind
    fault: str = ""
    document: dict[str, Any] = field(
        default_factory=dict
    )  # without the proof and the token's claims
    key: IssuerKey | None = None

    @property
    def is_valid(self) -> bool:
        return self.kind == FindingKind.VALID

    @property
    def credential_id(self) -> str:
        """Its own name, an address or urn; "" when it could not be read."""
        found = self.document.get("id")
        return found if isinstance(found, str) else ""

    @property
    def words(self) -> str:
        """One or two sentences in the active language."""
        return str(WORDS[self.kind]) % {"agency": issuer.profile()["name"]}


class _FoundError(Exception):
    """The first thing that is wrong."""

    def __init__(self, kind: FindingKind, fault: str) -> None:
        super().__init__(fault)
        self.kind, self.fault = kind, fault


def check(given: dict[str, Any] | str | bytes, *, now: datetime | None = None) -> Finding:
    """Look at a credential: a document, its JSON text, or a compact token. Never raises."""
    try:
        found = reading.read(given)
    except UnreadableError as error:
        return Finding(FindingKind.WRONG_SHAPE, str(error))
    document, key = _bare(found), None
    try:
        _check_shape(found, document)
        key = _key(found, document)
        _check_signature(found, document, key)
        _check_key(key)
        _check_dates(document, now or timezone.now())
    except _FoundError as error:
        return Finding(error.kind, error.fault, document, key)
    return Finding(FindingKind.VALID, "", document, key)


def _bare(found: Read) -> dict[str, Any]:
    """The credential without what only secures it."""
    outer = shape.CLAIMS if found.token else {"proof"}
    return {name: value for name, value in found.document.items() if name not in outer}


def _check_shape(found: Read, document: dict[str, Any]) -> None:
    # A token has no proof inside; a document has one, and its shape counts.
    whole = document if found.token else found.document
    for fault in shape.faults(whole):
        raise _FoundError(FindingKind.WRONG_SHAPE, fault)
    if found.token:
        _check_claims(found.document)
    elif "proof" not in whole:
        raise _FoundError(FindingKind.WRONG_SHAPE, "credential.proof: is missing")
    elif isinstance(whole["proof"], list) and len(whole["proof"]) != 1:
        raise _FoundError(FindingKind.WRONG_SHAPE, "credential.proof: is not one")


def _check_claims(payload: dict[str, Any]) -> None:
    """The claims repeat the credential (Open Badges 3.0, 8.2.4.1)."""
    until = payload.get("validUntil")
    expected = {
        "iss": payload["issuer"]["id"],
        "jti": payload["id"],
        "nbf": _seconds(payload["validFrom"]),
        "sub": payload["credentialSubject"].get("id"),
        "exp": _seconds(until) if until else None,
    }
    for claim, value in expected.items():
        if payload.get(claim) != value or isinstance(payload.get(claim), bool):
            raise _FoundError(FindingKind.WRONG_SHAPE, f"{claim}: is not what the credential says")


def _proof(found: Read) -> dict[str, Any]:
    proof = found.document["proof"]
    return proof[0] if isinstance(proof, list) else proof


def _key(found: Read, document: dict[str, Any]) -> IssuerKey:
    """The key of ours that is named; the issuer must be its controller."""
    named = document["issuer"]["id"]
    ours = {key.address: key for key in IssuerKey.objects.filter(controller=named).defer("private")}
    if not ours:
        raise _FoundError(FindingKind.UNKNOWN_ISSUER, "issuer: is not us")
    if found.token:
        kind, address = KeyKind.RSA, _checked_header(found.header or {}).get("kid")
    else:
        kind, address = KeyKind.ED25519, _checked_proof(_proof(found))["verificationMethod"]
    key = ours.get(address) if isinstance(address, str) else None
    if key is None or key.kind != kind:
        raise _FoundError(FindingKind.ALTERED, "key: is not ours")
    return key


def _checked_header(header: dict[str, Any]) -> dict[str, Any]:
    if header.get("alg") != "RS256":
        raise _FoundError(FindingKind.ALTERED, "alg: is not RS256")
    if strange := sorted(header.keys() - HEADER):
        raise _FoundError(FindingKind.ALTERED, f"header: has {', '.join(strange)}")
    return header


def _checked_proof(proof: dict[str, Any]) -> dict[str, Any]:
    if proof["cryptosuite"] != "eddsa-rdfc-2022":
        raise _FoundError(FindingKind.ALTERED, "cryptosuite: is not eddsa-rdfc-2022")
    if proof["proofPurpose"] != "assertionMethod":
        raise _FoundError(FindingKind.ALTERED, "proofPurpose: is not assertionMethod")
    return proof


def _check_signature(found: Read, document: dict[str, Any], key: IssuerKey) -> None:
    try:
        if found.token:
            public = pyjwt.PyJWK.from_dict(key.public, algorithm="RS256")
            pyjwt.decode(found.token, public, algorithms=["RS256"], options=UNDATED)
        else:
            _verify_proof(found.document, key)
    except (pyjwt.PyJWTError, LibOpenBadgesException) as error:
        raise _FoundError(FindingKind.ALTERED, f"signature: {error}"[:300]) from error


def _verify_proof(document: dict[str, Any], key: IssuerKey) -> None:
    """By the library: the JSON must be what the proof covers, no more and no less."""
    public = keys.public_pem(key)
    try:
        OB3LdpVerifier(public).verify(document)
    except LibOpenBadgesException:
        # It asks for the dates last. Of one that is only early or late the proof itself still holds.
        if not _is_out_of_time(document):
            raise
        verify_data_integrity_proof(document, public)


def _is_out_of_time(document: dict[str, Any]) -> bool:
    try:
        _check_dates(document, timezone.now())
    except _FoundError:
        return True
    return False


def _check_key(key: IssuerKey) -> None:
    if key.compromised_at is not None:
        raise _FoundError(FindingKind.NOT_TRUSTWORTHY, "key: was stolen")


def _check_dates(document: dict[str, Any], now: datetime) -> None:
    if _moment(document["validFrom"]) > now:
        raise _FoundError(FindingKind.NOT_YET_VALID, "validFrom: lies ahead")
    if (until := document.get("validUntil")) and _moment(until) < now:
        raise _FoundError(FindingKind.EXPIRED, "validUntil: has passed")


def _moment(text: str) -> datetime:
    """A moment whose shape was looked at before."""
    return cast(datetime, parse_datetime(text))


def _seconds(text: str) -> int:
    return int(_moment(text).timestamp())


WORDS: dict[FindingKind, str | Promise] = {
    FindingKind.VALID: _("%(agency)s signed this, and nothing was changed since."),
    FindingKind.ALTERED: _(
        "The signature does not belong to this text: something was changed after %(agency)s signed, "
        "or somebody else signed."
    ),
    FindingKind.UNKNOWN_ISSUER: _(
        "%(agency)s did not issue this. Ask the one who stands in it as issuer."
    ),
    FindingKind.NOT_TRUSTWORTHY: _(
        "The key this was signed with was stolen, so anybody may have signed it. "
        "Ask %(agency)s for a new one."
    ),
    FindingKind.NOT_YET_VALID: _("This counts from a later day only."),
    FindingKind.EXPIRED: _("This was valid for a time that is over."),
    FindingKind.WRONG_SHAPE: _(
        "This is not an Open Badge as the standard wants it, so its signature says nothing."
    ),
}
