import io
import shutil
import subprocess

import page
import pytest
from pypdf import PdfReader

from assessment import certificate_pdf
from assessment.certificate_content import digest
from imyportal.codes import grouped

from .certificates import bare, content, crowded, long_address, printed

SAMPLES = {
    "ordinary": content,
    "bare": bare,
    "crowded": crowded,
    "long address": long_address,
}


def text_of(pdf):
    return " ".join(
        " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split()
    )


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_render_is_valid_for_archives_and_screen_readers(sample, profile):
    made = printed(SAMPLES[sample]())

    report = page.validate_pdf_bytes(made, profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("sample", [content, long_address])
def test_render_content_of_usual_length_fills_two_pages(sample):
    made = printed(sample())

    assert len(PdfReader(io.BytesIO(made)).pages) == 2


@pytest.mark.parametrize("sample", SAMPLES)
def test_render_first_page_holds_code_and_picture_of_it(sample):
    made = SAMPLES[sample]()

    first = PdfReader(io.BytesIO(printed(made))).pages[0]

    text = " ".join(first.extract_text().split())
    assert grouped(made["code"]) in text
    assert f"Digest of the content (SHA-256, first 16 digits): {grouped(digest(made)[:16])}" in text
    assert len(first.images) == 1


def test_render_same_content_twice_gives_same_bytes():
    assert certificate_pdf.render(content()) == certificate_pdf.render(content())


def test_render_other_number_gives_other_file_identifier():
    other = content() | {"number": "IMY-2026-0148"}

    first, second = (PdfReader(io.BytesIO(printed(c))) for c in (content(), other))

    assert first.trailer["/ID"][0] != second.trailer["/ID"][0]


def test_render_prints_what_the_content_says():
    found = text_of(printed(content()))

    for word in [
        "Lena Hoffmann",
        "14 May 2008",
        "Berufskolleg Lindenhof",
        "Bartolini Impianti S.r.l.",
        "Tutor: Giulia Conti",
        "23 February–17 April 2026",
        "283:00",
        "82 of 100",
        "2025-1-DE02-KA121-VET-000312345",
        "7Q4X-92KD-M3ABC",
        "portal.example/verify",
        grouped(digest(content())[:16]),
        "Signed electronically, 17 April 2026, 16:20",
        "6 April was a public holiday.",
    ]:
        assert word in found


def test_render_score_not_observed_is_not_zero():
    found = text_of(printed(content()))

    assert "Working with others – 0 – 0" in found


def test_render_never_prints_an_europass_number_that_nobody_gave():
    assert "Europass Mobility number" not in text_of(printed(content()))
    assert "IT/2026/004711" in text_of(printed(crowded()))


def test_render_prints_every_letter_of_a_name():
    names = ["Őry", "Łucja", "Groß", "Iñaki", "Đorđe Şțefan", "Ελένη", "Жанна", "שרה"]

    found = text_of(printed(content(first_names="Li", surnames=" ".join(names))))

    assert [name for name in names if name not in found and name[::-1] not in found] == []


@pytest.mark.parametrize("program", ["qpdf --check", "pdfinfo", "pdffonts"])
def test_render_makes_a_file_that_other_programs_accept(program, tmp_path):
    if not shutil.which(program.split()[0]):
        pytest.fail(f"{program} is not installed: `bin/setup test` installs it.")
    file = tmp_path / "certificate.pdf"
    file.write_bytes(printed(content()))

    answer = subprocess.run([*program.split(), file], capture_output=True, text=True, check=True)

    assert answer.stderr == ""
    if program == "pdfinfo":
        assert "Certificate IMY-2026-0147, Lena Hoffmann" in answer.stdout
        assert "Tagged:          yes" in answer.stdout
    if program == "pdffonts":
        embedded = [line.split()[-5] for line in answer.stdout.splitlines()[2:]]
        assert embedded and set(embedded) == {"yes"}


def test_period_within_a_month_says_it_once():
    assert certificate_pdf.period("2026-11-02", "2026-11-06") == "2–6 November 2026"


def test_period_over_new_year_says_both_years():
    assert certificate_pdf.period("2025-12-01", "2026-01-30") == "1 December 2025–30 January 2026"


def test_digest_does_not_depend_on_the_order_of_keys():
    turned = dict(reversed(content().items()))

    assert digest(turned) == digest(content())
    assert digest(content(surnames="Hofmann")) != digest(content())
