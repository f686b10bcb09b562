"""Public holidays of a country and of a part of it, as the `holidays` library knows them.

Pistoia is the subdivision "PT" of Italy: 25 July, its patron Saint James, counts.
"""

import functools
from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language


def name_of(day: date, country: str, subdivision: str) -> str | None:
    """What holiday `day` is, in the language of the moment where the library has it, else in English.

    A country nobody knows has none, a part nobody knows those of the whole country.
    """
    if not country:
        return None
    return _of_year(country, subdivision, day.year, get_language() or "en").get(day)


def countries() -> Mapping[str, list[str]]:
    """The countries it knows (two letters), each with its parts."""
    import holidays

    return holidays.list_supported_countries(include_aliases=False)


@functools.lru_cache(maxsize=200)
def _of_year(country: str, subdivision: str, year: int, language: str) -> dict[date, str]:
    # Loaded with the first question: most processes ask none.
    import holidays

    if country not in countries():
        return {}
    kind = getattr(holidays, country)
    spoken = next(
        (each for each in kind.supported_languages if each[:2] == language[:2]),
        "en_US" if "en_US" in kind.supported_languages else None,
    )
    # A part the library does not know any more has the holidays of the whole country.
    known = {*kind.subdivisions, *kind.subdivisions_aliases}
    subdiv = subdivision if subdivision in known else None
    found = holidays.country_holidays(country, subdiv=subdiv, years=year, language=spoken)
    return dict(found.items())
