"""A program of its own: reads one file from standard input and writes it anew to standard output.

Run by path in a cell (`imyportal/confined/`), so that a file made to harm kills or takes over nothing but
this process. Output is one line of JSON, then the bytes: `{"kind": …, "pages": …}` or `{"refused": code}`.
"""

import io
import json
import re
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator
from typing import Any

MAX_PIXELS = 25_000_000
MAX_PAGES = 100
MAX_RESULT_BYTES = 24 * 2**20
MAX_PIXELS_ON_PAPER = 75_000_000  # A3 at 600 dots an inch
MAX_STREAM_BYTES = 32 * 2**20  # a stream that is no picture, unpacked
MAX_UNPACKED_BYTES = 128 * 2**20  # all of them together
PICTURE_SLACK_BYTES = 2**20
MAX_OBJECTS = 100_000

JPEG_QUALITY = 85

Facts = dict[str, Any]


class Refused(Exception):
    """The file is not taken; the code says why."""


# --- Pictures ---------------------------------------------------------------------------------


def read_picture(content: bytes) -> tuple[Facts, bytes]:
    """The first picture in the file, upright, in grey or colour, without anything but its pixels."""
    from PIL import Image, ImageFile, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # libraries beside us may have allowed it
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("pixels") from None
    if image.width * image.height > MAX_PIXELS:
        raise Refused("pixels")
    kind = "png" if image.format == "PNG" else "jpg"  # MPO is what some telephones call JPEG
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    image = _in_grey_or_colour(image)
    image.info = {}  # Pillow would write comment, profile and text back
    made = io.BytesIO()
    if kind == "png":
        image.save(made, "PNG")
    else:
        image.save(made, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return {"kind": kind, "width": image.width, "height": image.height}, made.getvalue()


def _in_grey_or_colour(image: Any) -> Any:
    """Mode L or RGB; what is see-through becomes white, as on paper."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits of grey, which convert("L") would cut off at 255
        return image.convert("I").point([at >> 8 for at in range(65536)], "L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    if image.mode in ("1", "L", "LA"):
        return image.convert("L")
    return image.convert("RGB")


# --- PDF --------------------------------------------------------------------------------------

# Names as they stand after unpacking: `/J#61vaScript` and what hides in object streams are plain here.
FORBIDDEN_KEYS = {
    **dict.fromkeys(["/JS", "/JavaScript"], "script"),
    **dict.fromkeys(["/AA", "/Launch", "/SubmitForm", "/ImportData"], "action"),
    **dict.fromkeys(
        ["/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RF", "/AF", "/Collection"], "file"
    ),
    **dict.fromkeys(["/XFA", "/NeedsRendering"], "xfa"),
    **dict.fromkeys(["/RichMedia", "/RichMediaContent", "/RichMediaSettings"], "media"),
    **dict.fromkeys(["/Movie", "/Sound", "/Rendition", "/Renditions"], "media"),
    **dict.fromkeys(["/3D", "/3DD", "/3DV", "/3DA", "/AlternatePresentations"], "media"),
    **dict.fromkeys(["/GoToR", "/GoToE"], "elsewhere"),
    "/Encrypt": "encrypted",
}
FORBIDDEN_KINDS = {
    **dict.fromkeys(["/EmbeddedFile", "/Filespec", "/F", "/FileAttachment", "/Collection"], "file"),
    **dict.fromkeys(["/RichMedia", "/Movie", "/Sound", "/Screen", "/Rendition", "/3D"], "media"),
    "/PS": "script",
}
FORBIDDEN_ACTIONS = {
    "/JavaScript": "script",
    **dict.fromkeys(["/Launch", "/SubmitForm", "/ImportData", "/ResetForm"], "action"),
    **dict.fromkeys(["/Movie", "/Sound", "/Rendition", "/RichMediaExecute"], "media"),
    "/GoTo3DView": "media",
    **dict.fromkeys(["/GoToR", "/GoToE", "/GoToDp"], "elsewhere"),
}
FORBIDDEN_VALUES = {"/S": FORBIDDEN_ACTIONS} | dict.fromkeys(
    ["/Type", "/Subtype", "/Subtype2"], FORBIDDEN_KINDS
)
FORBIDDEN_IN_STREAMS = ("/F", "/Ref", "/OPI")  # parts that lie in other files
ACTIONS_STAND_IN = ("/A", "/PA", "/Next", "/OpenAction")
HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named")
PACKERS = ("/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/Fl", "/LZW", "/RL")
PICTURE_FILTERS = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
HARMLESS_SCHEMES = ("http", "https", "mailto", "tel")
DROPPED_KEYS = ("/OpenAction", "/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/Perms")


def read_pdf(content: bytes) -> tuple[Facts, bytes]:
    """The pages of the file as they are, without what tells of people and programs."""
    import pikepdf

    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_UNPACKED_BYTES,
        png_max_memory=MAX_UNPACKED_BYTES,
        run_length_max_memory=MAX_UNPACKED_BYTES,
        tiff_max_memory=MAX_UNPACKED_BYTES,
        max_stream_filters=4,
    )
    try:
        # No recovery: what is mended from a torn file may lack pages, and nobody would see it.
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    if pdf.is_encrypted:
        raise Refused("encrypted")
    if len(pdf.objects) > MAX_OBJECTS:
        raise Refused("work")
    unpacked = 0
    for container in _containers(pdf):
        _check_names(container)
        if isinstance(container, pikepdf.Stream):
            unpacked += _check_stream(container)
            if unpacked > MAX_UNPACKED_BYTES:
                raise Refused("work")
    pages = len(pdf.pages)
    if pages > MAX_PAGES:
        raise Refused("pages")
    if not pages:
        raise Refused("damaged")
    return {"kind": "pdf", "pages": pages}, _written_anew(pdf)


def _containers(pdf: Any) -> Iterator[Any]:
    """Every dictionary and stream of the file, also those nothing points at."""
    import pikepdf

    waiting = [pdf.trailer, *pdf.objects]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting += [inner for inner in each if _is_inside(inner)]
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            waiting += [inner for _, inner in each.items() if _is_inside(inner)]


def _is_inside(value: Any) -> bool:
    """Whether it stands right there; what is pointed at comes by itself."""
    import pikepdf

    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def _check_names(container: Any) -> None:
    import pikepdf

    for key, value in container.items():
        if key in FORBIDDEN_KEYS:
            raise Refused(FORBIDDEN_KEYS[key])
        if isinstance(value, pikepdf.Name):
            if code := FORBIDDEN_VALUES.get(key, {}).get(str(value)):
                raise Refused(code)
        elif key in ACTIONS_STAND_IN and isinstance(value, pikepdf.Dictionary):
            if "/S" in value and str(value["/S"]) not in HARMLESS_ACTIONS:
                raise Refused(FORBIDDEN_ACTIONS.get(str(value["/S"]), "action"))
        elif key == "/URI" and isinstance(value, pikepdf.String):
            _check_address(str(value))


def _check_address(text: str) -> None:
    plain = "".join(each for each in text if each > " ").lower()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain)
    if scheme and scheme[1] not in HARMLESS_SCHEMES:
        raise Refused("action")


def _check_stream(stream: Any) -> int:
    """Bytes it unpacks to, unless it is a picture: those may be large, as their pixels say."""
    if any(key in stream for key in FORBIDDEN_IN_STREAMS):
        raise Refused("elsewhere")
    is_picture = str(stream.get("/Subtype", "")) == "/Image"
    most = MAX_STREAM_BYTES
    if is_picture:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        if pixels > MAX_PIXELS_ON_PAPER:
            raise Refused("work")
        most = pixels * 8 + PICTURE_SLACK_BYTES  # four colours of 16 bits
    size = _unpacked_size(stream, _filters(stream), most)
    if size > most:
        raise Refused("work")
    return 0 if is_picture else size


def _filters(stream: Any) -> list[str]:
    import pikepdf

    named = stream.get("/Filter", pikepdf.Array())
    return [str(each) for each in (named if isinstance(named, pikepdf.Array) else [named])]


def _unpacked_size(stream: Any, filters: list[str], most: int) -> int:
    if sum(each in PACKERS for each in filters) > 1:  # a million to one
        raise Refused("work")
    if any(each in PICTURE_FILTERS for each in filters):
        return 0
    raw = stream.read_raw_bytes()
    if filters != ["/FlateDecode"]:
        return len(stream.read_bytes()) if filters else len(raw)
    size, unpacker = 0, zlib.decompressobj()
    for at in range(0, len(raw), 2**14):
        piece = raw[at : at + 2**14]
        while piece and size <= most:
            size += len(unpacker.decompress(piece, 2**20))
            piece = unpacker.unconsumed_tail
    return size


def _written_anew(pdf: Any) -> bytes:
    import pikepdf

    for container in _containers(pdf):
        for key in DROPPED_KEYS:
            if key in container:
                del container[key]
        if isinstance(container, pikepdf.Stream) and _filters(container) == ["/DCTDecode"]:
            raw = container.read_raw_bytes()
            if (bare := without_notes(raw)) != raw:
                parameters: Any = container.get("/DecodeParms")
                container.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    made = io.BytesIO()
    pdf.save(
        made,
        preserve_pdfa=False,
        fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
    )
    return made.getvalue()


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without comments and without what cameras write; pixels and colours stay as they are.

    Segments: ITU-T T.81, B.1.1.3. Kept are JFIF (APP0), the colour profile (APP2) and Adobe's colour
    transform (APP14), which a reader needs.
    """
    kept, at = [jpeg[:2]], 2
    while jpeg[at : at + 1] == b"\xff" and at + 4 <= len(jpeg):
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the pixels begin
            break
        is_note = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in (0xE0, 0xE2, 0xEE))
        if not is_note:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])


# --- One file ---------------------------------------------------------------------------------

READERS: list[tuple[bytes, Callable[[bytes], tuple[Facts, bytes]]]] = [
    (b"%PDF-", read_pdf),
    (b"\xff\xd8\xff", read_picture),
    (b"\x89PNG\r\n\x1a\n", read_picture),
]


def read(content: bytes) -> tuple[Facts, bytes]:
    """What the file is and its bytes, written anew. Raises `Refused` with a code."""
    for start, reader in READERS:
        if content.startswith(start):
            facts, made = reader(content)
            if len(made) > MAX_RESULT_BYTES:
                raise Refused("work")
            return facts, made
    raise Refused("kind")


def attempt(content: bytes) -> tuple[Facts, bytes]:
    """As `read()`, but whatever is wrong with the file comes back as `{"refused": code}`."""
    try:
        return read(content)
    except Refused as refused:
        return {"refused": str(refused)}, b""
    except MemoryError:
        return {"refused": "work"}, b""
    except Exception as error:  # libraries raise all sorts of things on a broken file
        return {"refused": "damaged", "error": f"{type(error).__name__}: {error}"[:300]}, b""


def main() -> None:
    """From standard input to standard output."""
    facts, made = attempt(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
