"""What holds in production only, asked of the settings a production starts with."""

import json
import os
import subprocess
import sys

import pytest

from tests.test_house_rules import ROOT

ENVIRONMENT = {
    "DEBUG": "0", "DEMO": "0", "STAFF_MFA": "1", "SECRET_KEY": "s" * 64, "LINK_KEY": "l" * 64,
    "CREDENTIAL_KEY": "c" * 64,
    "VAULT_KEY": "v" * 64,
    "DATABASE_URL": "sqlite://:memory:", "EMAIL_URL": "smtp://127.0.0.1:1", "REDIS_URL": "",
    "SITE_URL": "https://portal.example", "ALLOWED_HOSTS": "portal.example",
    "TRUSTED_PROXY_COUNT": "1", "SECRET_KEY_FALLBACKS": "",
}  # fmt: skip
ASK = """
import json, imyportal.settings as s
print(json.dumps({name: getattr(s, name, None) for name in dir(s) if name.isupper()}, default=str))
"""


@pytest.fixture(scope="module")
def production():
    found = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return json.loads(found.stdout)


def test_production_cookies_are_bound_to_the_host(production):
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert production[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert production[f"{kind}_COOKIE_SECURE"] is True
        assert production[f"{kind}_COOKIE_HTTPONLY"] is True
        assert production.get(f"{kind}_COOKIE_SAMESITE") in ("Lax", None)  # None: Django's, Lax
        assert not production.get(f"{kind}_COOKIE_DOMAIN")
    assert "session" in production["MESSAGE_STORAGE"]


def test_production_asks_for_tls_for_two_years(production):
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 63_072_000
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_production_hashes_passwords_with_argon2(production):
    assert "Argon2" in production["PASSWORD_HASHERS"][0]
