"""Files of all kinds, made here; none lies in the repository."""

import io
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind="JPEG", size=(40, 30), mode="RGB", **how):
    made = io.BytesIO()
    Image.new(mode, size, how.pop("color", 0)).save(made, kind, **how)
    return made.getvalue()


def pdf(change=lambda document: None, *, pages=1, **how):
    """A PDF of blank pages that `change(document)` has worked on."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(100, 100))
        change(document)
        document.save(made, **how)
    return made.getvalue()


def upload(content, name="scan.pdf"):
    return SimpleUploadedFile(name, content)


def png_chunk(name, data):
    crc = zlib.crc32(name + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + name + data + crc
