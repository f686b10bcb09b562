"""The files of this room that a trainee takes along with their own data."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.text import slugify

from imyportal.personal import Paper, papers
from trainees.models import Trainee

from . import chart_pdf, printing
from .agreements import paper as agreement_paper
from .models import AbsencePaper, Agreement, Placement


@papers
def charts(trainee: Trainee) -> Iterator[Paper]:
    """The hour chart of each placement, as PDF."""
    loaded = Placement.objects.filter(trainee=trainee).select_related(
        "trainee__user",
        "trainee__group__organisation",
        "trainee__group__lead_tutor",
        "trainee__tutor",
        "company",
        "company_tutor",
    )
    for placement in loaded.visible_to(trainee.user or AnonymousUser()):
        name = f"papers/hours-{slugify(placement.company.name)}-{placement.starts_on}.pdf"
        yield Paper(name, lambda placement=placement: _chart(placement))  # type: ignore[misc]


def _chart(placement: Placement) -> Iterator[bytes]:
    user = placement.trainee.user
    if user is None:
        return
    printed = printing.charts([placement], by=user, today=timezone.localdate())
    yield chart_pdf.render(printed, language=user.language)


@papers
def agreements(trainee: Trainee) -> Iterator[Paper]:
    """Each version that was sent to be signed, as PDF."""
    mine = Agreement.objects.filter(placement__trainee=trainee).exclude(content=None)
    for row in mine.order_by("pk"):
        name = f"papers/agreement-{row.kind}-{row.pk}-v{row.version}.pdf"
        yield Paper(name, lambda row=row: iter([agreement_paper.render(row)]))  # type: ignore[misc]


@papers
def absence_papers(trainee: Trainee) -> Iterator[Paper]:
    """What was handed in because of an absence."""
    mine = AbsencePaper.objects.filter(absence__placement__trainee=trainee, by=trainee.user)
    for row in mine.select_related("file").order_by("pk"):
        yield Paper.handed_in(row.file)
