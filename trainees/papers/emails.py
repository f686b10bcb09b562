"""The mails about papers of the school. Their texts are in templates/emails/trainees/."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..enums import PaperVerdict
from ..models import Group, PaperHandIn, PaperWanted, SendingTutor, Trainee
from ..models.stand_ins import on_duty
from . import standing


@mail.fills("trainees/papers_due")
def papers_due(row: OutgoingMail) -> Content | None:
    """To the trainee: what is missing. Pointless once all of it was handed in."""
    trainee = Trainee.objects.select_related("group__lead_tutor", "tutor", "user").get(
        pk=row.about_key
    )
    papers = list(PaperWanted.objects.filter(pk__in=row.details["papers"]))
    found = standing.of([trainee], papers)[trainee.pk] if papers else []
    missing = [each for each in found if each.state in standing.OF_TRAINEE]
    if not missing:
        return None
    tutor = on_duty(trainee.responsible, timezone.localdate())
    context = {
        "trainee": trainee,
        "tutor": tutor,
        "rows": [(each.wanted.name, each.note()) for each in missing],
        "url": settings.SITE_URL + reverse("trainees:papers"),
    }
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/paper_returned")
def paper_returned(row: OutgoingMail) -> Content | None:
    """To the trainee: what is to be done again. Pointless once a newer one is there."""
    people = ("trainee__group__lead_tutor", "trainee__tutor", "wanted", "judged_by")
    paper = PaperHandIn.objects.select_related(*people).filter(pk=row.about_key).first()
    if paper is None or paper.verdict != PaperVerdict.RETURNED:
        return None
    later = PaperHandIn.objects.filter(trainee=paper.trainee, wanted=paper.wanted, pk__gt=paper.pk)
    if later.exists():
        return None
    tutor = paper.judged_by or paper.trainee.responsible
    context = {
        "paper": paper,
        "trainee": paper.trainee,
        "tutor": tutor,
        "url": settings.SITE_URL + reverse("trainees:paper", args=[paper.wanted_id]),
    }
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/papers_delivered")
def papers_delivered(row: OutgoingMail) -> Content | None:
    """To a school's tutor. Pointless for who has left, and once all of them are fetched."""
    group = Group.objects.select_related("lead_tutor").get(pk=row.about_key)
    readers = SendingTutor.objects.filter(organisation=group.organisation_id, user__is_active=True)
    reader = readers.filter(pk=row.details["reader"]).select_related("user").first()
    found = PaperHandIn.objects.filter(pk__in=row.details["papers"], fetched_at=None)
    papers = list(found.filter(delivered_at__isnull=False).select_related("delivered_by"))
    if reader is None or not papers:
        return None
    giver = papers[0].delivered_by or group.lead_tutor
    context = {
        "group": group,
        "reader": reader.user,
        "giver": giver,
        "count": len(papers),
        "url": settings.SITE_URL + reverse("sending:papers", args=[group.public_id]),
    }
    return Content(context, sender_name=str(giver), reply_to=giver.email)
