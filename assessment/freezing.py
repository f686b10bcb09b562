"""Freezing a certificate: from rows that may still change to the content that never does."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import codes, countries, words
from placements.models import HourWeek, Placement
from trainees.models import Group

from .certificate_content import Content, Experience, Organisation, Result, Signature, Week
from .models import SignOff
from .readiness import Facts
from .summary import Summary

VERSION = 2


def freeze(facts: Facts, *, number: str, code: str, by: User, at: datetime) -> Content:
    """What the certificate of this placement says, in the language of the group's certificates.

    The final results are those that were signed off: nothing here confirms them. `by` signs for the
    agency at the moment `at`. The placement needs trainee, group, organisation, sending tutor,
    company and company tutor loaded, and a final sign-off (`signing_off.final_of`).
    """
    placement, signed = facts.placement, facts.signed_off
    if signed is None:
        raise ValueError("Results that nobody signed off are not printed.")
    trainee, group = placement.trainee, placement.trainee.group
    language = words.supported(group.language)
    with translation.override(language):
        return {
            "version": VERSION,
            "language": language,
            "number": number,
            "code": code,
            "verify_url": codes.address(code),
            "issued_on": timezone.localdate(at).isoformat(),
            "issued_in": settings.AGENCY["city"],
            "europass_number": "",
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
            "signatures": _signatures(facts, by, at),
            "badges": [],
            "weeks": [_week(facts, week) for week in facts.signed_weeks],
            "note": "",
        }


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


def _experience(facts: Facts, field: str) -> Experience:
    placement, group = facts.placement, facts.placement.trainee.group
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
        "tasks": [line.strip() for line in placement.tasks.splitlines() if line.strip()],
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
            "self": None,
            "company": None,
            "final": line.now,
        }
        for line in found.indicators
        if line.start is not None or line.now is not None
    ]


def _signatures(facts: Facts, by: User, at: datetime) -> list[Signature]:
    company = facts.company_signature
    signed: list[Signature] = []
    if company is not None:
        signed.append(
            {
                "name": company.name,
                "role": company.role or _("Company tutor"),
                "signed_at": company.day.isoformat()
                if company.is_paper
                else company.signed_at.isoformat(timespec="seconds"),
                "is_paper": company.is_paper,
            }
        )
    role = _("Tutor, %(agency)s") % {"agency": settings.AGENCY["name"]}
    signed.append({"name": str(by), "role": role, "signed_at": at.isoformat(timespec="seconds")})
    return signed


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
