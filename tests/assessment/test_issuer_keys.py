"""The keys that sign badges: never in the clear, changed without losing what was signed."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessment import credentials
from assessment.credentials import keys, status
from assessment.enums import KeyKind
from assessment.models import IssuerKey, StatusEntry, StatusList
from tests.assessment.issuing import keys_in_use


def run(*words):
    out = StringIO()
    call_command("issuer_keys", *words, stdout=out)
    return out.getvalue()


def test_command_makes_keys_once_and_tells_what_became_of_them(db):
    keys_in_use()
    first = keys.active(KeyKind.ED25519)

    again = run("make")
    run("rotate", "--kind", "ed25519")
    run("compromised", first.name[:12])
    told = run("list")

    assert again.startswith("0 keys")
    assert told.count("in use") == 2
    assert f"{first.name}  stolen" in told
    with pytest.raises(CommandError, match="No keys begin"):
        run("retire", "nothing")
    with pytest.raises(CommandError, match="2 keys begin"):
        run("retire", "z6Mk")


def test_private_halves_lie_locked_and_open_with_an_older_key_until_they_are_locked_anew(
    db, settings
):
    keys_in_use()
    key = keys.active(KeyKind.ED25519)
    plain = keys.pem(key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM assessment_issuerkey")
        stored = "".join(row[0] for row in cursor.fetchall())

    settings.CREDENTIAL_KEY, settings.CREDENTIAL_KEY_FALLBACKS = (
        "new" * 20,
        [settings.CREDENTIAL_KEY],
    )
    opened = keys.pem(key)
    told = run("lock")
    settings.CREDENTIAL_KEY_FALLBACKS = []
    key.refresh_from_db()

    assert "PRIVATE" not in stored
    assert opened == keys.pem(key) == plain
    assert told.startswith("2 keys are locked")
    settings.CREDENTIAL_KEY = "lost" * 20
    with pytest.raises(credentials.NoKeyError, match="CREDENTIAL_KEY"):
        keys.pem(key)


def test_published_keys_have_no_private_half_and_no_stolen_key(db, client):
    keys_in_use()
    rsa = keys.active(KeyKind.RSA)
    keys.rotate(KeyKind.ED25519)
    stolen = keys.active(KeyKind.ED25519)
    keys.rotate(KeyKind.ED25519)
    keys.mark_compromised(stolen)

    profile = client.get("/issuer/").json()
    jwk = client.get(f"/issuer/keys/{rsa.name}/").json()

    methods = {each["id"]: each for each in profile["verificationMethod"]}
    assert profile["assertionMethod"] == list(methods)
    assert len(methods) == 3
    assert stolen.address not in methods
    assert {each["controller"] for each in methods.values()} == {profile["id"]}
    assert set(jwk) == {"kty", "n", "e", "key_ops", "kid", "use"}
    assert jwk["kid"] == rsa.address
    assert '"d"' not in json.dumps(profile)
    keys.mark_compromised(rsa)
    assert client.get(f"/issuer/keys/{rsa.name}/").status_code == 404


def test_programs_of_other_sites_may_read_what_is_public(db, client):
    keys_in_use()
    credentials.new_entry()
    status.publish_due()
    paths = {
        "/issuer/": "application/ld+json",
        "/issuer/status/1/": "application/vc+ld+json",
        "/issuer/achievements/one-month/": "application/ld+json",
        "/issuer/achievements/one-month.png": "image/png",
    }

    for path, kind in paths.items():
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
    assert client.get("/issuer/status/2/").status_code == 404
    assert client.get("/issuer/achievements/none/").status_code == 404


def test_nothing_is_signed_for_others_or_without_a_key(db):
    document = {"issuer": credentials.profile(), "credentialSubject": {"id": "urn:x:1"}}

    with pytest.raises(credentials.NoKeyError, match="issuer_keys make"):
        credentials.sign(document)
    with pytest.raises(ValueError, match="not this portal"):
        credentials.jwt(document | {"issuer": "https://portal.example/issuer/"})
    with pytest.raises(ValueError, match="needs a credentialSubject"):
        credentials.jwt(document | {"credentialSubject": {}})


def test_database_holds_one_key_in_use_and_no_place_twice(db):
    keys_in_use()
    key, entry = keys.active(KeyKind.ED25519), credentials.new_entry()
    copy = {"controller": key.controller, "kind": key.kind, "public": {}}
    changes = [
        lambda: IssuerKey.objects.create(name="another", **copy),
        lambda: IssuerKey.objects.create(name=key.name, retired_at=timezone.now(), **copy),
        lambda: IssuerKey.objects.filter(pk=key.pk).update(compromised_at=timezone.now()),
        lambda: StatusEntry.objects.create(status_list=entry.status_list, place=entry.place),
        lambda: StatusEntry.objects.create(status_list=entry.status_list, place=status.SIZE),
    ]

    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_list_is_signed_when_it_changed_or_grew_old_and_another_begun_when_half_full(
    db, today, monkeypatch
):
    today("2026-03-09 12:00")
    keys_in_use()
    entry = credentials.new_entry()
    today("2026-03-09 12:01")
    runs = [status.publish_due(), status.publish_due()]
    credentials.withdraw(entry)
    credentials.withdraw(entry)
    today("2026-03-09 12:02")
    runs.append(status.publish_due())
    runs.append(status.publish_due())
    today("2026-03-10 12:02")
    runs.append(status.publish_due())
    monkeypatch.setattr(status, "FULL", 1)

    assert runs == [1, 0, 1, 0, 1]
    assert credentials.new_entry().status_list.number == 2
    until = StatusList.objects.get(number=1).document["validUntil"]
    assert until == (timezone.now() + timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
