"""Settings that `manage.py check` speaks of before they fail."""

import pytest
import time_machine
from django.core.checks import Tags, run_checks
from environs import EnvError

from imyportal import env, pdf_signing


@pytest.fixture(scope="module")
def pairs():
    """Two keys with their certificates; the second is locked."""
    made = [pdf_signing.make_trial_pair("IMY"), pdf_signing.make_trial_pair("IMY", "odd lantern")]
    return [[part.decode() for part in pair] for pair in made]


def said(settings, key="", certificate="", passphrase=""):
    settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_CERTIFICATE = key, certificate
    settings.PDF_SIGNING_PASSPHRASE = passphrase
    found = run_checks(tags=[Tags.security])
    return [(each.id, each.msg) for each in found if each.id.startswith("imyportal.")]


def test_signing_that_is_half_configured_is_said_in_words(settings, pairs):
    (key, certificate), (locked, other) = pairs

    assert said(settings) == []
    assert said(settings, key, certificate) == []
    assert said(settings, locked, other, "odd lantern") == []
    wrong = [
        said(settings, key),
        said(settings, "", certificate),
        said(settings, locked, other),
        said(settings, locked, other, "even lantern"),
        said(settings, "no key", certificate),
        said(settings, key, key),
        said(settings, key, other),
    ]
    with time_machine.travel("2099-01-01"):
        wrong.append(said(settings, key, certificate))
    assert [[name.removeprefix("imyportal.") for name, _text in each] for each in wrong] == [
        ["E001"], ["W001"], ["E002"], ["E002"], ["E002"], ["E003"], ["E004"], ["W002"]
    ]  # fmt: skip
    assert wrong[0][0][1].startswith("PDF_SIGNING_KEY is set and PDF_SIGNING_CERTIFICATE is not")


def test_secret_in_a_file_that_cannot_be_read_names_variable_and_file(monkeypatch, tmp_path):
    monkeypatch.setenv("PDF_SIGNING_KEY_FILE", str(tmp_path / "gone.pem"))

    with pytest.raises(EnvError, match=r"PDF_SIGNING_KEY_FILE names .*gone\.pem, which cannot be"):
        env.text("PDF_SIGNING_KEY", "")


def test_vault_key_is_long_and_a_secret_of_its_own(settings):
    settings.LOCAL = False

    def faults(key):
        settings.VAULT_KEY = key
        return [each.id for each in run_checks(tags=[Tags.security]) if "VAULT" in each.msg]

    assert [faults(key) for key in ("v" * 31, settings.LINK_KEY, "v" * 32)] == [
        ["imyportal.E005"],
        ["imyportal.E006"],
        [],
    ]
