"""The mails about broken house rules: that there is something to read, and not a word more."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..models import Breach
from ..models.stand_ins import on_duty


def _content(row: OutgoingMail, path: str, **more: object) -> Content:
    people = ("trainee__tutor", "trainee__group__lead_tutor", "trainee__group__sending_tutor__user")
    breach = Breach.objects.select_related(*people).get(pk=row.about_key)
    tutor = on_duty(breach.trainee.responsible, timezone.localdate())
    context = {"trainee": breach.trainee, "tutor": tutor, "url": settings.SITE_URL + path}
    return Content(context | more, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/breach_written")
def breach_written(row: OutgoingMail) -> Content:
    """To the trainee: read it, and say what you have to say."""
    breach = Breach.objects.get(pk=row.about_key)
    return _content(row, reverse("trainees:breach", args=[breach.public_id]))


@mail.fills("trainees/breach_school")
def breach_school(row: OutgoingMail) -> Content:
    """To the sending tutor: there is something to talk about."""
    return _content(row, "")


@mail.fills("trainees/breach_replied")
def breach_replied(row: OutgoingMail) -> Content:
    """To who looks after the trainee: there is a word of theirs."""
    user = User.objects.get(pk=row.details["tutor"])
    path = reverse("admin:trainees_breach_change", args=[row.about_key])
    return _content(row, path, name=user.get_short_name())
