"""imyportal/forms.py and words.py: one-time keys, and texts in several languages."""

import threading
import uuid

import pytest
from django import forms
from django.db import connection, transaction
from django.utils import translation

from imyportal import fields, words
from imyportal.forms import OnceMixin, use_key
from imyportal.models import SentForm


def test_form_every_page_has_a_key_of_its_own():
    first, second = (OnceMixin()["once"].value() for _ in range(2))

    assert uuid.UUID(first) != uuid.UUID(second)


def test_form_sent_back_keeps_its_key():
    key = uuid.uuid4()

    form = OnceMixin({"once": str(key)})

    assert form.is_valid()
    assert form.cleaned_data["once"] == key


def test_text_that_is_too_long_is_kept_whole_and_said_to_be():
    class TextForm(forms.Form):
        text = fields.words("Text")

    form = TextForm({"text": "x" * 4019})

    assert "x" * 4019 in str(form["text"])
    assert "maxlength" not in str(form["text"])
    assert form.errors["text"] == ["Write at most 4000 characters; these are 4019."]


@pytest.mark.parametrize("text", ["", "x" * 5000, "1; drop table"])
def test_form_key_that_is_none_breaks_nothing(text):
    form = OnceMixin({"once": text})

    assert form.is_valid() == (text == "")


def test_use_key_the_second_time_is_refused(db):
    key = uuid.uuid4()

    assert [use_key(key), use_key(key), use_key(uuid.uuid4())] == [True, False, True]


def test_use_key_none_always_counts_as_unused(db):
    assert [use_key(None), use_key(None)] == [True, True]
    assert not SentForm.objects.exists()


def test_use_key_of_a_transaction_that_failed_is_free_again(db):
    key = uuid.uuid4()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        use_key(key)
        _ = 1 / 0

    assert use_key(key)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("first_commits", "second_may"), [(True, False), (False, True)])
def test_use_key_at_once_is_used_by_one(first_commits, second_may):
    key, outcome = uuid.uuid4(), []

    def second():
        try:
            with transaction.atomic():
                outcome.append(use_key(key))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        first = use_key(key)
        thread.start()
        thread.join(0.3)
        waited = thread.is_alive()
        transaction.set_rollback(not first_commits)
    thread.join(10)

    assert (first, waited, outcome) == (True, True, [second_may])


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "got"), [("it", "it"), ("en", "en"), ("de", "en"), ("", "en")])
def test_supported_language_else_english(asked, got):
    assert words.supported(asked) == got


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        ({"en": "Care", "it": "Cura"}, "it", "Cura"),
        ({"en": "Care", "it": "Cura"}, "it-ch", "Cura"),
        ({"en": "Care", "it": ""}, "it", "Care"),
        ({"en": "Care"}, "hu", "Care"),
        ({}, "it", ""),
    ],
)
def test_pick_wording_else_the_english_one(texts, language, text):
    with translation.override(language):
        assert words.pick(texts) == text
    with translation.override(None):
        assert words.pick(texts, language) == text
