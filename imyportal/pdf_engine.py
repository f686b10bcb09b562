"""WeasyPrint, held short: draws what `pdf.render` hands over.

The only module that imports it, because its defaults would open any address and any file of the machine.
Here it gets nothing but the assets named in `SHELF` and those of the document.
"""

import contextlib
import functools
import hashlib
import io
import mimetypes
import os
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path

import pydyf
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .pdf import Attached, PdfError, UnprintableError

# fontTools stamps subsets with the time of day unless this is set; two prints must not differ by it.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

# What a document may show, as `asset:<name>`: static files, read once per process.
FONTS = {
    f"fonts/figtree-{weight}.ttf": f"build/fonts/figtree-{weight}.ttf" for weight in (400, 600, 700)
}
PICTURES = [
    "img/logo.svg",
    "img/hills.svg",
    "img/chart-columns.svg",
    *(f"img/badges/{kind}-{level}.svg" for kind in ("duration", "merit") for level in (1, 2, 3)),
]
SHELF = {**FONTS, **{name: name for name in PICTURES}}

# Adobe's XMP packet has no place for PDF/UA: PDF/A wants the foreign schema described (ISO 19005-3, 6.6.2.3).
PDFUA_XMP = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


class _Refused(FatalURLFetchingError):
    """Stops WeasyPrint, which goes on with a hole in the page after an ordinary exception."""


class Shelf(URLFetcher):
    """Serves the given assets by name under `asset:`, and nothing else. Remembers what it refused."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        for table in (
            self.handlers,
            self.handle_open,
            self.handle_error,
            self.process_request,
            self.process_response,
        ):
            table.clear()
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in self.assets:
            self.refused.append(url)
            raise _Refused(url)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})

    def complain(self) -> None:
        """Raise `PdfError` if anything was refused: a picture inside an inline SVG swallows even fatal errors."""
        if self.refused:
            raise PdfError(
                f"The document asks for what is not on the shelf: {', '.join(self.refused)}"
            )


def write(
    page: str,
    *,
    sheets: tuple[str, ...],
    identifier: str,
    assets: Mapping[str, bytes],
    attached: Sequence[Attached],
) -> bytes:
    """The page, with the stylesheets of these names, as PDF. Raises `pdf.PdfError`."""
    fonts, sheet = _parsed(sheets)
    fetcher = Shelf({**_shelf(), **assets})
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:32]
    try:
        content: bytes = HTML(string=page, base_url="asset:/", url_fetcher=fetcher).write_pdf(
            finisher=_finish,
            font_config=fonts,
            stylesheets=[sheet],
            pdf_variant="pdf/a-3a",
            pdf_identifier=digest.encode(),
            attachments=[_attachment(each) for each in attached],
        )
    except _Refused:
        fetcher.complain()
        raise  # pragma: no cover: complain() has raised
    fetcher.complain()
    return content


def _attachment(attached: Attached) -> Attachment:
    # Without a time zone, as the library writes it with a Z.
    made = attached.made_at.astimezone(UTC).replace(tzinfo=None)
    return Attachment(
        file_obj=io.BytesIO(attached.content),
        name=attached.name,
        description=attached.description,
        created=made,
        modified=made,
        relationship="Data",
    )


@functools.cache
def _shelf() -> dict[str, bytes]:
    return {name: _read(path) for name, path in SHELF.items()}


@functools.cache
def _parsed(stylesheets: tuple[str, ...]) -> tuple[FontConfiguration, CSS]:
    """Fonts and rules are parsed once per process: a third of a document's time."""
    fonts = FontConfiguration()
    fetcher = Shelf(_shelf())
    text = "\n".join(_read(name).decode() for name in stylesheets)
    with contextlib.suppress(_Refused):
        sheet = CSS(string=text, base_url="asset:/", url_fetcher=fetcher, font_config=fonts)
    fetcher.complain()
    return fonts, sheet


def _read(path: str) -> bytes:
    found = finders.find(path)
    if found is None:
        hint = " Run manage.py build_assets." if path.startswith("build/") else ""
        raise PdfError(f"The static file {path} is missing.{hint}")
    return Path(found).read_bytes()


def _ends_like_a_line(stream: pydyf.Stream) -> bool:
    """Whether the stream, compressed, would end with a line break: the checksum's last byte.

    Before `endstream` stands another one, and validators take both for one (ISO 19005-3, 6.1.7.1).
    """
    checksum = 1
    for n, part in enumerate(stream.stream):
        found = part.data if isinstance(part, pydyf.Object) else part
        data = found if isinstance(found, bytes) else str(found).encode("ascii", "replace")
        checksum = zlib.adler32(data if n == 0 else b"\n" + data, checksum)
    return checksum & 0xFF in b"\r\n"


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Refuse boxes in place of letters, and declare PDF/UA beside PDF/A."""
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    if missing:
        raise UnprintableError(missing)

    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.compress and _ends_like_a_line(each):
            each.compress = False
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [part.replace(b"</rdf:RDF>", PDFUA_XMP) for part in metadata.stream]
    metadata.compress = False
