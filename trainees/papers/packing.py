"""Papers as one ZIP file, written while it is sent: nothing of it lies in memory."""

from collections.abc import Iterable, Iterator

from django.utils.text import slugify
from zipstream import ZipStream

from imyportal.enums import FileKind, FileState
from imyportal.uploads import serving

from ..models import PaperHandIn


def pack(papers: Iterable[PaperHandIn]) -> ZipStream:
    """A folder for each trainee; the files must be loaded. What is still being checked is left out."""
    zipped = ZipStream(sized=False)
    for each in papers:
        if each.file.state == FileState.CLEAN:
            zipped.add(_content(each), filename(each))
    return zipped


def filename(paper: PaperHandIn) -> str:
    """Like `hoffmann-lena/2-report-17.pdf`: never twice the same, and from nobody's own words."""
    trainee, kind = paper.trainee, FileKind(paper.file.kind)
    person = slugify(f"{trainee.last_name} {trainee.first_name}") or "trainee"
    return f"{person}-{trainee.pk}/{slugify(paper.wanted.code)}-{paper.pk}.{kind.value}"


def _content(paper: PaperHandIn) -> Iterator[bytes]:
    yield serving.read(paper.file)
