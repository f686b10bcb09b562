"""Freezing a certificate: from rows that may still change to the content that never does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import codes, countries, words
from placements.models import HourWeek, Placement, WeekSignature
from trainees.models import Group

from . import awards, confirming, second_language
from .certificate_content import (
    Badge,
    Content,
    Experience,
    Organisation,
    Result,
    Second,
    Signature,
    Week,
)
from .confirming import State
from .enums import MeritLevel
from .models import Award, BadgeAward, CompanyConfirmation, MobilityNumbers, SignOff
from .readiness import Facts
from .summary import IndicatorLine, Summary

VERSION = 4
LANGUAGE = "en"  # of every certificate; the second one is the group’s


@dataclass(frozen=True)
class Grounds:
    """What a certificate rests on."""

    facts: Facts
    confirmed: State  # by the company
    badges: list[Badge]


@dataclass(frozen=True)
class Stamp:
    """What makes it this certificate: who signs for the agency, and when."""

    number: str
    code: str
    by: User
    at: datetime
    supersedes: str = ""  # the number of another


def freeze(grounds: Grounds, stamp: Stamp) -> Content:
    """What the certificate of a placement says, in English and the language of its group.

    The final results are those that were signed off: nothing here confirms them. The placement needs
    trainee, group, organisation, sending tutor, company and company tutor loaded, and a final sign-off
    (`signing_off.final_of`).
    """
    facts = grounds.facts
    with translation.override(LANGUAGE):
        content = _freeze(grounds, stamp)
    content["second"] = _second(facts, content, facts.placement.trainee.group.language)
    return content


def _freeze(grounds: Grounds, stamp: Stamp) -> Content:
    facts, confirmed, at = grounds.facts, grounds.confirmed, stamp.at
    placement, signed = facts.placement, facts.signed_off
    if signed is None:
        raise ValueError("Results that nobody signed off are not printed.")
    trainee, group = placement.trainee, placement.trainee.group
    numbers = _numbers(placement)
    return {
        "version": VERSION,
        "language": LANGUAGE,
        "number": stamp.number,
        "code": stamp.code,
        "verify_url": codes.address(stamp.code),
        "issued_on": timezone.localdate(at).isoformat(),
        "issued_in": settings.AGENCY["city"],
        "europass_number": numbers.europass_number if numbers else "",
        "holder": {
            "first_names": trainee.first_name,
            "surnames": trainee.last_name,
            "birth_date": trainee.birth_date.isoformat(),
            "nationality": countries.name(trainee.nationality),
        },
        "sending": _sending(group),
        "host": _host(placement),
        "intermediary": _intermediary(trainee.responsible),
        "experience": _experience(facts, trainee.field or group.field),
        "objectives": _objectives(facts.summary, signed),
        "overall": _overall(facts.summary, signed),
        "indicators": _indicators(facts.summary),
        "signatures": _signatures(facts, confirmed, stamp.by, at),
        "badges": grounds.badges,
        "weeks": [_week(facts, week) for week in facts.signed_weeks],
        "note": "",
        "remark": signed.remark if signed.remark_printed else "",
        "supersedes": stamp.supersedes,
        "confirmed_digest": confirmed.digest if confirmed.is_confirmed else "",
    }


def badges_of(placements: Iterable[Placement]) -> dict[int, list[Badge]]:
    """The badge of the trainee of each placement, and the highest award; by its key, two queries."""
    placements = list(placements)
    people = {placement.trainee_id for placement in placements}
    owned = BadgeAward.objects.valid().filter(trainee__in=people).select_related("level")
    given = awards.for_certificate(placements)
    with translation.override(LANGUAGE):
        badges: dict[int, list[Badge]] = {pk: [] for pk in people}
        for badge in owned:
            picture = badge.level.picture.removesuffix(".svg")
            badges[badge.trainee_id].append({"picture": picture, "name": badge.level.name})
        return {
            placement.pk: badges[placement.trainee_id] + _merit(given[placement.pk])
            for placement in placements
        }


def _merit(given: list[Award]) -> list[Badge]:
    """The highest level with all it was given for: there is room for one picture beside the badge."""
    if not given:
        return []
    level = max(award.level for award in given)
    occasions = "; ".join(award.for_what for award in given if award.level == level)
    words = _("Award, %(level)s: %(occasions)s")
    names = {"level": MeritLevel(level).label, "occasions": occasions}
    return [{"picture": f"merit-{level}", "name": words % names}]


def _second(facts: Facts, content: Content, language: str) -> Second | None:
    if language == LANGUAGE or not second_language.words(language):
        return None
    trainee, summary = facts.placement.trainee, facts.summary
    return second_language.freeze(
        language,
        content,
        nationality=trainee.nationality,
        sending=trainee.group.organisation.country,
        objectives=[line.objective.names for line in summary.objectives],
        indicators=[line.indicator.names for line in _observed(summary)],
    )


def _sending(group: Group) -> Organisation:
    school, tutor = group.organisation, group.sending_tutor
    return {
        "name": school.name,
        "address": ", ".join(filter(None, [school.address, school.city])),
        "country": countries.name(school.country),
        "tutor": str(tutor) if tutor else "",
        "tutor_role": tutor.role if tutor else "",
        "contact": school.email or school.phone,
    }


def _host(placement: Placement) -> Organisation:
    company = placement.company
    return {
        "name": company.name,
        "address": company.address,
        "country": countries.name(settings.AGENCY["country"]),
        "tutor": placement.company_tutor.name,
        "tutor_role": "",
        "contact": company.phone,
    }


def _intermediary(tutor: User) -> Organisation:
    return {
        "name": settings.AGENCY["name"],
        "address": settings.AGENCY["address"],
        "country": countries.name(settings.AGENCY["country"]),
        "tutor": str(tutor),
        "tutor_role": "",
        "contact": settings.AGENCY["email"],
    }


def _numbers(placement: Placement) -> MobilityNumbers | None:
    return getattr(placement, "numbers", None)


def _experience(facts: Facts, field: str) -> Experience:
    placement, group = facts.placement, facts.placement.trainee.group
    numbers = _numbers(placement)
    return {
        "field": field,
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "programme": group.programme,
        "project_code": group.project_code,
        "language_used": placement.working_language,
        "agreed_minutes": facts.agreed_minutes or None,
        "signed_minutes": facts.signed_minutes,
        "days_absent": facts.days_absent,
        "attendance": facts.attendance,
        "objective": " ".join(placement.objective.split()),
        "tasks": confirming.tasks(placement),
        "mobility_id": numbers.mobility_id if numbers else "",
        "activity": group.activity,
        "qualification": group.qualification,
        "qualification_level": group.qualification_level,
        "recognition": " ".join(group.recognition.split()),
    }


def _objectives(found: Summary, signed: SignOff) -> list[Result]:
    final = signed.values
    return [
        {
            "name": line.objective.name,
            "start": line.start,
            "self": line.self_now,
            "company": line.company_now,
            "final": final.get(line.objective.pk),
            "esco": [
                {"uri": each["uri"], "label": words.pick(each["names"])}
                for each in line.objective.skills
            ],
        }
        for line in found.objectives
    ]


def _overall(found: Summary, signed: SignOff) -> Result:
    return {
        "name": "",
        "start": found.overall_start,
        "self": found.overall_self,
        "company": found.overall_company,
        "final": signed.overall,
    }


def _indicators(found: Summary) -> list[Result]:
    return [
        {
            "name": line.indicator.name,
            "start": line.start,
            "self": line.self_now,
            "company": None,
            "final": None,
            "agency": line.agency_now,
        }
        for line in _observed(found)
    ]


def _observed(found: Summary) -> list[IndicatorLine]:
    return [line for line in found.indicators if line.is_observed]


def _signatures(facts: Facts, confirmed: State, by: User, at: datetime) -> list[Signature]:
    signed: list[Signature] = []
    if confirmed.is_confirmed and confirmed.last:
        signed.append(_confirmation(confirmed.last))
    elif facts.company_signature is not None:
        signed.append(_hours_signature(facts, facts.company_signature))
    role = _("Tutor, %(agency)s") % {"agency": settings.AGENCY["name"]}
    signed.append({"name": str(by), "role": role, "signed_at": at.isoformat(timespec="seconds")})
    return signed


def _confirmation(given: CompanyConfirmation) -> Signature:
    return {
        "name": given.name,
        "role": given.role or _("Company tutor"),
        "signed_at": given.given_at.isoformat(timespec="seconds"),
        "is_confirmation": True,
    }


def _hours_signature(facts: Facts, company: WeekSignature) -> Signature:
    """The company's last word on the hours; it says nothing of the results."""
    (monday,) = (week.monday for week in facts.signed_weeks if week.pk == company.week_id)
    moment = company.signed_at.isoformat(timespec="seconds")
    return {
        "name": company.name,
        "role": company.role or _("Company tutor"),
        "signed_at": company.day.isoformat() if company.is_paper else moment,
        "is_paper": company.is_paper,
        "hours_week": facts.placement.week_number(monday),
    }


def _week(facts: Facts, week: HourWeek) -> Week:
    placement, signature = facts.placement, facts.signatures.get(week.pk)
    return {
        "number": placement.week_number(week.monday),
        "starts_on": max(week.monday, placement.starts_on).isoformat(),
        "ends_on": min(week.monday + timedelta(days=6), placement.ends_on).isoformat(),
        "minutes": facts.minutes.get(week.pk, 0),
        "signed_minutes": signature.minutes if signature else 0,
        "signed_on": signature.day.isoformat() if signature else "",
        "is_paper": bool(signature and signature.is_paper),
    }
