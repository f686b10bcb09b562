"""What an agreement says, put together from everything that is known on the day it is sent.

Plain values: ISO dates, minutes, countries by their code, names as they are. `paper` makes words of them, in the
language of who reads it. A text stands in every language it is known in.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.utils import timezone

from .. import agreed_hours
from ..enums import AgreementKind
from ..models import Agreement, Placement
from . import italian, outcomes, standing, typed

VERSION = 2


def build(agreement: Agreement) -> dict[str, Any]:
    """The content of a version; the placement must have trainee, group, school and company loaded."""
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
            "nationality": trainee.nationality,
            "email": trainee.email,
            "phone": trainee.phone,
            "field": trainee.field or group.field,
            "is_minor": trainee.is_minor_on(timezone.localdate()),
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
        "period": _period(placement),
        "texts": texts(agreement),
    }


def texts(agreement: Agreement) -> dict[str, list[list[str]]]:
    """By name each text as pairs of language and words; without those that are empty.

    What is left as it was suggested in one language stands in the others as we suggest it there.
    """
    kind, first = agreement.kind, agreement.language
    suggestions = suggested(agreement.placement, kind, first)
    found: dict[str, list[list[str]]] = {}
    for name in typed.FIELDS:
        rows = {
            language: text
            for language in typed.languages(kind, first)
            if (text := agreement.typed.get(typed.box(name, language, first)))
        }
        if rows and all(suggestions[each].get(name) == text for each, text in rows.items()):
            rows |= {each: suggestions[each].get(name, "") for each in typed.wanted(kind, first)}
        if pairs := [[each, text] for each, text in rows.items() if text]:
            order = typed.languages(kind, first)
            found[name] = sorted(pairs, key=lambda pair: order.index(pair[0]))
    return found


def suggested(placement: Placement, kind: str, first: str) -> dict[str, dict[str, str]]:
    """By language the standing texts and learning outcomes that are known in it."""
    known = standing.terms(placement.trainee.group.organisation, first)
    return {
        language: known.get(language, {})
        | {"outcomes": "\n".join(outcomes.of(placement, language))}
        for language in typed.languages(kind, first)
    }


def _sending(placement: Placement) -> dict[str, str]:
    group = placement.trainee.group
    school, tutor = group.organisation, group.sending_tutor
    return {
        "name": school.name,
        "address": ", ".join(filter(None, [school.address, school.city])),
        "country": school.country,
        "office_email": school.email,
        "office_phone": school.phone,
        "tutor": str(tutor.user) if tutor else "",
        "tutor_role": tutor.role if tutor else "",
        "tutor_email": tutor.user.email if tutor else "",
    }


def facts(placement: Placement) -> dict[str, Any]:
    """What of a content the placement alone says; one query."""
    return {"company": _company(placement), "period": _period(placement)}


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


def _period(placement: Placement) -> dict[str, Any]:
    return {
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "working_language": placement.working_language,
        "days": _days(placement),
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
        for day in agreed_hours.latest(placement)
    ]


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content, 64 hexadecimal digits."""
    spelled = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()
