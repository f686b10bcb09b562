"""The mails about ways home. Their texts are in templates/emails/trainees/."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts import links
from accounts.emails import link_context
from accounts.enums import Purpose
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from ..enums import HomeStep
from ..guardians import emails as guardian_emails
from ..models import Group, WayHome
from ..models.stand_ins import on_duty
from ..told import school


def _way(key: int) -> WayHome | None:
    found = WayHome.objects.select_related(
        "trainee__user", "trainee__tutor", "trainee__group__lead_tutor"
    )
    return found.filter(pk=key).first()


def _content(way: WayHome, **more: Any) -> Content:
    tutor = on_duty(way.trainee.responsible, timezone.localdate())
    context = {"trainee": way.trainee, "tutor": tutor, "home_by": timezone.localtime(way.home_by)}
    return Content(context | more, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/home_ask")
def home_ask(row: OutgoingMail) -> Content | None:
    """To the trainee: one tap when they are home. Pointless once they are."""
    way = _way(row.about_key)
    if way is None or way.home_at is not None:
        return None
    link = link_context(links.for_holder(Purpose.HOME, way))
    return _content(way, is_again=row.details["step"] == HomeStep.REMIND, **link)


@mail.fills("trainees/home_missed")
def home_missed(row: OutgoingMail) -> Content | None:
    """To a guardian: we do not know that their child is home. Pointless once we do."""
    way, guardian = _way(row.details["way"]), guardian_emails.guardian_of(row)
    if way is None or guardian is None or way.home_at is not None:
        return None
    home_by = timezone.localtime(way.home_by)
    tutor = on_duty(way.trainee.responsible, timezone.localdate())
    with translation.override(guardian_emails.language_of(guardian)):
        day = date_format(home_by, "DATE_FORMAT")
    known = {
        "day": day,
        "time": f"{home_by:%H:%M}",
        "phone": tutor.phone or settings.AGENCY["phone"],
    }
    return guardian_emails.content(guardian, "missed", known=known)


@mail.fills("trainees/home_missed_school")
def home_missed_school(row: OutgoingMail) -> Content | None:
    """To the school: who of the group is not known to be home. Pointless once all are."""
    moment = datetime.fromisoformat(row.details["home_by"])
    group = Group.objects.select_related("lead_tutor", "organisation", "sending_tutor__user").get(
        pk=row.about_key
    )
    ways = WayHome.objects.on_the_way().filter(trainee__group=group, home_by=moment)
    names = [str(way.trainee) for way in ways.select_related("trainee").order_by("trainee")]
    if not names:
        return None
    tutor = on_duty(group.lead_tutor, timezone.localdate())
    context = {
        "greeted": school(group).first_name,
        "group": group,
        "names": names,
        "tutor": tutor,
        "home_by": timezone.localtime(moment),
        "url": settings.SITE_URL + reverse("sending:group", args=[group.public_id]),
    }
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/home_safe")
def home_safe(row: OutgoingMail) -> Content | None:
    """To the school that was told that somebody is missed: they are home. Pointless when it was a mistake."""
    way = _way(row.about_key)
    if way is None or way.home_at is None:
        return None
    return _content(way, home_at=timezone.localtime(way.home_at))
