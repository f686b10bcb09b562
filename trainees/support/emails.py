"""The mail about a support plan: that there is something to read and to decide, and not a word more."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..models import SupportPlan
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
