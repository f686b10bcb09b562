"""The mails to accompanying persons. Their texts are in templates/emails/trainees/."""

from datetime import datetime
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

from ..enums import News
from ..models import AccompanyingPerson, Group, Trainee, WayHome
from ..models.stand_ins import on_duty
from . import news


def _person(row: OutgoingMail) -> AccompanyingPerson | None:
    """None once they do not come, or their link has ended."""
    found = AccompanyingPerson.objects.select_related("group__lead_tutor")
    person = found.filter(pk=row.about_key).first()
    return person if person is not None and person.is_active else None


def _content(person: AccompanyingPerson, **more: Any) -> Content:
    tutor = on_duty(person.group.lead_tutor, timezone.localdate())
    link = link_context(links.for_holder(Purpose.ACCOMPANYING, person))
    context = {"person": person, "group": person.group, "tutor": tutor}
    return Content(context | link | more, sender_name=str(tutor), reply_to=tutor.email)


@mail.fills("trainees/accompanying_link")
def accompanying_link(row: OutgoingMail) -> Content | None:
    """The link to their page."""
    person = _person(row)
    return _content(person) if person else None


@mail.fills("trainees/accompanying_news")
def accompanying_news(row: OutgoingMail) -> Content | None:
    """The group has arrived, has started, is home. Pointless when it was a mistake, or they want no news."""
    person, what = _person(row), News(row.details["what"])
    if person is None or not person.wants_news:
        return None
    total = Trainee.objects.filter(group=person.group_id).count()
    missing = news.missing(person.group_id, what)
    if len(missing) == total or (what == News.HOME and missing):
        return None
    names = [each.name for each in missing]
    return _content(person, what=what, names=names, total=total, done=total - len(names))


@mail.fills("trainees/accompanying_missed")
def accompanying_missed(row: OutgoingMail) -> Content | None:
    """Who of the group is not known to be home. Pointless once all are."""
    person = _person(row)
    if person is None:
        return None
    moment = datetime.fromisoformat(row.details["home_by"])
    ways = WayHome.objects.on_the_way().filter(trainee__group=person.group_id, home_by=moment)
    names = [str(way.trainee) for way in ways.select_related("trainee").order_by("trainee")]
    return _content(person, names=names, home_by=timezone.localtime(moment)) if names else None


@mail.fills("trainees/accompanying_told")
def accompanying_told(row: OutgoingMail) -> Content | None:
    """To the agency's tutor: the school has entered, changed or taken away who comes."""
    group = Group.objects.filter(pk=row.about_key).first()
    if group is None:
        return None
    people = [str(each) for each in group.accompanying.all()]
    path = reverse("admin:trainees_group_accompanying", args=[group.pk])
    return Content({"group": group, "people": people, "url": settings.SITE_URL + path})
