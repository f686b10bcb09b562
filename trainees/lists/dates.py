"""Dates as people in seven languages write them; day before month, never the American order."""

import datetime as dt
import re
import unicodedata

from django.utils.translation import gettext as _

# Enough letters of each month's name to tell it from the other eleven, without accents.
MONTH_STARTS = {
    1: "jan gen ene sty",
    2: "feb fev lut",
    3: "mar mrz",
    4: "apr abr avr kwi",
    5: "may mai mag maj",
    6: "jun juin giu cze",
    7: "jul juil lug lip",
    8: "aug ago aou sie",
    9: "sep set szep wrz",
    10: "oct okt ott paz",
    11: "nov lis",
    12: "dec dez dic gru",
}
_SEP = r"\s*[./\-\s]\s*"
DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}}|\d{{2}})\.?(?:\s*r\.?)?")
YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\.?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
DAY_MONTH_NAME = re.compile(
    r"(\d{1,2})(?:\.|º|er|st|nd|rd|th|-|\s)*\s*(?:de\s+|of\s+)?"
    r"([^\W\d_]{3,})\.?(?:\s*|-)(?:de\s+|del\s+)?,?\s*(\d{4})(?:\s*r\.?)?"
)
YEAR_MONTH_NAME = re.compile(r"(\d{4})\.?\s*([^\W\d_]{3,})\.?\s*(\d{1,2})\.?")
MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00(\.0+)?)?Z?$")
# Excel counts days from the end of 1899; serials of people's birth dates lie in here (1927-2064).
SERIAL = range(10_000, 60_000)


class NoDate(ValueError):
    """The text is no date; the message says why in words."""


def parse_date(text: str, *, today: dt.date) -> dt.date:
    """The date in `text`. Two-digit years are of this century unless that lies after `today`.

    Raises NoDate, whose message says whether the form or the day is wrong.
    """
    text = MIDNIGHT.sub("", " ".join(text.split()))
    if match := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return _date(text, *match.groups())
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _date(text, _full_year(year, today), month, day)
    if match := DAY_MONTH_NAME.fullmatch(text):
        day, name, year = match.groups()
        return _date(text, year, _month(text, name), day)
    if match := YEAR_MONTH_NAME.fullmatch(text):
        year, name, day = match.groups()
        return _date(text, year, _month(text, name), day)
    raise NoDate(_("“%(text)s” is not a date. Write it like 31.12.2008.") % {"text": text[:40]})


def from_serial(text: str) -> dt.date | None:
    """The date behind a bare Excel day number such as 39991, or None."""
    if not re.fullmatch(r"\d{5}", text) or int(text) not in SERIAL:
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))


def _full_year(year: str, today: dt.date) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if 2000 + int(year) <= today.year else f"19{year}"


def _month(text: str, name: str) -> str:
    plain = _plain(name)
    found = {
        month
        for month, starts in MONTH_STARTS.items()
        for start in starts.split()
        if plain.startswith(start)
    }
    if len(found) != 1:
        raise NoDate(_("“%(text)s” is not a date. Write it like 31.12.2008.") % {"text": text[:40]})
    return str(found.pop())


def _plain(text: str) -> str:
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text.lower())
        if not unicodedata.combining(char)
    )


def _date(text: str, year: str, month: str, day: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        pass
    if int(month) > 12 and int(day) <= 12:
        reason = _("There is no month %(month)d in “%(text)s”. Write the day before the month.")
    else:
        reason = _("There is no such date as “%(text)s”.")
    raise NoDate(reason % {"text": text[:40], "month": int(month)})
