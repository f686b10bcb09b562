"""Weeks and days in addresses: 2026-W11, 2026-03-12."""

from datetime import date

from django.urls import register_converter

from imyportal import weeks


class WeekConverter:
    """A Monday, written as its ISO week."""

    regex = "20[0-9]{2}-W[0-9]{2}"

    def to_python(self, value: str) -> date:
        return weeks.from_iso(value)

    def to_url(self, value: date) -> str:
        return weeks.iso(value)


class DayConverter:
    """A date, written as ISO 8601 does."""

    regex = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(WeekConverter, "week")
register_converter(DayConverter, "day")
