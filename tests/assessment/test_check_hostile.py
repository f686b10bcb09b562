"""Files made to harm are answered in words, and nothing of them stays."""

import base64
import json
import tempfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pikepdf import Encryption, Name

from assessment import checking, credentials
from assessment.checking import Outcome, opening
from imyportal.models import AuditEvent, StoredFile
from imyportal.uploads import handlers
from tests.uploaded import bomb, packed_objects, pdf, picture, png, with_stream

pytestmark = pytest.mark.django_db
KEYWORD = b"openbadgecredential\0"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">%s</svg>'
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))


def attachments(count, content=b"x" * 100):
    def change(document):
        for _each in range(count):
            stream = document.make_stream(content)
            stream["/Type"] = Name.EmbeddedFile
            document.pages[0].obj[f"/X{_each}"] = document.make_indirect(stream)

    return pdf(change)


def attached_bomb(document):
    stream = document.make_stream(b"")
    stream.write(bomb(64), filter=Name.FlateDecode)
    stream["/Type"] = Name.EmbeddedFile
    document.Root["/X"] = stream


def token(header, payload, signature="c2lnbmVk"):
    parts = (base64.urlsafe_b64encode(json.dumps(each).encode()) for each in (header, payload))
    return b".".join([part.rstrip(b"=") for part in parts] + [signature.encode()])


# Each makes its file when its test runs, so that collecting them costs nothing.
HOSTILE = {
    # not what it says
    "empty": ("empty", lambda: b""),
    "html": ("none of the files", lambda: b"<!doctype html><script>alert(1337)</script>"),
    "zip": ("none of the files", lambda: b"PK\3\4" + bytes(100)),
    "photo": ("photo", picture),
    "noise": ("none of the files", lambda: bytes(range(256)) * 40),
    # torn
    "torn_pdf": ("damaged", lambda: pdf(pages=9)[:-200]),
    "pdf_signature_alone": ("damaged", lambda: b"%PDF-1.7\n"),
    "torn_png": ("damaged", lambda: picture("PNG", size=(400, 300))[:-60]),
    "png_chunk_beyond_the_end": ("damaged", lambda: png((1, 1))[:33] + b"\xff\xff\xff\xffiTXt"),
    # too much
    "png_of_3600_megapixels": ("do not know", lambda: png((60_000, 60_000))),
    "png_text_that_unpacks": (
        "signed data of a badge in it, but they are damaged",
        lambda: png((1, 1), (b"iTXt", KEYWORD + b"\1\0\0\0" + bomb(64))),
    ),
    "png_text_badly_packed": ("damaged", lambda: png((1, 1), (b"iTXt", KEYWORD + b"\1\0\0\0xx"))),
    "pdf_page_that_unpacks": (
        "do not know",
        lambda: pdf(with_stream(bomb(100), Filter=Name.FlateDecode)),
    ),
    "pdf_attachment_that_unpacks": ("do not know", lambda: pdf(attached_bomb)),
    "pdf_object_stream_that_unpacks": (
        "damaged",
        lambda: packed_objects(bomb(64), b"/FlateDecode"),
    ),
    "pdf_that_is_never_done": ("too much work", lambda: b"%PDF-1.7\n" + b"<rdf:RDF" * 200_000),
    "pdf_of_3000_attachments": ("do not know", lambda: attachments(3000)),
    "pdf_of_300_credentials": ("do not know", lambda: attachments(300, b'{"id": "x"}')),
    "pdf_with_password": (
        "password",
        lambda: pdf(encryption=Encryption(owner="a", user="b")),
    ),
    "json_too_large": ("larger than anything", lambda: b'{"a": "%s"}' % (b"x" * 300_000)),
    "json_of_40000_levels": ("do not know", lambda: b'{"a":' * 40_000 + b"1" + b"}" * 40_000),
    "json_of_a_number_without_end": ("do not know", lambda: b'{"a": %s}' % (b"9" * 200_000)),
    "json_that_says_it_twice": ("do not know", lambda: b'{"id": "a", "id": "b"}'),
    "json_no_number": ("do not know", lambda: b'{"id": NaN}'),
    "json_no_text": ("none of the files", lambda: b'{"id": "\xff\xfe"}'),
    "json_name_with_a_nul": ("do not know", lambda: rb'{"id": "a\u0000b", "type": ["x"]}'),
    "json_half_a_character": (
        "do not know",
        lambda: rb'{"id": "\ud800", "issuer": {"id": "urn:x", "name": "\udc00"}}',
    ),
    "json_of_nothing": ("do not know", lambda: b"{}"),
    "json_wrong_kinds": ("do not know", lambda: b'{"id": [], "issuer": 7, "type": {}}'),
    # SVG is never parsed
    "svg_script": ("do not know", lambda: SVG % b"<script>alert(1337)</script>"),
    "svg_elsewhere": (
        "do not know",
        lambda: b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG % b"<image href='//x.example/'/>",
    ),
    "svg_billion_laughs": (
        "signed data of a badge in it, but they are damaged",
        lambda: b'<!DOCTYPE svg [<!ENTITY l0 "ha">%s]>' % LAUGHS
        + SVG % b'<openbadges:credential verify="&l9;"/>',
    ),
    "svg_of_two_badges": (
        "several badges",
        lambda: SVG % (b'<openbadges:credential verify="a.b.c"/>' * 2).replace(b"a.b", b"d.b", 1),
    ),
    # tokens
    "token_signed_by_nobody": ("do not know", lambda: token({"alg": "none"}, {"id": "urn:x"})),
    "token_that_names_us": (
        "never issued",
        lambda: token({"alg": "none"}, {"id": "urn:x", "issuer": {"id": credentials.identifier()}}),
    ),
    "token_of_no_json": ("are damaged", lambda: b"a.b.c"),
}  # fmt: skip


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """Where anything could be left."""
    cache.clear()
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    for name in ("media", "uploads", "temp"):
        (tmp_path / name).mkdir()
    return tmp_path


def left(folders):
    files = [path for path in folders.rglob("*") if path.is_file()]
    return [*files, *StoredFile.objects.all(), *AuditEvent.objects.all()]


def send(client, content, name="certificate.pdf", **more):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("assessment:verify_file"), {"file": upload}, **more)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_answered_in_words_and_forgotten(name, client, folders):
    words, make = HOSTILE[name]

    response = send(client, make())

    html = response.content.decode()
    assert response.status_code == 200
    assert words in html
    assert response.context["answer"].outcome in (Outcome.UNREADABLE, Outcome.UNKNOWN)
    assert "1337" not in html
    assert left(folders) == []


def test_file_beyond_ten_megabytes_is_not_looked_into(client, folders):
    response = send(client, bytes(checking.MAX_BYTES + 1))

    html = response.content.decode()
    assert response.status_code == 400
    assert html.count("This file has 10.1 MB; files up to 10 MB are checked.") == 2
    assert "<title>Error:" in html
    assert left(folders) == []


def test_request_beyond_any_form_is_answered_in_words(client, folders):
    response = send(client, b"x", CONTENT_LENGTH=str(handlers.MOST + 1))

    assert response.status_code == 413
    assert "may have up to 10 MB" in response.content.decode()
    assert left(folders) == []


@pytest.mark.parametrize(
    "name", ["a\0b.pdf", "../../etc/passwd", "x" * 5000, "a.pdf\r\nX: y", "🦘"]
)
def test_name_of_a_file_means_nothing(name, client, folders):
    response = send(client, b"<html>", name=name)

    assert response.status_code in (200, 400)
    assert "passwd" not in response.content.decode()
    assert left(folders) == []


def test_file_of_another_ending_is_known_by_its_content():
    facts = opening.look(pdf())

    assert (facts.kind, facts.trouble) == ("pdf", "")


def test_nothing_chosen_says_so_at_the_field(client):
    response = client.post(reverse("assessment:verify_file"))

    assert response.status_code == 400
    assert response.content.decode().count("Choose a file.") == 2


def test_several_files_at_once_are_asked_for_one_by_one_and_none_is_looked_at(client, folders):
    pair = [SimpleUploadedFile(name, pdf()) for name in ("one.pdf", "two.pdf")]

    response = client.post(reverse("assessment:verify_file"), {"file": pair})

    assert response.status_code == 400
    assert response.content.decode().count("One file is looked at at a time.") == 2
    assert "answer" not in response.context
    assert left(folders) == []


def test_thirty_files_a_minute_then_wait_and_back_to_the_check(client):
    cache.clear()
    answers = [send(client, b"") for _each in range(31)]

    assert [each.status_code for each in answers] == [200] * 30 + [429]
    assert (
        f'href="{reverse("assessment:verify")}">Back to the check' in answers[30].content.decode()
    )


def test_many_at_once_are_asked_to_wait(monkeypatch):
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0)
    with opening.AT_ONCE, opening.AT_ONCE:
        assert "in a minute" in checking.check_file(b"x").words[0]
