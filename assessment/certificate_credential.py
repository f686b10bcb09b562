"""What a certificate says, for programs: an Open Badges 3.0 credential, attached to its PDF.

Made of the frozen content alone and signed as of the moment of issue, so that the same certificate has
the same credential however often its file is made.
"""

import json
import uuid
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from . import credentials
from .certificate_content import Content, Organisation, Result
from .models import StatusEntry

FILE_NAME = "credential.json"
HOURS = "hours"


def signed(content: Content, status: StatusEntry, *, at: datetime) -> bytes:
    """The credential with its Data Integrity proof, as JSON. Raises `credentials.NoKeyError`."""
    made = credentials.sign_alike(document(content, status, at=at), at=at)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def name(content: Content) -> str:
    """The credential's own name, its `id`."""
    return _urn(content["verify_url"])


def document(content: Content, status: StatusEntry, *, at: datetime) -> dict[str, Any]:
    """An AchievementCredential without a proof; hours as a decimal number, scores 0-100 as percent."""
    experience, address = content["experience"], content["verify_url"]
    results = [*_results(content), _hours(content)]
    return {
        "@context": credentials.CONTEXTS,
        "id": name(content),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": f"Certificate of work placement {content['number']}",
        "description": f"It can be checked at {address}",
        "issuer": credentials.profile(),
        "validFrom": _moment(at),
        "awardedDate": _moment(at),
        "credentialSubject": {
            "id": _urn(f"{address}#holder"),
            "type": ["AchievementSubject"],
            "identifier": [_name(content)],
            "activityStartDate": _moment(_midnight(experience["starts_on"])),
            "activityEndDate": _moment(_midnight(experience["ends_on"])),
            "licenseNumber": content["number"],
            "narrative": _narrative(content),
            "source": _profile(content["host"], f"{address}#host"),
            "achievement": _achievement(content),
            "result": results,
        },
        "credentialStatus": credentials.status_of(status),
    }


def _achievement(content: Content) -> dict[str, Any]:
    experience, address = content["experience"], content["verify_url"]
    tasks = "; ".join(experience["tasks"])
    described = [
        _described(_result_id(content, n), each["name"], "Percent", "100")
        for n, each in enumerate(content["objectives"], 1)
    ]
    hours = _described(_result_id(content, HOURS), "Hours signed by the company", "RawScore")
    return {
        "id": f"{address}#achievement",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": "Work placement abroad",
        "description": experience["objective"]
        or "A work placement in a company, within a mobility.",
        "criteria": {
            "narrative": "The placement is over, every week of it is signed by the company, and the results are "
            "signed off by the tutor of the agency." + (f" Tasks: {tasks}." if tasks else "")
        },
        "creator": credentials.profile(),
        "inLanguage": content["language"],
        "resultDescription": [*described, hours],
        **({"fieldOfStudy": experience["field"]} if experience["field"] else {}),
    }


def _described(identifier: str, name: str, kind: str, most: str = "") -> dict[str, Any]:
    about = {"id": identifier, "type": ["ResultDescription"], "name": name, "resultType": kind}
    return about | ({"valueMin": "0", "valueMax": most} if most else {})


def _results(content: Content) -> list[dict[str, Any]]:
    """Of the objectives that were observed."""
    return [
        _result(_result_id(content, n), str(each["final"]))
        for n, each in enumerate(content["objectives"], 1)
        if _is_observed(each)
    ]


def _is_observed(result: Result) -> bool:
    return result["final"] is not None


def _hours(content: Content) -> dict[str, Any]:
    minutes = content["experience"]["signed_minutes"]
    return _result(_result_id(content, HOURS), f"{minutes / 60:.2f}")


def _result(description: str, value: str) -> dict[str, Any]:
    return {"type": ["Result"], "resultDescription": description, "value": value}


def _result_id(content: Content, which: int | str) -> str:
    return f"{content['verify_url']}#result-{which}"


def _name(content: Content) -> dict[str, Any]:
    holder = content["holder"]
    return {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": " ".join(filter(None, [holder["first_names"], holder["surnames"]])),
        "identityType": "name",
    }


def _narrative(content: Content) -> str:
    """What the fields of the standard have no place for."""
    experience, host = content["experience"], content["host"]
    parts = [
        ", ".join(filter(None, [host["name"], host["address"], host["country"]])),
        f"from {experience['starts_on']} to {experience['ends_on']}",
        f"{experience['signed_minutes'] // 60}:{experience['signed_minutes'] % 60:02} hours signed",
        ", ".join(filter(None, [experience["programme"], experience["project_code"]])),
    ]
    return "; ".join(filter(None, parts)) + "."


def _profile(organisation: Organisation, address: str) -> dict[str, Any]:
    named = {"name": organisation["name"]} if organisation["name"] else {}
    return {"id": _urn(address), "type": ["Profile"], **named}


def _urn(address: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, address).urn


def _midnight(iso: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(iso), time()))


def _moment(at: datetime) -> str:
    """ISO 8601 with a time zone, to the second."""
    return at.replace(microsecond=0).isoformat()
