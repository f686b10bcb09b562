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


def terms(school: SendingOrganisation, first: str) -> dict[str, dict[str, str]]:
    """By language the texts of the school, if it has them in `first`, else of the agency. One query."""
    rows = list(AgreementTerms.objects.filter(Q(organisation=school) | Q(organisation=None)))
    own = any(row.organisation_id and row.language == first for row in rows)
    return {
        row.language: {name: getattr(row, name) for name in TERMS}
        for row in rows
        if bool(row.organisation_id) == own
    }


def covers(school: SendingOrganisation) -> tuple[dict[str, str], dict[str, str]]:
    """Legal facts and insurances of the school, and of the agency; one query."""
    rows = AgreementCover.objects.filter(Q(organisation=None) | Q(organisation=school))
    known = {row.organisation_id: row for row in rows.order_by(F("organisation"))}

    def of(key: int | None) -> dict[str, str]:
        row = known.get(key)
        return {name: getattr(row, name) if row else "" for name in COVER}

    return of(school.pk), of(None)
