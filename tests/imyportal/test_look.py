"""Base templates, components and error pages, each without a database."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import get_template, render_to_string

AGENCY = {
    "name": "IMY",
    "address": "Via Puccini 80, Pistoia",
    "phone": "+39 0573 000 001",
    "emergency_phone": "+39 0573 000 000",
}
SCORES = [(str(value), str(value)) for value in range(0, 101, 10)]


class AskForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As in <b>your</b> passport")
    phone = forms.CharField(label="Phone", required=False)
    reason = forms.ChoiceField(
        label="Why?",
        choices=[("ill", "Ill"), ("off", "Off")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False)


class ScoreForm(forms.Form):
    score = forms.ChoiceField(
        label="I arrive on time",
        choices=[*SCORES, ("none", "Not used in my work")],
        widget=forms.RadioSelect,
        error_messages={"required": "Tap a score"},
    )


def scale(form, **context):
    return render_to_string("components/score_scale.html", {"field": form["score"], **context})


@pytest.mark.parametrize(
    "status", ["400", "403_csrf", "403", "404", "409", "410", "429", "500", "503"]
)
def test_error_page_without_context_or_request_stands(status):
    page = get_template(f"{status}.html").render()

    assert page.startswith("<!doctype html>")
    assert page.count("<h1>") == 1
    assert " style=" not in page


def test_error_summary_leads_to_each_field():
    form = AskForm({})

    summary = render_to_string("components/error_summary.html", {"form": form})

    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', summary) == [
        ("id_name", "Fill this in."),
        ("id_reason_0", "Choose a reason"),
    ]
    assert 'tabindex="-1" role="alert"' in summary


def test_error_summary_of_several_forms_has_all_their_errors():
    forms_ = [AskForm({"a-name": "Lena"}, prefix="a"), ScoreForm({}, prefix="b")]

    summary = render_to_string("components/error_summary.html", {"forms": forms_})

    assert re.findall(r'href="#([\w-]+)"', summary) == ["id_a-reason_0", "id_b-score_0"]


def test_crispy_field_with_error_points_to_hint_and_error():
    html = render_crispy_form(AskForm({"phone": "1", "reason": "ill"}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.index('id="id_name_error"') < html.index('name="name"')
    assert "As in &lt;b&gt;your&lt;/b&gt; passport" in html


def test_crispy_radios_show_their_error_before_the_choices():
    html = render_crispy_form(AskForm({"name": "Lena"}))

    assert html.index("Choose a reason") < html.index('value="ill"')
    assert '<fieldset aria-describedby="id_reason_error">' in html


def test_crispy_field_says_optional_and_has_no_asterisk():
    html = render_crispy_form(AskForm())

    assert html.count("(optional)") == 1
    assert "*" not in html


def test_score_scale_unbound_has_nothing_chosen():
    html = scale(ScoreForm())

    assert html.count('type="radio"') == 12
    assert "checked" not in html


def test_score_scale_shows_choice_last_time_and_words():
    html = scale(ScoreForm({"score": "70"}), previous="50", anchors_id="words")

    assert re.findall(r'value="(\w+)" id="\w+" checked', html) == ["70"]
    assert re.search(r'<label class="prev"><input[^>]+value="50"', html)
    assert 'aria-describedby="words"' in html


def test_score_scale_without_answer_says_so_at_the_field():
    html = scale(ScoreForm({}))

    assert re.search(r'id="id_score_error"><p>Tap a score</p>', html)
    assert 'aria-describedby="id_score_error "' in html


@pytest.mark.parametrize(("level", "css"), [("success", "callout-ok"), ("error", "callout-danger")])
def test_callout_understands_message_levels(level, css):
    html = render_to_string("components/callout.html", {"tone": level, "text": "Saved & sent"})

    assert css in html
    assert "Saved &amp; sent" in html


def test_mail_text_frame_escapes_nothing():
    text = render_to_string("emails/base.txt", {"agency": AGENCY | {"name": "L'Officina"}})

    assert text.strip().splitlines()[-1] == "L'Officina, Via Puccini 80, Pistoia, +39 0573 000 001"


def test_mail_html_frame_escapes():
    html = render_to_string(
        "emails/base.html", {"agency": AGENCY | {"name": "<b>"}, "language": "it"}
    )

    assert '<html lang="it">' in html
    assert "&lt;b&gt;" in html


def test_emergency_number_can_be_dialled():
    html = render_to_string("components/emergency.html", {"agency": AGENCY})

    assert 'href="tel:+390573000000"' in html
