"""Absences in words, the same on pages and in mails. Never why, unless a function says so."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..enums import AbsenceKind
from ..models import Absence
from ..presenting import period


def days(first: date, last: date) -> str:
    """Thursday 12 March, or 12–14 March."""
    return date_format(first, "l j F") if first == last else period(first, last)


def days_of(absence: Absence) -> str:
    return days(absence.first_day, absence.last_day)


def why(kind: str) -> str:
    """The word that was said, as the trainee said it."""
    return {
        AbsenceKind.ILL: _("I am ill"),
        AbsenceKind.WAY: _("I cannot get there"),
        AbsenceKind.OTHER: _("Another reason"),
        AbsenceKind.UNKNOWN: _("Not said yet"),
    }[AbsenceKind(kind)]


def absent(name: str, first: date, last: date, today: date) -> str:
    """As a subject: «Lena is absent today»."""
    if first == last == today:
        return _("%(name)s is absent today") % {"name": name}
    names = {"name": name, "day": days(first, last)}
    if last < today:
        return _("%(name)s was absent: %(day)s") % names
    if first == last:
        return _("%(name)s is absent on %(day)s") % names
    return _("%(name)s is absent: %(day)s") % names


def cannot_come(name: str, first: date, last: date, today: date) -> str:
    """As a sentence."""
    names = {"name": name, "first": days(first, first), "last": days(last, last)}
    if first == last == today:
        return _("%(name)s cannot come to work today.") % names
    if last < today:
        names = {"name": name, "days": days(first, last)}
        return _("%(name)s was not at work: %(days)s.") % names
    if first == last:
        return _("%(name)s cannot come to work on %(first)s.") % names
    return _("%(name)s cannot come to work from %(first)s to %(last)s.") % names


def comes(name: str, day: date, today: date) -> str:
    """As a sentence, to whoever heard that somebody does not come."""
    if day == today:
        return _("%(name)s comes to work today after all.") % {"name": name}
    return _("%(name)s comes to work again on %(day)s.") % {"name": name, "day": days(day, day)}
