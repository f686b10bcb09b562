"""imyportal/uploads: what is kept of a good file, who gets it, and what goes away by itself."""

import hashlib
import io
import os
import stat
import time
from datetime import timedelta

import pikepdf
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from imyportal import uploads, work
from imyportal.enums import FileKind, FileState
from imyportal.models import StoredFile
from imyportal.uploads import keeping, parser
from imyportal.uploads.naming import clean_name
from tests.factories import UserFactory
from tests.uploaded import exif, pdf, picture, upload


@pytest.fixture
def person(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return UserFactory()


@pytest.fixture
def stored(person):
    return store(person)


def store(person, **fields):
    """A row and its bytes, without the work of reading them."""
    content = fields.pop("content", b"%PDF-1.7 one page")
    row = StoredFile(
        place=f"uploads/2026/11/{os.urandom(16).hex()}.pdf",
        name="Bericht.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=person,
        **{"kind": FileKind.PDF, "pages": 1, "state": FileState.CLEAN} | fields,
    )
    row.path.parent.mkdir(parents=True, exist_ok=True)
    row.path.write_bytes(content)
    row.save()
    return row


def lying(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- Taking in --------------------------------------------------------------------------------


def test_take_in_pdf_keeps_its_pages_and_forgets_who_made_it(person):
    def sign(document):
        document.docinfo["/Author"] = "Lena Hoffmann"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["Lena Hoffmann"]

    stored = uploads.take_in(upload(pdf(sign, pages=3)), by=person)

    content = stored.path.read_bytes()
    facts = (stored.kind, stored.pages, stored.name, stored.state, stored.uploaded_by)
    assert facts == ("pdf", 3, "scan.pdf", FileState.CLEAN, person)
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert b"Hoffmann" not in content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 3


def test_take_in_photo_stands_upright_and_lies_where_nobody_guesses(person):
    photo = picture(size=(40, 30), exif=exif(orientation=6))

    stored = uploads.take_in(upload(photo, "IMG_1.HEIC"), by=person)

    assert (stored.kind, stored.width, stored.height) == ("jpg", 30, 40)
    assert stored.name == "IMG_1.HEIC.jpg"
    assert stored.path.stem not in (str(stored.public_id), stored.public_id.hex)
    assert stat.S_IMODE(stored.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("made", "kind", "first", "last"),
    [
        (picture("PNG", size=(2, 1), mode="RGBA", color=(0, 0, 0, 0)), "png", *[(255, 255, 255)] * 2),
        (picture("PNG", size=(2, 1), mode="I;16", color=0x8000), "png", 128, 128),
        (picture("PNG", size=(2, 1), mode="1", color=1), "png", 255, 255),
        (picture("PNG", size=(2, 1), mode="P", color=0), "png", (0, 0, 0), (0, 0, 0)),
        (picture("JPEG", size=(2, 1), mode="CMYK", color=(0, 0, 0, 0)), "jpg", *[(255, 255, 255)] * 2),
        (picture("MPO", size=(2, 1), append_images=[Image.new("RGB", (2, 1))], save_all=True), "jpg", *[(0, 0, 0)] * 2),
    ],
    ids=["see_through", "16_bits", "black_white", "palette", "cmyk", "two_pictures"],
)  # fmt: skip
def test_picture_of_every_mode_becomes_grey_or_colour(made, kind, first, last):
    facts, content = parser.attempt(made)

    image = Image.open(io.BytesIO(content))
    assert (facts, image.format) == (
        {"kind": kind, "width": 2, "height": 1},
        {"png": "PNG", "jpg": "JPEG"}[kind],
    )
    assert (image.getpixel((0, 0)), image.getpixel((1, 0))) == (first, last)


def test_same_file_twice_gives_the_same_bytes():
    for content in (pdf(pages=2), picture(), picture("PNG")):
        assert parser.attempt(content) == parser.attempt(content)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "This file is empty. Look whether it opens, and choose it again."),
        (5 * 2**20 + 1, "This file has 5.1 MB; at most 5 MB can be kept."),
        (12 * 2**20, "This file has 12.0 MB; at most 5 MB can be kept."),
    ],
)
def test_take_in_size_that_cannot_be_is_said_before_anything_is_read(person, size, words):
    with pytest.raises(ValidationError) as refusal:
        uploads.take_in(upload(bytes(size)), by=person)

    assert refusal.value.messages[0].startswith(words)


def test_take_in_all_with_bad_ones_keeps_none_and_names_each(person, tmp_path):
    chosen = [upload(picture(), "a.jpg"), upload(b"<html>", "b\r\n.pdf"), upload(b"", "c.png")]

    with pytest.raises(ValidationError) as refusal:
        uploads.take_in_all(chosen, by=person)

    assert [words.split(":")[0] for words in refusal.value.messages] == ["b .pdf", "c.png"]
    assert not StoredFile.objects.exists()
    assert lying(tmp_path) == []


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("MAX_FILES", 1, "too_many"),
        ("FILES_A_DAY", 2, "quota"),
        ("BYTES_A_DAY", 20, "quota"),
        ("TRIES", 0, "too_fast"),
    ],
)
def test_take_in_beyond_a_limit_is_refused_in_words(person, monkeypatch, limit, value, code):
    store(person)
    store(UserFactory())
    store(person, uploaded_at=timezone.now() - timedelta(days=2))
    monkeypatch.setattr(keeping, limit, value)

    with pytest.raises(ValidationError) as refusal:
        uploads.take_in_all([upload(b"%PDF-")] * 2, by=person)

    assert {error.code for error in refusal.value.error_list} == {code}
    assert StoredFile.objects.count() == 3


def test_take_in_that_dies_between_bytes_and_row_leaves_only_an_orphan(person, tmp_path):
    work.set_hook("uploads.written", lambda: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError):
            uploads.take_in(upload(picture()), by=person)
    finally:
        work.set_hook("uploads.written", None)

    assert not StoredFile.objects.exists()
    assert len(lying(tmp_path)) == 1


def test_take_in_on_a_disk_that_takes_nothing_is_said_in_words(person, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "no folder")
    (tmp_path / "no folder").touch()

    with pytest.raises(ValidationError) as refusal:
        uploads.take_in(upload(picture()), by=person)

    assert refusal.value.code == "no_room"
    assert not StoredFile.objects.exists()


# --- Names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Bericht März.pdf", "Bericht März.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lena\\scan.PDF", "scan.pdf"),
        ("a\r\nSet-Cookie: x=1", "a Set-Cookie x=1.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("scan.jpg.pdf", "scan.pdf"),
        ("...pdf", "file.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("NUL.pdf", "file.pdf"),
        ("\ud800", "file.pdf"),
        ('"; rm -rf *', "rm -rf.pdf"),
        ("x" * 3000, "x" * 80 + ".pdf"),
        ("語" * 3000, "語" * 60 + ".pdf"),
    ],
)
def test_name_is_harmless(name, clean):
    assert clean_name(name, FileKind.PDF) == clean


# --- Handing out ------------------------------------------------------------------------------


def test_answer_is_a_download_that_runs_nowhere(stored):
    response = uploads.answer(stored, filename="Foglio ore – settimana 12\r\n.html")

    assert b"".join(response) == stored.path.read_bytes()
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(stored.size),
        "Content-Disposition": "attachment; filename*=utf-8''"
        "Foglio%20ore%20%E2%80%93%20settimana%2012%20.html.pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


@pytest.mark.parametrize(
    ("state", "reason", "status", "words"),
    [
        (FileState.QUARANTINE, "", 409, "This file is being checked"),
        (FileState.REFUSED, "Eicar", 410, "This file was refused"),
    ],
)
def test_answer_for_a_file_that_is_not_clean_is_a_page(person, state, reason, status, words):
    row = store(person, state=state, refused_because=reason)

    response = uploads.answer(row)

    assert (response.status_code, response.streaming) == (status, False)
    assert f"<h1>{words}</h1>" in response.text


@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(b"x"), lambda path: path.unlink()])
def test_answer_for_a_file_that_changed_on_disk_is_an_error(stored, harm):
    harm(stored.path)

    with pytest.raises(uploads.FileChanged):
        uploads.answer(stored)


def test_visible_to_is_who_handed_it_in(stored):
    colleague, boss = UserFactory(tutor=True), UserFactory(admin=True)

    seen = [
        list(StoredFile.objects.visible_to(viewer))
        for viewer in (stored.uploaded_by, colleague, boss)
    ]

    assert seen == [[stored], [], []]
    stored.uploaded_by.is_active = False
    assert not StoredFile.objects.visible_to(stored.uploaded_by).exists()


# --- Orphans ----------------------------------------------------------------------------------


def test_reap_removes_only_what_is_old_and_has_no_row(person, tmp_path):
    kept, deleted = store(person), store(person)
    refused = store(person, state=FileState.REFUSED, refused_because="Eicar")
    torn = kept.path.with_name(".torn.pdf.abc")
    new = kept.path.with_name("new.pdf")
    elsewhere = tmp_path / "certificates" / "2026" / "11" / "a.pdf"
    elsewhere.parent.mkdir(parents=True)
    deleted.delete()
    old = time.time() - 25 * 3600
    for path in (kept.path, deleted.path, refused.path, torn, new, elsewhere):
        path.touch()
        os.utime(path, (old, old) if path != new else None)

    removed = [uploads.reap(), uploads.reap()]

    assert removed == [3, 0]
    assert lying(tmp_path) == sorted([kept.path.name, "new.pdf", "a.pdf"])
    torn.touch()
    os.utime(torn, (old, old))
    assert uploads.reap() == 0  # not again within the hour
    cache.delete("uploads:reaped")
    assert uploads.reap() == 1


# --- What must never be false -----------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        {"size": 0},
        {"sha256": ""},
        {"name": ""},
        {"pages": 0},
        {"pages": None},
        {"width": 5, "height": 5},
        {"kind": "jpg"},
        {"kind": "png", "pages": None, "width": 0, "height": 5},
        {"kind": "jpg", "pages": None, "width": 5},
        {"kind": "exe"},
        {"state": "refused"},
        {"state": "clean", "refused_because": "Eicar"},
        {"state": "open"},
    ],
    ids=str,
)
def test_row_that_lies_is_refused_by_the_database(stored, lie):
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**lie)
