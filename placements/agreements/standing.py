"""The texts that hold for a school in a language, and who insures what."""

import tomllib
from pathlib import Path
from typing import Any

from django.db.models import F, Q

from trainees.models import SendingOrganisation

from ..models import AgreementCover, AgreementTerms
from .typed import TERMS

HERE = Path(__file__).resolve().parent
COVER = (
    "legal_name", "tax_number", "represented_by", "accident_cover", "liability_cover",
    "health_cover",
)  # fmt: skip


def read() -> list[dict[str, str]]:
    """The agency's texts as it begins with them, one a language."""
    text = (HERE / "terms.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["terms"]
    return found


def write(*, models: Any) -> None:
    """Store those of the agency that are not there; `models` has `AgreementTerms`."""
    terms = models.AgreementTerms.objects
    known = set(terms.filter(organisation=None).values_list("language", flat=True))
    terms.bulk_create(
        models.AgreementTerms(**each) for each in read() if each["language"] not in known
    )


def terms(school: SendingOrganisation, language: str) -> dict[str, str]:
    """The texts of the school in `language`, else of the agency in it, else of the agency in English."""
    rows = AgreementTerms.objects.filter(
        Q(organisation=school, language=language)
        | Q(organisation=None, language__in=[language, "en"])
    )
    found = sorted(rows, key=lambda row: (row.organisation_id is None, row.language != language))
    return {name: getattr(found[0], name) if found else "" for name in TERMS}


def covers(school: SendingOrganisation) -> tuple[dict[str, str], dict[str, str]]:
    """Legal facts and insurances of the school, and of the agency; one query."""
    rows = AgreementCover.objects.filter(Q(organisation=None) | Q(organisation=school))
    known = {row.organisation_id: row for row in rows.order_by(F("organisation"))}

    def of(key: int | None) -> dict[str, str]:
        row = known.get(key)
        return {name: getattr(row, name) if row else "" for name in COVER}

    return of(school.pk), of(None)
