"""A program of its own: finds in one file from standard input what may be ours, and changes nothing.

Run by path in a cell (`imyportal/confined/`). Output is one line of JSON: `{"kind": …, "codes": […],
"credentials": […]}` or `{"refused": code}`. SVG is not parsed as XML: the text that is looked for stands in
known places. A picture is unpacked when it holds a credential and is as large as ours.
"""

import base64
import hashlib
import io
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

MAX_TEXT_BYTES = 256 * 2**10  # a credential; ours have six thousand
MAX_FOUND = 8  # codes, credentials: ours have one, a print of many charts eight
MAX_OBJECTS = 50_000
MAX_STREAM_BYTES = 8 * 2**20
MAX_PAGES = 100
SIZE = (640, 640)  # pixels of a badge of ours

Facts = dict[str, Any]


class Refused(Exception):
    """The file cannot be looked into; the code says why."""


# --- Codes ------------------------------------------------------------------------------------

SIGN = "2-9A-HJKMNP-Z"
CODE = re.compile(
    rf"(?<![0-9A-Za-z-])(?:[{SIGN}]{{13}}|[{SIGN}]{{4}}-[{SIGN}]{{4}}-[{SIGN}]{{5}})(?![0-9A-Za-z-])"
)


def codes_in(text: str) -> list[str]:
    """What may be a code of ours, without dashes; each once, in order."""
    found = (match[0].replace("-", "") for match in CODE.finditer(text))
    return list(dict.fromkeys(found))[:MAX_FOUND]


# --- PDF --------------------------------------------------------------------------------------

# The packet of metadata is never packed, so it can be read of a torn file, too.
METADATA = re.compile(rb"<rdf:RDF.{0,65536}?</rdf:RDF>", re.DOTALL)


def look_into_pdf(content: bytes) -> Facts:
    """Codes in its metadata and links, credentials among its attachments, whether it is sealed."""
    packets = [match[0].decode(errors="replace") for match in METADATA.finditer(content)]
    facts: Facts = {"kind": "pdf", "credentials": [], "seals": [], "trouble": ""}
    texts = packets[:MAX_FOUND]
    try:
        texts += _opened(content, facts)
    except Refused as refused:
        facts["trouble"] = str(refused)
    except Exception:  # pikepdf raises all sorts of things on a broken file
        facts["trouble"] = "damaged"
    return facts | {"codes": codes_in("\n".join(texts))}


def _opened(content: bytes, facts: Facts) -> list[str]:
    import pikepdf

    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM_BYTES,
        png_max_memory=MAX_STREAM_BYTES,
        run_length_max_memory=MAX_STREAM_BYTES,
        tiff_max_memory=MAX_STREAM_BYTES,
        max_stream_filters=2,
    )
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    if pdf.is_encrypted:
        raise Refused("encrypted")
    if len(pdf.objects) > MAX_OBJECTS or len(pdf.pages) > MAX_PAGES:
        raise Refused("work")
    texts = []
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            if str(each.get("/Type", "")) == "/EmbeddedFile":
                _keep_credential(each, facts["credentials"])
        elif isinstance(each, pikepdf.Dictionary):
            if "/ByteRange" in each and len(facts["seals"]) < MAX_FOUND:
                facts["seals"] += _seal(each, content)
            texts += [str(each[key]) for key in ("/URI", "/Keywords", "/Title") if key in each]
            action = each.get("/A")
            if isinstance(action, pikepdf.Dictionary) and "/URI" in action:
                texts.append(str(action["/URI"]))
    return texts


def _seal(field: Any, content: bytes) -> list[list[Any]]:
    """[SHA-256 of the signer's certificate, whether it covers the whole file] of a signature that holds.

    PAdES, ETSI EN 319 142-1: a detached CMS over all bytes but its own (ISO 32000-1, 12.8.1). Whether the
    certificate is anybody's is for whoever knows it to say.
    """
    try:
        start, first, second, rest = (int(each) for each in field["/ByteRange"])
        end = second + rest
        if start or not first < second <= end <= len(content):
            return []
        signed = content[:first] + content[second:end]
        certificate = _signer(bytes(field["/Contents"]), signed)
    except Exception:  # a signature that cannot be read is none
        return []
    return [[certificate, end == len(content)]]


def _signer(token: bytes, signed: bytes) -> str:
    """Raises whatever is wrong with the token."""
    from asn1crypto import cms
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding

    data = cms.ContentInfo.load(token)["content"]
    info = data["signer_infos"][0]
    attributes = {each["type"].native: each["values"][0].native for each in info["signed_attrs"]}
    if info["digest_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("digest")
    if attributes["message_digest"] != hashlib.sha256(signed).digest():
        raise ValueError("changed")
    serial = info["sid"].chosen["serial_number"].native
    found = [each.dump() for each in data["certificates"] if each.chosen.serial_number == serial]
    key: Any = x509.load_der_x509_certificate(found[0]).public_key()
    what = (info["signature"].native, info["signed_attrs"].untag().dump())
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(*what, ec.ECDSA(hashes.SHA256()))
    else:
        key.verify(*what, padding.PKCS1v15(), hashes.SHA256())
    return hashlib.sha256(found[0]).hexdigest()


def _keep_credential(stream: Any, found: list[str]) -> None:
    if len(found) >= MAX_FOUND:
        return
    filters = str(stream.get("/Filter", ""))
    raw = stream.read_raw_bytes()
    if filters not in ("", "/FlateDecode"):
        return
    text = _inflated(raw) if filters else raw[: MAX_TEXT_BYTES + 1]
    if credential := _credential(text):
        found.append(credential)


def _inflated(packed: bytes) -> bytes:
    """Unpacked; beyond what a credential may have it is none."""
    return zlib.decompressobj().decompress(packed, MAX_TEXT_BYTES + 1)


# --- Badges -----------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential\0"
TOKEN = re.compile(rb"[\w-]{1,200000}\.[\w-]{1,200000}\.[\w-]{1,20000}")
ELEMENT = re.compile(
    rb"<(?:[\w-]{1,40}:)?credential\b([^<>]{0,262144})>(?:\s{0,100}<!\[CDATA\[(.{0,262144}?)\]\]>)?",
    re.DOTALL,
)
VERIFY = re.compile(rb"\bverify\s{0,10}=\s{0,10}[\"']([\w.-]{1,262144})[\"']")


def _credential(text: bytes) -> str:
    """The text when it may be a credential: a JSON object or a compact token; else nothing."""
    text = text.removeprefix(b"\xef\xbb\xbf").strip()
    if len(text) > MAX_TEXT_BYTES or not (text.startswith(b"{") or TOKEN.fullmatch(text)):
        return ""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return ""


def look_into_png(content: bytes) -> Facts:
    """A credential in its chunk of text (Open Badges 3.0, 5.3.1), and how the picture looks."""
    found, names, complete = [], set(), False
    for name, data in _chunks(content):
        names.add(name)
        complete |= name == b"IEND"
        if name == b"iTXt" and data.startswith(KEYWORD):
            # flag of packing, method, language, keyword in that language: then the text
            rest = data[len(KEYWORD) + 2 :].split(b"\0", 2)[-1]
            packed = data[len(KEYWORD) : len(KEYWORD) + 1] == b"\1"
            try:
                found.append(_credential(_inflated(rest) if packed else rest))
            except zlib.error:
                raise Refused("damaged") from None
    if not complete:
        raise Refused("damaged")
    few = _few(found)
    plain = few and names <= PLAIN_CHUNKS
    picture = base64.b64encode(zlib.compress(sketch(content))).decode() if plain else ""
    return {"kind": "png", "credentials": few, "picture": picture, "trouble": _broken(found, few)}


# Others may change how a picture looks: colour profiles, turning, frames of an animation.
PLAIN_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"IDAT",
    b"IEND",
    b"iTXt",
    b"tEXt",
    b"zTXt",
    b"tIME",
    b"pHYs",
}


def sketch(content: bytes) -> bytes:
    """The pixels of a PNG, sixteen to one and with their transparency; nothing when it is not as large as ours."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.size != SIZE:
                return b""
            return picture.convert("RGBA").convert("RGBa").reduce(4).tobytes()
    except Exception:  # a broken picture raises all sorts of things
        return b""


def _broken(found: list[str], few: list[str]) -> str:
    """There is a place for a credential, and what stands in it is none."""
    return "credential" if found and not few else ""


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += size + 12


def look_into_svg(content: bytes) -> Facts:
    """A credential in its own element (Open Badges 3.0, 5.3.2)."""
    found = []
    for match in ELEMENT.finditer(content):
        token = VERIFY.search(match[1])
        found.append(_credential(token[1] if token else match[2] or b""))
        if len(found) > MAX_FOUND:
            break
    few = _few(found)
    return {"kind": "svg", "credentials": few, "trouble": _broken(found, few)}


def _few(found: list[str]) -> list[str]:
    kept = list(dict.fromkeys(filter(None, found)))
    if len(kept) > 1:  # one picture stands for one credential
        raise Refused("many")
    return kept


UNSEALED = re.compile(rb'^\s*\{.*"EuropeanDigitalCredential"', re.DOTALL)


def look_into_text(content: bytes) -> Facts:
    """JSON or a compact token."""
    if UNSEALED.search(content[:4096]):
        return {"kind": "unsealed", "credentials": [], "codes": codes_in(_start(content))}
    if len(content) > MAX_TEXT_BYTES and content.lstrip().startswith(b"{"):
        raise Refused("large")
    credential = _credential(content)
    if not credential:
        raise Refused("kind")
    kind = "json" if credential.startswith("{") else "token"
    return {"kind": kind, "credentials": [credential], "codes": codes_in(credential)}


def _start(content: bytes) -> str:
    """A certificate as data carries its PDF and a picture and is large; its code stands at the beginning."""
    return content[:4096].decode(errors="replace")


# --- One file ---------------------------------------------------------------------------------

READERS: list[tuple[tuple[bytes, ...], Callable[[bytes], Facts]]] = [
    ((b"%PDF-",), look_into_pdf),
    ((PNG,), look_into_png),
]
SVG = re.compile(rb"<(?:[\w-]{1,40}:)?svg\b")
PHOTOS = (b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")


def look(content: bytes) -> Facts:
    """What the file is and holds. Raises `Refused` with a code."""
    for starts, reader in READERS:
        if content.startswith(starts):
            return reader(content)
    if content.startswith(PHOTOS) or content[4:8] == b"ftyp":
        raise Refused("photo")
    if not content.lstrip().startswith(b"{") and SVG.search(content[:65536]):
        return look_into_svg(content)
    return look_into_text(content)


def attempt(content: bytes) -> Facts:
    """As `look()`, but whatever is wrong with the file comes back as `{"refused": code}`."""
    try:
        return look(content)
    except Refused as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "work"}


def main() -> None:
    """From standard input to standard output."""
    sys.stdout.buffer.write(json.dumps(attempt(sys.stdin.buffer.read())).encode())


if __name__ == "__main__":
    main()
