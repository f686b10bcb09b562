"""Looking at credentials: ours are valid, each with one thing wrong is refused, and it is said what."""

import base64
import copy
import json
from datetime import UTC, datetime, timedelta

import jwt as pyjwt
import pytest
from cryptography.hazmat.primitives import serialization
from openbadgeslib.keys import public_jwk_from_pem
from openbadgeslib.ob3.ldp import add_data_integrity_proof

from assessment import credentials
from assessment.credentials import keys, proofs, signing
from assessment.enums import FindingKind, KeyKind
from assessment.models import IssuerKey
from tests.assessment import vector
from tests.assessment.issuing import keys_in_use

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
RESULTS = "http://testserver/issuer/achievements/one-month/#objective-1"
ALTERED, SHAPE = FindingKind.ALTERED, FindingKind.WRONG_SHAPE
DROP = object()


def plain():
    """A credential with every kind of object ours have, not signed."""
    return {
        "@context": list(credentials.CONTEXTS),
        "id": "urn:uuid:5e0f1b9e-31d5-4b53-8a5c-7e5f5c3e7a10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "One month in Tuscany",
        "issuer": credentials.profile(),
        "validFrom": "2026-03-09T11:00:00+00:00",
        "validUntil": "2036-03-09T11:00:00+00:00",
        "credentialSubject": {
            "id": "urn:uuid:9a3c7d04-35f5-4a4b-9d0f-0f3f9f3f7a11",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Lena H.",
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": "http://testserver/issuer/achievements/one-month/",
                "type": ["Achievement"],
                "name": "One month in Tuscany",
                "description": "Four weeks.",
                "criteria": {"narrative": "Four signed weeks."},
                "image": {"id": "http://testserver/one-month.png", "type": "Image"},
                "resultDescription": [
                    {
                        "id": RESULTS,
                        "type": ["ResultDescription"],
                        "name": "Reliability",
                        "resultType": "Percent",
                        "valueMin": "0",
                        "valueMax": "100",
                    }
                ],
            },
            "result": [{"type": ["Result"], "resultDescription": RESULTS, "value": "80"}],
        },
        "credentialStatus": {
            "id": "http://testserver/issuer/status/1/#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "http://testserver/issuer/status/1/",
        },
    }


@pytest.fixture
def signed(db):
    keys_in_use()
    return credentials.sign(plain(), at=NOW)


@pytest.fixture
def token(db):
    keys_in_use()
    return credentials.jwt(plain())


def look(given):
    found = credentials.check(given, now=NOW)
    return found.kind, found.fault


def changed(document, path, value):
    """A copy with `value` at the path, like `issuer.id`; DROP takes it away."""
    made = copy.deepcopy(document)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = made
    for step in way:
        inner = inner[step]
    if value is DROP:
        del inner[last]
    else:
        inner[last] = value
    return made


# --- Valid --------------------------------------------------------------------------------------


def test_what_we_signed_is_valid_as_document_text_and_token(signed, token):
    spaced = json.dumps(signed, indent=3).encode()

    assert {look(each) for each in (signed, spaced, token, f" {token}\n")} == {
        (FindingKind.VALID, "")
    }
    assert credentials.check(signed, now=NOW).document == plain()
    assert credentials.check(token, now=NOW).document == plain()


def test_vector_of_the_specification_is_signed_alike_and_accepted(db):
    pem = vector.PRIVATE.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = vector.PRIVATE.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    address = f"{vector.ISSUER}#{vector.KEY}"

    made = signing.proved(vector.CREDENTIAL, pem, address, vector.CREATED)
    ours = proofs.made(vector.CREDENTIAL, vector.PRIVATE, address, vector.CREATED)

    assert made["proof"]["proofValue"] == vector.PROOF_VALUE
    assert ours == made["proof"]
    assert look(made) == (FindingKind.UNKNOWN_ISSUER, "issuer: is not us")
    IssuerKey.objects.create(
        controller=vector.ISSUER,
        kind=KeyKind.ED25519,
        name=vector.KEY,
        public=public_jwk_from_pem(public),
    )
    assert look(made) == (FindingKind.VALID, "")


# --- One thing wrong ----------------------------------------------------------------------------

ACHIEVEMENT = "credentialSubject.achievement"
# Where, what stands there instead, and what is said.
SHAPES = [
    ("@context.0", "https://www.w3.org/2018/credentials/v1", "credential.@context: is no contexts"),
    ("@context", [*reversed(credentials.CONTEXTS)], "credential.@context: is no contexts"),
    ("@context", credentials.CONTEXTS[:1], "credential.@context: is no contexts"),
    ("@context", [*credentials.CONTEXTS, {"a": "b:c"}], "credential.@context: is no contexts"),
    ("@context", [*credentials.CONTEXTS, "https://x.example/"], "credential.@context: is no contexts"),
    ("id", DROP, "credential.id: is missing"),
    ("id", "3527", "credential.id: is no uri"),
    ("type", ["VerifiableCredential"], "credential.type: is not OpenBadgeCredential"),
    ("type", ["OpenBadgeCredential"], "credential.type: is not OpenBadgeCredential"),
    ("issuer", DROP, "credential.issuer: is missing"),
    ("issuer", "http://testserver/issuer/", "credential.issuer: is no object"),
    ("issuer.type", ["Agent"], "credential.issuer.type: is not Profile"),
    ("issuer.id", DROP, "credential.issuer.id: is missing"),
    ("validFrom", DROP, "credential.validFrom: is missing"),
    ("validFrom", "2026-03-09T11:00:00", "credential.validFrom: is no moment"),
    ("validFrom", "2026-02-30T11:00:00Z", "credential.validFrom: is no moment"),
    ("name", None, "credential.name: is empty"),
    ("expirationDate", "2020-01-01T00:00:00Z", "credential.expirationDate: is not known"),
    ("hobby", "chess", "credential.hobby: is not known"),
    ("evidence", [], "credential.evidence: is empty"),
    ("evidence", [{"type": ["Thing"]}], "credential.evidence[0].type: is not Evidence"),
    ("credentialSubject", DROP, "credential.credentialSubject: is missing"),
    ("credentialSubject", [plain()], "credential.credentialSubject: is no object"),
    ("credentialSubject.type", ["Person"], "credential.credentialSubject.type: is not AchievementSubject"),
    ("credentialSubject.age", 16, "credential.credentialSubject.age: is not known"),
    ("credentialSubject.identifier.0.type", "Name", "credential.credentialSubject.identifier[0].type: is not IdentityObject"),
    ("credentialSubject.identifier.0.hashed", "no", "credential.credentialSubject.identifier[0].hashed: is no flag"),
    ("credentialSubject.result.0.type", ["Score"], "credential.credentialSubject.result[0].type: is not Result"),
    ("credentialSubject.result.0.value", 80, "credential.credentialSubject.result[0].value: is no text"),
    (f"{ACHIEVEMENT}.criteria", {}, f"credential.{ACHIEVEMENT}.criteria: has neither id nor narrative"),
    (f"{ACHIEVEMENT}.name", DROP, f"credential.{ACHIEVEMENT}.name: is missing"),
    (f"{ACHIEVEMENT}.type", ["Badge"], f"credential.{ACHIEVEMENT}.type: is not Achievement"),
    (f"{ACHIEVEMENT}.resultDescription.0.type", ["Text"], f"credential.{ACHIEVEMENT}.resultDescription[0].type: is not ResultDescription"),
    ("proof", DROP, "credential.proof: is missing"),
    ("proof", [], "credential.proof: is empty"),
    ("proof.type", "Ed25519Signature2020", "credential.proof.type: is not DataIntegrityProof"),
    ("proof.verificationMethod", "the first key", "credential.proof.verificationMethod: is no uri"),
]  # fmt: skip


def test_every_wrong_shape_is_refused_in_words(signed):
    found = [look(changed(signed, path, value)) for path, value, _fault in SHAPES]

    assert found == [(SHAPE, fault) for _path, _value, fault in SHAPES]


def test_subject_needs_an_id_or_an_identifier(signed):
    bare = changed(
        changed(signed, "credentialSubject.id", DROP), "credentialSubject.identifier", DROP
    )

    assert look(bare) == (SHAPE, "credential.credentialSubject: has neither id nor identifier")


INVALID = "signature: Invalid Data Integrity proof (signature mismatch)"
ALTERATIONS = [
    ("credentialSubject.result.0.value", "100", INVALID),
    ("credentialSubject.identifier.0.identityHash", "Jonas W.", INVALID),
    ("validUntil", "2046-03-09T11:00:00+00:00", INVALID),
    ("credentialStatus.statusListIndex", "8", INVALID),
    ("proof.created", "2026-03-09T11:59:59Z", INVALID),
    ("proof.cryptosuite", "eddsa-jcs-2022", "cryptosuite: is not eddsa-rdfc-2022"),
    ("proof.proofPurpose", "authentication", "proofPurpose: is not assertionMethod"),
    ("proof.verificationMethod", "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "key: is not ours"),
    ("proof.proofValue", vector.PROOF_VALUE, INVALID),
    ("issuer.id", "https://portal.example/issuer/", "issuer: is not us"),
]  # fmt: skip


def test_every_alteration_of_a_signed_document_is_refused(signed):
    found = [look(changed(signed, path, value)) for path, value, _fault in ALTERATIONS]

    kinds = [ALTERED] * (len(ALTERATIONS) - 1) + [FindingKind.UNKNOWN_ISSUER]
    assert found == list(zip(kinds, [fault for *_rest, fault in ALTERATIONS], strict=True))


def test_members_the_proof_does_not_cover_are_refused_also_when_the_key_is_ours(signed):
    """Canonicalisation drops what no context defines: the proof holds with and without it."""
    place = {"type": "GeoCoordinates", "latitude": 43.5, "longitude": 10.5}
    address = {"type": ["Address"], "geo": place | {"hobby": "chess"}}
    proved = resigned(KeyKind.ED25519, "issuer.address", address)

    assert look(proved)[0] == ALTERED
    assert look(changed(proved, "issuer.address.geo", place))[0] == FindingKind.VALID


def resigned(kind, path, value):
    """Signed by our own key although something is wrong."""
    document, key = changed(plain(), path, value), keys.active(kind)
    if kind == KeyKind.ED25519:
        return add_data_integrity_proof(document, keys.pem(key), key.address, created=NOW)
    return credentials.jwt(document)


@pytest.mark.parametrize("kind", KeyKind)
def test_credential_before_and_after_its_time_is_told_so(signed, kind):
    later = (NOW + timedelta(days=1)).isoformat()
    before = (NOW - timedelta(minutes=1)).isoformat()

    assert look(resigned(kind, "validFrom", later)) == (
        FindingKind.NOT_YET_VALID,
        "validFrom: lies ahead",
    )
    assert look(resigned(kind, "validUntil", before)) == (
        FindingKind.EXPIRED,
        "validUntil: has passed",
    )


@pytest.mark.parametrize("kind", KeyKind)
def test_what_a_stolen_key_signed_is_not_trusted_and_a_retired_one_is(signed, token, kind):
    given = signed if kind == KeyKind.ED25519 else token
    key = keys.active(kind)

    keys.rotate(kind)
    after_rotation = look(given)
    keys.mark_compromised(key)

    assert after_rotation == (FindingKind.VALID, "")
    assert look(given) == (FindingKind.NOT_TRUSTWORTHY, "key: was stolen")


# --- Tokens -------------------------------------------------------------------------------------


def b64(content):
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def signed_token(header=None, **claims):
    """A token by our own key with other claims or another header."""
    key = keys.active(KeyKind.RSA)
    payload = pyjwt.decode(credentials.jwt(plain()), options={"verify_signature": False})
    payload = {name: value for name, value in (payload | claims).items() if value is not DROP}
    headers = {"kid": key.address} | (header or {})
    return pyjwt.encode(payload, keys.private_half(key), algorithm="RS256", headers=headers)


def test_claims_that_differ_from_the_credential_are_refused(token):
    wrong = {
        "iss": "https://portal.example/issuer/",
        "jti": "urn:uuid:1",
        "nbf": 1,
        "sub": DROP,
        "exp": 9_999_999_999,
    }

    found = {claim: look(signed_token(**{claim: value})) for claim, value in wrong.items()}

    assert found == {claim: (SHAPE, f"{claim}: is not what the credential says") for claim in wrong}
    assert look(signed_token(proof={}))[0] == SHAPE


def test_tokens_that_choose_their_own_way_of_being_checked_are_refused(token):
    header, payload, signature = token.split(".")
    kid = pyjwt.get_unverified_header(token)["kid"]
    public = keys.active(KeyKind.RSA).public
    by_secret = pyjwt.encode({"a": 1}, "s" * 64, algorithm="HS256").split(".")[2]
    with_jwk = signed_token({"jwk": public})
    of_another_key = signed_token({"kid": keys.active(KeyKind.ED25519).address})

    assert look(f"{b64({'alg': 'none', 'kid': kid})}.{payload}.{signature}") == (
        ALTERED,
        "alg: is not RS256",
    )
    assert look(f"{b64({'alg': 'HS256', 'kid': kid})}.{payload}.{by_secret}") == (
        ALTERED,
        "alg: is not RS256",
    )
    assert look(with_jwk) == (ALTERED, "header: has jwk")
    assert look(signed_token({"crit": ["exp"]})) == (ALTERED, "header: has crit")
    assert look(of_another_key) == (ALTERED, "key: is not ours")
    assert look(signed_token({"kid": "https://x.example/key"})) == (ALTERED, "key: is not ours")
    assert look(f"{header}.{payload}.{signature[:-4]}AAAA") == (
        ALTERED,
        "signature: Signature verification failed",
    )


# --- Not to be read -----------------------------------------------------------------------------

UNREADABLE = {
    "hello": "neither JSON nor a token",
    "": "neither JSON nor a token",
    "{": "not JSON",
    '{"id": 1, "id": 2}': "a member stands twice",
    '{"id": NaN}': "NaN is no number",
    '{"id": "\\ud800"}': "not UTF-8",
    '{"a":' * 40 + "1" + "}" * 40: "nested too deeply",
    '{"a":' * 4000: "nested too deeply",
    json.dumps({"a": [{}] * 3000}): "too many values",
    "{" + " " * 300_000 + "}": "too large",
    "a.b.c": "not base64url",
    "e30.W10.AA": "not an object",
}


def test_what_is_no_credential_is_refused_without_being_looked_at(db):
    found = {text: look(text) for text in UNREADABLE}

    assert found == {text: (SHAPE, fault) for text, fault in UNREADABLE.items()}
    assert look(b"\xff\xfe{}") == (SHAPE, "not UTF-8")
    assert look({"id": {1, 2}}) == (SHAPE, "not plain JSON")
