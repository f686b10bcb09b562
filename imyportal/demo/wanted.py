"""Papers that the schools of the demo want: handed in, sent back, missing; of a finished group all delivered."""

import io
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from imyportal import uploads
from imyportal.models import StoredFile
from placements.models import Placement
from trainees.models import Group, PaperHandIn, PaperReminder, PaperWanted, Trainee
from trainees.papers import asking, course

from . import agreements
from .stay import at

KIND = "Erasmus+ VET"
NOTE = "The back of the card is missing. Please photograph both sides."


def build(placements: list[Placement], today: date) -> None:
    """Of the group that is here, and of the one that has just left; agreements and first days, too."""
    agreements.build(placements, today)
    groups = Group.objects.select_related("lead_tutor", "organisation").order_by("arrives_on")
    here = groups.get(name__startswith="Lindenhof")
    asking.begin(here, KIND, by=here.lead_tutor)
    insurance = PaperWanted.objects.get(group=here, code="insurance")
    first, second, third, late, *others = _people(here)
    rows = _handed_in([first, second, third], insurance, here.arrives_on - timedelta(days=12))
    course.send_back(rows[2], NOTE, by=here.lead_tutor)
    reminded = timezone.now() - timedelta(days=4)
    PaperReminder.objects.create(trainee=late, wanted=insurance, reminded_at=reminded)
    _handed_in(others, insurance, here.arrives_on - timedelta(days=12), accepted=True)
    gone = groups.filter(leaves_on__lt=today).first()
    if gone is not None:
        asking.begin(gone, KIND, by=gone.lead_tutor)
        for wanted in PaperWanted.objects.filter(group=gone):
            day = wanted.due_on(gone) - timedelta(days=1)
            papers = _handed_in(_people(gone), wanted, day, accepted=True)
            if wanted.code != "insurance":
                course.deliver(gone, papers, by=gone.lead_tutor)
    for group in filter(None, (here, gone)):
        for each in _people(group):
            asking.settle(each, by=group.lead_tutor)


def _people(group: Group) -> list[Trainee]:
    found = Trainee.objects.filter(group=group).exclude(user=None)
    return list(found.select_related("user").order_by("pk"))


def _handed_in(
    people: list[Trainee], wanted: PaperWanted, day: date, *, accepted: bool = False
) -> list[PaperHandIn]:
    """All of them have photographed the same sheet."""
    if wanted.group is None:
        raise ValueError("of the template")
    tutor, moment = wanted.group.lead_tutor, at(day, 17, 40)
    file = _sheet(wanted, moment)
    judged = {"verdict": "accepted", "judged_by": tutor, "judged_at": moment + timedelta(hours=16)}
    return PaperHandIn.objects.bulk_create(
        PaperHandIn(
            trainee=each,
            wanted=wanted,
            file=file,
            handed_in_at=moment,
            handed_in_by=each.user or tutor,
            **(judged if accepted else {}),
        )
        for each in people
    )


def _sheet(wanted: PaperWanted, moment: datetime) -> StoredFile:
    """A page with the paper's name at the top, as a photo of a paper is."""
    page = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(page).text((60, 80), wanted.names["en"], fill="black")
    made = io.BytesIO()
    page.save(made, "PDF", resolution=75)
    name = f"{wanted.code}.pdf"
    file = SimpleUploadedFile(name, made.getvalue(), "application/pdf")
    return uploads.take_in(file, by=wanted.group.lead_tutor if wanted.group else None)
