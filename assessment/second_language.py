"""What a certificate says in its second language, frozen with it: words, and the values that have one.

The words are data, one file a language in `assessment/words/`. English is the first language of every
certificate and needs none.
"""

import functools
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from imyportal import words as wordings

from .certificate_content import Content, Second

FOLDER = Path(__file__).parent / "words"


@functools.cache
def words(language: str) -> dict[str, Any]:
    """The file of `language`: labels, lead, days, dates, countries; empty when there is none."""
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def country(language: str, code: str) -> str:
    """The country with this two-letter code; empty when the language has no word for it."""
    name: str = words(language)["countries"].get(code.upper(), "")
    return name


def freeze(
    language: str,
    content: Content,
    *,
    nationality: str,
    sending: str,
    objectives: list[dict[str, str]],
    indicators: list[dict[str, str]],
) -> Second:
    """The second language of `content`; countries are codes, objectives and indicators texts by language."""
    found = words(language)
    experience = content["experience"]
    here = country(language, settings.AGENCY["country"])
    return {
        "language": language,
        "labels": found["labels"],
        "dates": found["dates"],
        "lead": counted(
            found["lead"], weeks_between(experience["starts_on"], experience["ends_on"])
        ),
        "absences": counted(found["days"], experience["days_absent"]),
        "nationality": country(language, nationality),
        "countries": {
            "sending": country(language, sending),
            "host": here,
            "intermediary": here,
        },
        "objectives": [wordings.pick(names, language) for names in objectives],
        "indicators": [wordings.pick(names, language) for names in indicators],
        "roles": _roles(found["labels"], len(content["signatures"])),
    }


def _roles(labels: dict[str, str], count: int) -> list[str]:
    """Of those who signed: the company, if it did, and the agency at last."""
    agency = labels["agency_tutor"].format(agency=settings.AGENCY["name"])
    return [*[labels["company_tutor"]] * (count - 1), agency]


def counted(forms: dict[str, str], count: int) -> str:
    """The form for `count`, filled."""
    return forms["one" if count == 1 else "many"].format(count=count)


def weeks_between(first: str, last: str) -> int:
    """Whole weeks of a stay from one ISO date to another, both included; at least one."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return max(1, round(days / 7))


# --- Printing ---------------------------------------------------------------------------------


def day(second: Second, iso: str) -> str:
    """An ISO date in words; empty stays empty."""
    return _fill(second, "day", iso, iso) if iso else ""


def period(second: Second, first: str, last: str) -> str:
    """Two ISO dates as one period, as short as it stays clear."""
    if first[:4] != last[:4]:
        return f"{day(second, first)}–{day(second, last)}"
    return _fill(second, "within_month" if first[:7] == last[:7] else "within_year", first, last)


def _fill(second: Second, pattern: str, first: str, last: str) -> str:
    dates = second["dates"]
    starts, ends = date.fromisoformat(first), date.fromisoformat(last)
    months = dates["months"]

    def of_month(each: date) -> str:
        return str(dates.get("first", 1)) if each.day == 1 else str(each.day)

    filled: str = dates[pattern].format(
        d=of_month(starts),
        d2=of_month(ends),
        month=months[starts.month - 1],
        month2=months[ends.month - 1],
        y=starts.year,
    )
    return filled
