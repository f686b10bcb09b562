"""Files of all kinds, made here; none lies in the repository."""

import io
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name
from PIL import Image


def upload(content, name="scan.pdf"):
    return SimpleUploadedFile(name, content)


# --- Pictures ---------------------------------------------------------------------------------


def picture(kind="JPEG", size=(40, 30), mode="RGB", color=0, **how):
    made = io.BytesIO()
    Image.new(mode, size, color).save(made, kind, **how)
    return made.getvalue()


def exif(**tags):
    """`orientation`, and a place near Pistoia unless `at` says another."""
    data = Image.Exif()
    data[0x0112] = tags.get("orientation", 1)
    data[0x010F] = "Telefono di Lena"
    data.get_ifd(0x8825).update({1: "N", 2: (43.0, 55.0, 57.0), 3: "E", 4: (10.0, 55.0, 3.0)})
    return data


def png(size, *chunks):
    """Only a header that claims `size`, and `chunks`."""
    header = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name, data):
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


# --- PDF --------------------------------------------------------------------------------------


def pdf(change=lambda document: None, *, pages=1, **how):
    """A PDF of blank pages that `change(document)` has worked on."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(100, 100))
        change(document)
        document.save(made, **how)
    return made.getvalue()


def with_root(**entries):
    return lambda document: [document.Root.__setitem__(f"/{k}", v) for k, v in entries.items()]


def with_page(**entries):
    return lambda document: [
        document.pages[0].obj.__setitem__(f"/{k}", v) for k, v in entries.items()
    ]


def with_action(kind, **entries):
    """A link on the page that does `kind` when somebody clicks it."""
    action = Dictionary(S=Name(f"/{kind}"), **entries)
    return with_note("Link", A=action)


def with_note(kind, **entries):
    rect = Array([0, 0, 10, 10])
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=rect, **entries)
    return with_page(Annots=Array([note]))


def with_stream(content, **entries):
    """A stream on the page; with a `Filter` the content is what comes before unpacking."""

    def change(document):
        filters = entries.pop("Filter", None)
        stream = document.make_stream(b"", **entries)
        stream.write(content, filter=filters)
        document.pages[0].obj["/Contents"] = stream

    return change


def bomb(megabytes):
    """Zeros, packed a thousand to one, without the zeros ever being there."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1) + packer.flush()


def by_hand(objects, *, trailer=b"/Root 1 0 R", start=b"%PDF-1.7\n", packed=b""):
    """A PDF of these objects, numbered from 1, with a table that fits."""
    body, places = start, []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = b"/Size %d " % (len(objects) + 1)
    end = b"trailer\n<< %s%s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(body))
    return body + table + end


PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def page_tree(objects, catalog=b""):
    """A catalog as object 1, and `objects` from number 2 on."""
    return by_hand([b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, *objects])


ONE_PAGE = [b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE]


def updated(content, catalog):
    """`content` (of `page_tree`) with a later version of its first object behind it."""
    before = content.rindex(b"startxref") + 10
    before = int(content[before : content.index(b"\n", before)])
    at = len(content)
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n" % catalog
    table = b"xref\n1 1\n%010d 00000 n \n" % at
    trailer = b"trailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n" % before
    return content + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(body))


def packed_objects(content, filters):
    """A PDF whose catalog lies in an object stream of `content`."""
    head = b"%PDF-1.7\n"
    stream = b"<< /Type /ObjStm /N 1 /First 5 /Filter %s /Length %d >>\nstream\n%s\nendstream" % (
        filters,
        len(content),
        content,
    )
    first = len(head)
    second = first + len(b"2 0 obj\n\nendobj\n") + len(stream)
    rows = [(0, 0, 255), (2, 2, 0), (1, first, 0), (1, second, 0)]
    table = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([n]) for kind, place, n in rows
    )
    xref = b"<< /Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream" % (
        len(table),
        table,
    )
    return (
        head
        + b"2 0 obj\n%s\nendobj\n3 0 obj\n%s\nendobj\n" % (stream, xref)
        + b"startxref\n%d\n%%%%EOF\n" % second
    )
