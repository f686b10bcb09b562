"""imyportal/uploads: files made to harm are refused with their sentence, or stored harmless."""

import contextlib
import io
import re
import zipfile
import zlib
from dataclasses import replace

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from imyportal.uploads import parser, reading
from tests.uploaded import (
    ONE_PAGE,
    bomb,
    exif,
    packed_objects,
    page_tree,
    pdf,
    picture,
    png,
    updated,
    with_action,
    with_note,
    with_page,
    with_root,
    with_stream,
)

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
PACKED = {"object_stream_mode": ObjectStreamMode.generate, "compress_streams": True}


def hidden_name(plain, escaped):
    """A PDF whose catalog spells the key `plain` (`/JS`) as `escaped`."""
    stand_in = "/" + "X" * (len(escaped) - 1)
    content = pdf(lambda document: document.Root.__setitem__(stand_in, String("app.alert(1)")))
    assert stand_in.encode() in content
    return content.replace(stand_in.encode(), escaped.encode())


def attached(document):
    document.attachments["tool.exe"] = b"MZ"


def loop():
    return page_tree([b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])


def deep(levels):
    middle = [b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    middle += [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (at - 1, at + 1)
        for at in range(3, levels + 2)
    ]
    last = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] >>" % (levels + 1)
    return page_tree([*middle, last])


def packed_page(contents):
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents %d 0 R >>" % contents


def stream(entries, content):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def png_text(text):
    notes = PngInfo()
    notes.add_text("Comment", text)
    return picture("PNG", pnginfo=notes)


def zipped():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("tool.exe", b"MZ")
    return made.getvalue()


# Each makes its file when its test runs, so that collecting them costs nothing.
REFUSED = {
    # not what it says
    "html_named_pdf": ("kind", lambda: HTML),
    "svg_named_png": ("kind", lambda: SVG),
    "gif_named_jpg": ("kind", lambda: picture("GIF", mode="L")),
    "webp": ("kind", lambda: picture("WEBP")),
    "zip": ("kind", zipped),
    "pdf_after_html": ("kind", lambda: HTML + pdf()),
    "one_byte": ("kind", lambda: b"%"),
    "signature_alone_jpg": ("damaged", lambda: b"\xff\xd8\xff"),
    "signature_alone_png": ("damaged", lambda: b"\x89PNG\r\n\x1a\n"),
    "signature_alone_pdf": ("damaged", lambda: b"%PDF-1.7\n"),
    # torn
    "torn_jpg": ("damaged", lambda: picture(size=(400, 300))[:-300]),
    "torn_png": ("damaged", lambda: picture("PNG", size=(400, 300))[:-60]),
    "torn_pdf": ("damaged", lambda: pdf(pages=9)[:-200]),
    "no_page": ("damaged", lambda: pdf(pages=0)),
    "page_tree_in_itself": ("damaged", loop),
    "page_tree_of_20000_levels": ("damaged", lambda: deep(20_000)),
    "packed_content_broken": ("damaged", lambda: pdf(with_stream(b"xx", Filter=Name.FlateDecode))),
    # too much
    "png_of_3600_megapixels": ("pixels", lambda: png((60_000, 60_000))),
    "png_of_26_megapixels": ("pixels", lambda: picture("PNG", size=(5100, 5100), mode="L")),
    "png_text_that_unpacks": (
        "damaged",
        lambda: png((1, 1), (b"zTXt", b"Comment\0\0" + bomb(64)), (b"IDAT", b"")),
    ),
    "101_pages": ("pages", lambda: pdf(pages=101)),
    "content_that_unpacks": ("work", lambda: pdf(with_stream(bomb(100), Filter=Name.FlateDecode))),
    "content_packed_twice": (
        "work",
        lambda: page_tree(
            [ONE_PAGE[0], packed_page(4), stream(b"/Filter [/FlateDecode /Fl]", bomb(4))]
        ),
    ),
    "small_picture_that_unpacks": (
        "work",
        lambda: pdf(
            with_stream(bomb(9), Subtype=Name.Image, Width=9, Height=9, Filter=Name.FlateDecode)
        ),
    ),
    "picture_of_a_gigapixel": (
        "work",
        lambda: pdf(with_stream(b"", Subtype=Name.Image, Width=40_000, Height=40_000)),
    ),
    # locked
    "password": ("encrypted", lambda: pdf(encryption=Encryption(owner="a", user="b"))),
    "password_for_changes": ("encrypted", lambda: pdf(encryption=Encryption(owner="a", user=""))),
    # scripts
    "script_on_opening": ("script", lambda: pdf(with_root(OpenAction=SCRIPT))),
    "script_in_the_names": (
        "script",
        lambda: pdf(with_root(Names=Dictionary(JavaScript=Dictionary(Names=Array(["a", SCRIPT]))))),
    ),
    "script_on_a_click": ("script", lambda: pdf(with_action("JavaScript", JS="app.alert(1)"))),
    "script_after_a_harmless_click": (
        "script",
        lambda: pdf(with_action("URI", URI="https://imy.example", Next=SCRIPT)),
    ),
    "script_in_an_array_in_an_array": (
        "script",
        lambda: pdf(with_page(A=Array([Array([SCRIPT])]))),
    ),
    "script_in_an_object_stream": ("script", lambda: pdf(with_root(OpenAction=SCRIPT), **PACKED)),
    "script_key_with_escapes": ("script", lambda: hidden_name("/JS", "/#4a#53")),
    "script_name_with_escapes": ("script", lambda: hidden_name("/JavaScript", "/J#61vaScript")),
    "script_added_later": (
        "script",
        lambda: updated(page_tree(ONE_PAGE), b"/OpenAction << /S /JavaScript /JS (a) >>"),
    ),
    "script_nothing_points_at": ("script", lambda: page_tree([*ONE_PAGE, b"<< /JS (a) >>"])),
    "postscript": ("script", lambda: pdf(with_stream(b"quit", Subtype=Name.PS))),
    # things that act by themselves
    "action_of_a_page": (
        "action",
        lambda: pdf(with_page(AA=Dictionary(O=Dictionary(S=Name.Named)))),
    ),
    "launch": ("action", lambda: pdf(with_action("Launch", F="cmd.exe"))),
    "launch_with_escapes": ("action", lambda: hidden_name("/Launch", "/L#61unch")),
    "submit_form": ("action", lambda: pdf(with_action("SubmitForm", F="https://evil.example"))),
    "import_data": ("action", lambda: pdf(with_action("ImportData", F="a.fdf"))),
    "unknown_action": ("action", lambda: pdf(with_action("Wipe"))),
    "address_that_is_a_script": (
        "action",
        lambda: pdf(with_action("URI", URI=" java\nscript:a()")),
    ),
    "address_of_a_file": ("action", lambda: pdf(with_action("URI", URI="FILE:///etc/passwd"))),
    # files inside
    "attachment": ("file", lambda: pdf(attached)),
    "attachment_in_an_object_stream": ("file", lambda: pdf(attached, **PACKED)),
    "associated_file": ("file", lambda: pdf(with_root(AF=Array([])))),
    "portfolio": ("file", lambda: pdf(with_root(Collection=Dictionary()))),
    "file_note": ("file", lambda: pdf(with_note("FileAttachment"))),
    "xfa": ("xfa", lambda: pdf(with_root(AcroForm=Dictionary(XFA=Array([]))))),
    # film and sound
    **{
        f"{kind}_note".lower(): ("media", lambda kind=kind: pdf(with_note(kind)))
        for kind in ("RichMedia", "Movie", "Sound", "Screen", "3D")
    },
    "rendition": ("media", lambda: pdf(with_action("Rendition"))),
    # parts that lie elsewhere
    "link_to_another_file": (
        "elsewhere",
        lambda: pdf(with_action("GoToR", F="b.pdf", D=Array([0]))),
    ),
    "link_into_an_attachment": ("elsewhere", lambda: pdf(with_action("GoToE"))),
    "content_from_outside": ("elsewhere", lambda: pdf(with_stream(b"", F=String("/etc/passwd")))),
    "page_of_another_file": ("elsewhere", lambda: pdf(with_stream(b"", Ref=Dictionary(F="b.pdf")))),
}


@pytest.mark.parametrize(("code", "make"), REFUSED.values(), ids=REFUSED.keys())
def test_hostile_file_is_refused_for_its_reason(code, make):
    facts, made = parser.attempt(make())

    assert (facts["refused"], made) == (code, b""), facts


def test_every_refusal_has_its_sentence():
    codes = {code for code, make in REFUSED.values()} | {"work", "busy"}

    assert codes == set(reading.WORDS)
    assert {*parser.FORBIDDEN_KEYS.values()} <= codes
    assert {code for kinds in parser.FORBIDDEN_VALUES.values() for code in kinds.values()} <= codes
    for code in codes:
        assert "%(" not in reading._refusal(code).messages[0]


# Refused as well, but only a process of its own may try it: two and four gigabytes.
DEADLY = {
    "object_stream_that_unpacks": lambda: packed_objects(bomb(2000), b"/FlateDecode"),
    "object_stream_packed_twice": lambda: packed_objects(
        zlib.compress(bomb(4000)), b"[/FlateDecode /FlateDecode]"
    ),
}


@pytest.mark.parametrize("make", DEADLY.values(), ids=DEADLY.keys())
def test_deadly_file_is_refused_and_kills_nobody_else(make):
    with pytest.raises(ValidationError) as refusal:
        reading.clean(make())

    assert refusal.value.code in ("work", "damaged")


def test_parser_that_hangs_is_ended_and_the_file_refused(monkeypatch):
    monkeypatch.setattr(reading, "BOUNDS", replace(reading.BOUNDS, seconds=0.001))

    with pytest.raises(ValidationError) as refusal:
        reading.clean(pdf())

    assert refusal.value.code == "work"


# --- Stored harmless --------------------------------------------------------------------------


def jpeg_in_pdf(jpeg):
    entries = {"Subtype": Name.Image, "Width": 40, "Height": 30, "Filter": Name.DCTDecode}
    return pdf(with_stream(jpeg, **entries))


HARMLESS = {
    "jpg_with_php_in_a_comment": lambda: picture(comment=b"<?php EVIL"),
    "jpg_with_place_and_maker": lambda: picture(exif=exif()),
    "jpg_with_a_zip_behind": lambda: picture() + zipped() + b"EVIL",
    "png_with_text": lambda: png_text("EVIL"),
    "png_with_html_behind": lambda: picture("PNG") + b"<script>EVIL",
    "pdf_with_html_behind": lambda: pdf() + b"\n<script>EVIL</script>",
    "pdf_with_html_in_a_comment": lambda: page_tree(ONE_PAGE, b"%<script>EVIL\n"),
    "pdf_with_an_earlier_script": lambda: updated(
        page_tree(ONE_PAGE, b"/OpenAction << /S /JavaScript /JS (EVIL) >>"), b""
    ),
    "pdf_that_opens_at_a_page": lambda: page_tree(ONE_PAGE, b"/OpenAction [3 0 R /EVIL]"),
    "pdf_with_notes_of_programs": lambda: pdf(with_page(PieceInfo=Dictionary(EVIL=1))),
    "pdf_with_a_photo_and_its_place": lambda: jpeg_in_pdf(picture(exif=exif(), comment=b"EVIL")),
    "pdf_with_a_link": lambda: pdf(with_action("URI", URI="https://imy.example")),
}


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS.keys())
def test_suspicious_file_is_stored_without_what_was_hidden_in_it(make):
    facts, made = parser.attempt(make())

    assert "refused" not in facts
    assert not re.search(rb"EVIL|Lena|<\?php|PK\x03|GPS|JavaScript|script", made)
    assert parser.attempt(made)[0] == facts


def test_pdf_photo_loses_its_place_and_not_a_pixel():
    photo = picture(exif=exif(), color=(200, 30, 90))

    _, made = parser.attempt(jpeg_in_pdf(photo))

    with pikepdf.open(io.BytesIO(made)) as document:
        kept = Image.open(io.BytesIO(document.pages[0].obj["/Contents"].read_raw_bytes()))
        assert not kept.getexif()
        assert kept.tobytes() == Image.open(io.BytesIO(photo)).tobytes()


VALID = [
    picture(exif=exif(), comment=b"x"),
    picture("PNG", size=(7, 5)),
    pdf(with_action("URI", URI="https://imy.example"), pages=2),
    pdf(with_root(Lang=String("it")), pages=2, **PACKED),
]


@settings(max_examples=12)
@given(
    content=st.sampled_from(VALID),
    at=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.floats(0.2, 1.2),
)
def test_fuzzed_file_is_taken_or_refused_in_words(content, at, cut):
    broken = bytearray(content)
    for place, value in at:
        broken[int(place * len(broken))] = value

    with contextlib.suppress(ValidationError):  # any other error is a 500
        cleaned = reading.clean(bytes(broken[: int(cut * len(broken))]))
        assert parser.attempt(cleaned.content)[0].get("kind") == cleaned.kind
