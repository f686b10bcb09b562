import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader

from assessment import certificate_pdf
from imyportal import pdf, pdf_engine
from tests.assessment.certificates import content


@pytest.fixture
def listener():
    """A server on this machine that notes every call."""
    calls = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.calls, server.url = calls, f"http://127.0.0.1:{server.server_port}/x"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def template(settings, tmp_path):
    """Write a template for this test; returns its name."""
    folder = tmp_path / "templates"
    folder.mkdir()
    engine = settings.TEMPLATES[0] | {"DIRS": [folder]}
    settings.TEMPLATES = [engine]

    def write(body, head=""):
        html = f'<html lang="en"><head><title>T</title>{head}</head><body>{body}</body></html>'
        (folder / "page.html").write_text(html)
        return "page.html"

    return write


def render(name, **options):
    return pdf.render(
        name, {}, stylesheet="css/certificate.css", language="en", identifier="t", **options
    )


def text_of(made):
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(made)).pages).split())


ATTACKS = [
    '<img src="{url}">',
    '<link rel=attachment href="file:///etc/passwd">',
    '<a rel=attachment href="file:///etc/passwd">x</a>',
    '<svg><image href="{url}"/></svg>',
    '<style>@import "{url}";</style>',
    '<link rel=stylesheet href="{url}">',
    "<script>x</script>",
    '"><object data="{url}"></object>',
]


def test_certificate_markup_in_names_is_printed_as_it_was_typed(listener):
    typed = [attack.format(url=listener.url) for attack in ATTACKS]
    made = content(first_names=typed[0], surnames=typed[1], nationality=typed[2])
    for attack, each in zip(typed[3:6], ("sending", "host", "intermediary"), strict=True):
        made[each]["name"] = made[each]["tutor"] = attack
    made["experience"]["tasks"] = typed
    made["objectives"][0]["name"] = typed[6]
    made["signatures"][0]["name"] = typed[7]

    found = text_of(certificate_pdf.render(made)).replace(" ", "")

    assert listener.calls == []
    assert [found.count(attack.replace(" ", "")) >= 2 for attack in typed] == [True] * 8
    assert "root:" not in found


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{url}" alt="x">',
        '<img src="//127.0.0.1:1/x" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="data:image/png;base64,AA==" alt="x">',
        '<img src="asset:img/../settings.py" alt="x">',
        '<img src="ftp://127.0.0.1/x" alt="x">',
        '<svg viewBox="0 0 9 9"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
        '<object data="{url}">x</object>',
        '<embed src="{url}">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<style>@import "{url}"; @font-face {{ font-family: f; src: url("{url}") }}</style>',
        '<p style="background: url({url})">x</p>',
        '<ul><li style="list-style-image: url({url})">x</li></ul>',
        '<p style="border-image: url({url}) 9">x</p>',
    ],
)
def test_render_page_that_asks_for_anything_else_fails(body, template, listener):
    name = template(body.format(url=listener.url))

    with pytest.raises(pdf.PdfError):
        render(name)

    assert listener.calls == []


@pytest.mark.parametrize(
    "body",
    [
        '<svg viewBox="0 0 9 9"><title>x</title><use href="{url}#a"/></svg>',
        '<p style="content: url({url})">x</p>',
        '<iframe src="{url}"></iframe>',
        '<video src="{url}"></video>',
        '<script src="{url}"></script>',
    ],
)
def test_render_what_paper_cannot_show_is_not_fetched(body, template, listener):
    made = render(template(body.format(url=listener.url)))

    assert made.startswith(b"%PDF-1.7")
    assert listener.calls == []


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="{url}">',
        '<base href="{url}"><link rel="stylesheet" href="y.css">',
    ],
)
def test_render_head_that_asks_for_anything_else_fails(head, template, listener):
    name = template("<p>x</p>", head.format(url=listener.url))

    with pytest.raises(pdf.PdfError):
        render(name)

    assert listener.calls == []


def test_render_asset_of_the_call_is_shown(template):
    name = template('<img src="asset:mine.svg" alt="mine">')
    picture = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )

    made = render(name, assets={"mine.svg": picture})

    assert made.startswith(b"%PDF-1.7")


def test_render_letter_without_a_shape_says_which(template):
    name = template("<p>Li &#x10FFFD;</p>")

    with pytest.raises(pdf.PdfError, match=r"U\+10FFFD"):
        render(name)


def test_render_that_marks_gaps_prints_all_other_letters(template):
    name = template("<p>Li \U0010fffd Ada</p>")

    made = render(name, marks_gaps=True)

    assert text_of(made).startswith("Li \N{REPLACEMENT CHARACTER} Ada")


def test_render_without_built_fonts_says_what_to_run(template, settings):
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    pdf_engine.finders.get_finder.cache_clear()
    pdf_engine._shelf.cache_clear()
    pdf_engine._parsed.cache_clear()

    with pytest.raises(pdf.PdfError, match="build_assets"):
        render(template("<p>x</p>"))

    pdf_engine.finders.get_finder.cache_clear()


def test_shelf_opens_nothing_by_itself():
    shelf = pdf_engine.Shelf({})

    assert (shelf.handle_open, shelf.handlers) == ({}, [])
    for address in ("http://127.0.0.1/", "file:///etc/passwd", "data:,x", "asset:x", "x.txt"):
        with pytest.raises(BaseException, match=".*"):
            shelf.open(address)
    assert len(shelf.refused) == 5
