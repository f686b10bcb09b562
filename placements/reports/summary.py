"""The words that stand above a report: drafted «in short», subject and first sentence of its mail."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import ReportLevel
from .hours import MISSING
from .lines import Fact
from .reading import Person, Report

MOST_NOTES = 6  # told one by one; more are counted


def in_short(report: Report, language: str) -> str:
    """Sentences in `language`, concerns first."""
    with translation.override(language):
        return " ".join(_sentences(report))


def _sentences(report: Report) -> list[str]:
    told = [
        (person, fact)
        for person in report.people
        for fact in person.concerns
        if fact.kind != MISSING
    ]
    concerns = [_about(*each) for each in told if each[1].level == ReportLevel.CONCERN]
    found = [*concerns, _at_work(report), *_notes(report, told), _signed(report)]
    if report.is_well:
        found.append(_("You do not need to do anything now."))
    return [each for each in found if each]


def _about(person: Person, fact: Fact) -> str:
    # Translators: a trainee's name and what there is about them, like «Lena Hoffmann: Absent for 1 day.»
    return _("%(name)s: %(words)s.") % {"name": person.name, "words": fact.words}


def _at_work(report: Report) -> str:
    if report.at_work is None or not report.tells_absences:
        return ""
    if report.absent:
        return _at_work_all_week(report)
    count, everybody = report.at_work, report.trainees
    if count == everybody:
        text = ngettext(
            "The trainee was at work this week.",
            "All %(count)d trainees were at work this week.",
            count,
        )
        return text % {"count": count}
    return _entered(count, everybody)


def _entered(count: int, everybody: int) -> str:
    """Who has entered nothing yet may well have been at work; nothing is said before anybody has."""
    text = ngettext(
        "%(count)d of %(all)d trainees has entered hours this week.",
        "%(count)d of %(all)d trainees have entered hours this week.",
        count,
    )
    return text % {"count": count, "all": everybody} if count else ""


def _at_work_all_week(report: Report) -> str:
    """Beside absences nobody reads that all were at work."""
    everybody = report.trainees
    count = len(report.present)
    text = ngettext(
        "%(count)d of %(all)d trainees was at work without an absence.",
        "%(count)d of %(all)d trainees were at work without an absence.",
        count,
    )
    return text % {"count": count, "all": everybody} if count else ""


def _notes(report: Report, told: list[tuple[Person, Fact]]) -> list[str]:
    """Absences and the like that are no concern; days without hours are only counted."""
    notes = [_about(*each) for each in told if each[1].level == ReportLevel.NOTE]
    if len(notes) > MOST_NOTES:
        text = ngettext(
            "About %(count)d trainee there is something worth knowing below.",
            "About %(count)d trainees there is something worth knowing below.",
            len(notes),
        )
        notes = [text % {"count": len(notes)}]
    if report.tells_absences and not report.absent:
        notes.append(_("Nobody was absent."))
    missing = [p for p in report.people if any(fact.kind == MISSING for fact in p.facts)]
    if missing:
        text = ngettext(
            "Hours of %(count)d trainee are missing.",
            "Hours of %(count)d trainees are missing.",
            len(missing),
        )
        notes.append(text % {"count": len(missing)})
    return notes


def _signed(report: Report) -> str:
    signed, everybody = report.signed
    if not everybody:
        return ""
    if signed == everybody:
        return _("The companies have signed all hours.")
    if not signed:
        return _("No hours are signed yet.")
    text = ngettext(
        "The hours of %(signed)d of %(count)d trainee are signed.",
        "The hours of %(signed)d of %(count)d trainees are signed.",
        everybody,
    )
    return text % {"signed": signed, "count": everybody}


# --- The mail ---------------------------------------------------------------------------------


def subject(report: Report) -> str:
    """«Week 3: all 8 trainees at work, no absence», «Week 3: 2 trainees absent»."""
    parts = [part for part in (_state(report), _absences(report)) if part]
    if not parts:
        # Translators: title of a weekly report: the group's name, and which week of its stay
        return _("%(group)s, week %(number)d") % {"group": report.group, "number": report.number}
    # Translators: what stands in the subject of the weekly report, like «all 8 trainees at work, no absence»
    return _("Week %(number)d: %(what)s") % {"number": report.number, "what": ", ".join(parts)}


def _state(report: Report) -> str:
    count, everybody = report.at_work, report.trainees
    if report.concerned:
        text = ngettext(
            "%(count)d of %(all)d trainees needs attention",
            "%(count)d of %(all)d trainees need attention",
            report.concerned,
        )
        return text % {"count": report.concerned, "all": everybody}
    if count is None or not report.tells_absences:
        return ""
    if (
        count != everybody or report.absent
    ):  # who was there on one day may have been absent on another
        return ""
    return ngettext("the trainee at work", "all %(count)d trainees at work", count) % {
        "count": count
    }


def _absences(report: Report) -> str:
    if not report.tells_absences:
        return ""
    if not report.absent:
        return _("no absence")
    return ngettext("%d trainee absent", "%d trainees absent", report.absent) % report.absent


def first_sentence(report: Report) -> str:
    """Says whether all is well, and who needs attention; nothing of it where the tutor keeps a concern back."""
    details = {"group": report.group, "number": report.number, "count": report.absent}
    if report.concerned:
        return _who_needs_attention(report)
    if not report.is_well:
        return _("Here is the report about the group %(group)s in week %(number)d.") % details
    if not report.absent:
        return _("All is well with the group %(group)s in week %(number)d.") % details
    text = ngettext(
        "All is well with the group %(group)s in week %(number)d, but %(count)d trainee was absent.",
        "All is well with the group %(group)s in week %(number)d, but %(count)d trainees were absent.",
        report.absent,
    )
    return text % details


def _who_needs_attention(report: Report) -> str:
    names = [each.name for each in report.people if each.level == ReportLevel.CONCERN]
    # Translators: names at the end, like «Lena Hoffmann, Mia Keller»
    text = ngettext(
        "In week %(number)d, %(count)d of %(all)d trainees of the group %(group)s needs attention: %(names)s.",
        "In week %(number)d, %(count)d of %(all)d trainees of the group %(group)s need attention: %(names)s.",
        report.concerned,
    )
    return text % {
        "number": report.number,
        "count": report.concerned,
        "all": report.trainees,
        "group": report.group,
        "names": ", ".join(dict.fromkeys(names)),
    }
