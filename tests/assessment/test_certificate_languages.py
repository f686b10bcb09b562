"""Certificates in English and a second language."""

import io
import tomllib

import page
import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from accounts.enums import Language
from assessment import certificate_pdf, certificates, second_language
from assessment.models import CertificateBatch, MobilityNumbers
from imyportal import countries
from placements.models import Placement

from .certificates import usual
from .ready import ready_group

LANGUAGES = [each.value for each in Language if each != Language.EN]
SHAPES = {"lead": {"one", "many"}, "days": {"one", "many"}, "countries": countries.NAMES.keys()}


def text_of(pdf):
    return " ".join(" ".join(each.extract_text() for each in pdf.pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_language_are_all_there(language):
    found = tomllib.loads((second_language.FOLDER / f"{language}.toml").read_text("utf-8"))
    others = second_language.words("de")

    assert found["labels"].keys() == others["labels"].keys()
    assert {key: found[key].keys() for key in SHAPES} == SHAPES
    assert len(set(found["dates"]["months"])) == 12
    for key, words in found["labels"].items():
        assert words.strip() == words != ""
        assert words.count("{") == others["labels"][key].count("{"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_render_in_two_languages_is_valid_says_both_and_stays_on_two_pages(language):
    content = usual(language)
    words = content["second"]["labels"]

    made = certificate_pdf.render(content)

    for profile in ("3a", "ua1"):
        assert [
            each.message for each in page.validate_pdf_bytes(made, profile=profile).failures
        ] == []
    pdf = PdfReader(io.BytesIO(made))
    assert len(pdf.pages) == 2
    text = text_of(pdf)
    for key in ("title", "kind", "host", "europass_number", "qualification", "tasks", "scale_100"):
        assert words[key] in text, key
    assert second_language.day(content["second"], "2008-05-14") in text
    assert "14 May 2008" in text


def test_page_marks_the_second_language_for_programs_that_read_aloud():
    context = certificate_pdf.page(usual("hu"))

    html = render_to_string("assessment/certificate.html", context)

    assert f'<i class="also" lang="hu">{context["second"]["title"]}</i>' in html
    assert html.count('lang="hu"') > 60


@pytest.mark.parametrize(
    ("language", "within_month", "within_year", "over_new_year"),
    [
        ("de", "2.–6. März 2026", "2. März–3. April 2026", "1. Dezember 2025–2. Januar 2026"),
        ("es", "2–6 de marzo de 2026", "2 de marzo–3 de abril de 2026", "1 de diciembre de 2025–2 de enero de 2026"),
        ("fr", "2–6 mars 2026", "2 mars–3 avril 2026", "1er décembre 2025–2 janvier 2026"),
        ("hu", "2026. március 2–6.", "2026. március 2.–április 3.", "2025. december 1.–2026. január 2."),
        ("it", "2–6 marzo 2026", "2 marzo–3 aprile 2026", "1º dicembre 2025–2 gennaio 2026"),
        ("pl", "2–6 marca 2026", "2 marca–3 kwietnia 2026", "1 grudnia 2025–2 stycznia 2026"),
    ],
)  # fmt: skip
def test_period_in_a_second_language_is_said_as_its_readers_do(
    language, within_month, within_year, over_new_year
):
    second = {"dates": second_language.words(language)["dates"]}

    def period(first, last):
        return second_language.period(second, first, last)

    assert period("2026-03-02", "2026-03-06") == within_month
    assert period("2026-03-02", "2026-04-03") == within_year
    assert period("2025-12-01", "2026-01-02") == over_new_year


@pytest.mark.django_db
def test_request_freezes_both_languages_and_what_others_call_the_stay():
    group = ready_group(1, language="pl", recognition="Counts  as training", qualification_level=4)
    placement = Placement.objects.get()
    MobilityNumbers.objects.create(
        placement=placement,
        europass_number="PL/1",
        mobility_id="MOB-7",
        entered_by=group.lead_tutor,
    )

    content = certificates.request([placement], by=group.lead_tutor)[0].content

    second = content["second"]
    assert content["sending"]["country"] == "Germany"
    assert second["countries"]["sending"] == "Niemcy"
    assert second["objectives"][0] == "Punktualność i rzetelność"
    assert second["roles"] == ["Opiekun w firmie", "Opiekun, IMY"]
    assert second["lead"] == second_language.words("pl")["lead"]["one"].format(count=1)
    assert (content["europass_number"], content["experience"]["mobility_id"]) == ("PL/1", "MOB-7")
    assert content["experience"]["recognition"] == "Counts as training"
    assert CertificateBatch.objects.get().asked_by == group.lead_tutor
