"""The mails about a support plan: that there is something to read, and not a word more."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.emails import link_context
from accounts.enums import Purpose
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..enums import ShareParty
from ..models import SupportPlan, SupportShare
from ..models.stand_ins import on_duty


@mail.fills("trainees/support_news")
def support_news(row: OutgoingMail) -> Content | None:
    """To the learner: a question, a new text, or somebody to share with."""
    people = ("trainee__tutor", "trainee__group__lead_tutor")
    plan = SupportPlan.objects.select_related(*people).filter(pk=row.about_key).first()
    if plan is None:
        return None
    tutor = on_duty(plan.trainee.responsible, timezone.localdate())
    url = settings.SITE_URL + reverse("trainees:support")
    context = {"trainee": plan.trainee, "tutor": tutor, "url": url}
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


PEOPLE = ("plan__trainee__tutor", "plan__trainee__group__lead_tutor", "plan__trainee__user")


def shared(row: OutgoingMail) -> SupportShare | None:
    """What that person may read, with trainee and tutor; None once nothing is shared with them any more."""
    about = SupportShare.objects.filter(pk=row.about_key).first()
    if about is None:
        return None
    same = {"plan": about.plan_id, "to_type": about.to_type_id, "to_id": about.to_id}
    return SupportShare.objects.in_force().select_related(*PEOPLE).filter(**same).first()


def shared_content(share: SupportShare, **more: Any) -> Content:
    """The same to everybody it is shared with; `more` has `url`."""
    trainee = share.plan.trainee
    tutor = on_duty(trainee.responsible, timezone.localdate())
    context = {"trainee": trainee, "tutor": tutor, "greeted": share.name} | more
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/support_shared")
def support_shared(row: OutgoingMail) -> Content | None:
    """To a school, a colleague or a guardian: somebody lets them read something."""
    share = shared(row)
    if share is None:
        return None
    trainee = share.plan.trainee
    if share.party == ShareParty.GUARDIAN:
        link: dict[str, str] = link_context(links.for_holder(Purpose.GUARDIAN, share.to))  # type: ignore[arg-type]
        return shared_content(share, **link)
    path = reverse("admin:trainees_trainee_support", args=[trainee.pk])
    if share.party == ShareParty.SCHOOL:
        whose = [trainee.group.public_id, trainee.public_id]
        path = reverse("sending:trainee_support", args=whose)
    return shared_content(share, url=settings.SITE_URL + path)
