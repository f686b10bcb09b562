"""What the mails about visits say. The texts are in templates/emails/placements/."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail

from .. import wording as words
from ..company_links import company_link
from ..enums import VisitState
from ..models import Visit, VisitRequest, VisitStop
from . import offering, wording
from .planning import holding


@mail.fills("placements/visit_company")
def visit_company(row: OutgoingMail) -> Content | None:
    """To a company: is asked, is asked again, agreed, fixed, or nobody comes. Pointless once that changed."""
    stop = VisitStop.objects.select_related(
        "company",
        "company_tutor",
        "visit__agency_tutor",
        "visit__planned_by",
        "visit__organisation",
    ).get(pk=row.about_key)
    what = row.details["what"]
    is_off = stop.withdrawn_at is not None or not stop.visit.is_open
    if is_off != (what == "off") or stop.sequence != row.details["sequence"]:
        return None
    tutor = stop.visit.agency_tutor or stop.visit.planned_by
    names = {"day": words.full_day(stop.visit.day), "time": wording.span(stop)}
    context: dict[str, Any] = {
        "name": stop.company_tutor.first_name,
        "tutor": tutor,
        "trainees": [each.trainee.name for each in offering.at_company(stop)],
        "visitors": wording.visitors(stop.visit),
        "sentence": _company_sentence(what) % names,
        "subject_line": _company_subject(what)
        % {"day": date_format(stop.visit.day, "j F"), "time": wording.span(stop)},
        "is_asked": what in ("asked", "again"),
        "is_off": is_off,
    }
    if not is_off:
        context |= company_link(stop.company_tutor, "company:open_visit", stop=stop.public_id)
    return Content(context, sender_name=str(tutor), reply_to=tutor.email)


def _company_sentence(what: str) -> str:
    # Translators: all five are read by a company; day is like «Wednesday 18 March», time like «09:30–10:00»
    return {
        "asked": _("We would like to visit you on %(day)s, %(time)s."),
        "again": _("We would like to come at another time: %(day)s, %(time)s."),
        "agreed": _("Agreed: we come on %(day)s, %(time)s, as you proposed."),
        "fixed": _("The visit is fixed: we come on %(day)s, %(time)s."),
        "off": _("We do not come on %(day)s, %(time)s."),
    }[what]


def _company_subject(what: str) -> str:
    # Translators: subjects of mails to a company; day is like «18 March»
    return {
        "asked": _("A visit on %(day)s, %(time)s?"),
        "again": _("Our visit at another time: %(day)s, %(time)s?"),
        "agreed": _("Agreed: visit on %(day)s, %(time)s"),
        "fixed": _("Fixed: visit on %(day)s, %(time)s"),
        "off": _("The visit on %(day)s does not take place"),
    }[what]


@mail.fills("placements/visit_day")
def visit_day(row: OutgoingMail) -> Content | None:
    """To who comes along: the day with its companies and times, or that it does not take place."""
    visit = Visit.objects.select_related("planned_by", "cancelled_by", "organisation").get(
        pk=row.about_key
    )
    person = User.objects.get(pk=row.details["person"])
    what = row.details["what"]
    is_off = visit.state == VisitState.CANCELLED
    if is_off != (what == "cancelled") or not person.is_active:
        return None
    tutor = visit.cancelled_by if visit.cancelled_by else visit.planned_by
    names = {"day": words.full_day(visit.day)}
    return Content(
        {
            "name": person.get_short_name(),
            "tutor": tutor,
            "sentence": _day_sentence(what) % names,
            "subject_line": _day_subject(what) % {"day": date_format(visit.day, "j F")},
            "reason": visit.cancel_reason,
            "meeting": wording.meeting(visit),
            "pairs": [] if is_off else _pairs(holding(visit)),
            "url": "" if is_off else settings.SITE_URL + _page(visit, person),
        },
        sender_name=str(tutor),
        reply_to=tutor.email,
    )


def _day_sentence(what: str) -> str:
    # Translators: all three are about a day with visits to companies, like «Wednesday 18 March»
    return {
        "fixed": _("your visits to companies on %(day)s are planned."),
        "changed": _(
            "your visits to companies on %(day)s have changed. This is how they stand now."
        ),
        "cancelled": _("the visits to companies on %(day)s do not take place."),
    }[what]


def _day_subject(what: str) -> str:
    return {
        "fixed": _("Visits to companies on %(day)s"),
        "changed": _("Changed: visits to companies on %(day)s"),
        "cancelled": _("Cancelled: visits to companies on %(day)s"),
    }[what]


def _pairs(stops: Sequence[VisitStop]) -> list[tuple[str, str]]:
    return [
        (", ".join(filter(None, [str(stop.company), stop.company.address])), wording.span(stop))
        for stop in stops
        if wording.takes_place(stop)
    ]


def _page(visit: Visit, person: User) -> str:
    if person.is_staff:
        return visit.get_absolute_url()
    return reverse("sending:visit", args=[visit.public_id])


@mail.fills("placements/visit_declined")
def visit_declined(row: OutgoingMail) -> Content:
    """To the sending tutor who asked to come: it does not work, and why."""
    request = VisitRequest.objects.select_related("tutor__user", "answered_by").get(
        pk=row.about_key
    )
    tutor: Any = request.answered_by
    return Content(
        {
            "name": request.tutor.user.get_short_name(),
            "tutor": tutor,
            "period": wording.period(request),
            "reason": request.decline_reason,
            "url": settings.SITE_URL + reverse("sending:visits"),
        },
        sender_name=str(tutor),
        reply_to=tutor.email,
    )
