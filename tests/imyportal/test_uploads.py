"""imyportal/uploads: what is kept of a good file, and how it is handed out."""

import hashlib
import io
import stat

import pikepdf
import pytest

from imyportal import uploads
from imyportal.enums import FileState
from tests import uploaded
from tests.factories import UserFactory


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def person(db, media):
    return UserFactory()


def test_take_in_pdf_keeps_pages_and_drops_what_tells_of_people(person, media):
    def sign(document):
        document.docinfo["/Author"] = "Lena Hoffmann"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["Lena Hoffmann"]

    stored = uploads.take_in(uploaded.upload(uploaded.pdf(sign, pages=3)), by=person)

    content = stored.path.read_bytes()
    assert (stored.kind, stored.pages, stored.name, stored.state) == (
        "pdf",
        3,
        "scan.pdf",
        FileState.CLEAN,
    )
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert b"Hoffmann" not in content
    assert stat.S_IMODE(stored.path.stat().st_mode) == 0o600
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 3
