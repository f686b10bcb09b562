"""What an agreement says, put together from everything that is known on the day it is sent.

Plain values: ISO dates, minutes, names as they are. `paper` makes words of them.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.utils import translation

from imyportal import countries

from ..enums import AgreementKind
from ..models import Agreement, Placement
from . import italian, outcomes, standing

VERSION = 1


def build(agreement: Agreement) -> dict[str, Any]:
    """The content of a version; the placement must have trainee, group, school and company loaded.

    Countries stand in Italian on a training plan, else in English, whoever sends it.
    """
    is_training = agreement.kind == AgreementKind.TRAINING
    with translation.override(agreement.language if is_training else "en"):
        return _build(agreement)


def _build(agreement: Agreement) -> dict[str, Any]:
    placement = agreement.placement
    trainee, group = placement.trainee, placement.trainee.group
    school, agency = standing.covers(group.organisation)
    is_training = agreement.kind == AgreementKind.TRAINING
    return {
        "version": VERSION,
        "kind": agreement.kind,
        "number": agreement.version,
        "language": agreement.language,
        "trainee": {
            "name": trainee.name,
            "birth_date": trainee.birth_date.isoformat(),
            "nationality": countries.name(trainee.nationality) if trainee.nationality else "",
            "email": trainee.email,
            "phone": trainee.phone,
            "field": trainee.field or group.field,
            "is_minor": trainee.is_minor_on(placement.starts_on),
        }
        | (italian.of_trainee(placement) if is_training else {}),
        "guardians": [
            {"name": each.name, "email": each.email, "phone": each.phone}
            for each in trainee.guardians.all()
        ],
        "sending": _sending(placement) | school,
        "company": _company(placement) | (italian.of_company(placement) if is_training else {}),
        "agency": _agency(placement) | agency,
        "programme": {
            "name": group.programme,
            "project_code": group.project_code,
            "activity": group.activity,
            "qualification": group.qualification,
            "qualification_level": group.qualification_level,
            "recognition": group.recognition,
        },
        "period": {
            "starts_on": placement.starts_on.isoformat(),
            "ends_on": placement.ends_on.isoformat(),
            "working_language": placement.working_language,
            "days": _days(placement),
        },
        "texts": dict(agreement.typed),
        "english": _english(agreement),
    }


def _english(agreement: Agreement) -> dict[str, str]:
    """The English words of what was left as it was suggested in another language; not on a training plan."""
    placement, language = agreement.placement, agreement.language
    if language == "en" or agreement.kind != AgreementKind.LEARNING:
        return {}
    own, english = (suggested(placement, each) for each in (language, "en"))
    return {
        name: english[name]
        for name, text in own.items()
        if text and text == agreement.typed.get(name) and english[name] != text
    }


def suggested(placement: Placement, language: str) -> dict[str, str]:
    """Standing texts and learning outcomes as a draft in `language` begins with them."""
    school = placement.trainee.group.organisation
    names = outcomes.of(placement, language)
    return standing.terms(school, language) | {"outcomes": "\n".join(names)}


def _sending(placement: Placement) -> dict[str, str]:
    group = placement.trainee.group
    school, tutor = group.organisation, group.sending_tutor
    return {
        "name": school.name,
        "address": ", ".join(filter(None, [school.address, school.city])),
        "country": countries.name(school.country),
        "office_email": school.email,
        "office_phone": school.phone,
        "tutor": str(tutor.user) if tutor else "",
        "tutor_role": tutor.role if tutor else "",
        "tutor_email": tutor.user.email if tutor else "",
    }


def _company(placement: Placement) -> dict[str, str]:
    company, tutor = placement.company, placement.company_tutor
    return {
        "name": company.name,
        "sector": company.sector,
        "address": company.address,
        "phone": company.phone,
        "tutor": tutor.name,
        "tutor_email": tutor.email,
        "tutor_phone": tutor.phone,
    }


def _agency(placement: Placement) -> dict[str, str]:
    trainee = placement.trainee
    tutor, lead = trainee.responsible, trainee.group.lead_tutor
    return {
        "name": settings.AGENCY["name"],
        "address": settings.AGENCY["address"],
        "email": settings.AGENCY["email"],
        "phone": settings.AGENCY["phone"],
        "emergency_phone": settings.AGENCY["emergency_phone"],
        "tutor": str(tutor),
        "tutor_email": tutor.email,
        "tutor_phone": tutor.phone,
        "second": str(lead) if lead != tutor else "",
    }


def _days(placement: Placement) -> list[dict[str, Any]]:
    return [
        {
            "weekday": day.weekday,
            "starts_at": f"{day.starts_at:%H:%M}",
            "ends_at": f"{day.ends_at:%H:%M}",
            "break_minutes": day.break_minutes,
            "minutes": day.minutes,
        }
        for day in placement.timetable.all()
    ]


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content, 64 hexadecimal digits."""
    spelled = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()
