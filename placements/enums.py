from django.db import models
from django.utils.translation import gettext_lazy as _


class PlacementStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    INTERRUPTED = "interrupted", _("interrupted")
    CANCELLED = "cancelled", _("cancelled")


# A confirmed placement runs between its dates and is completed after them: the dates say so.
LIVE_STATUSES = [PlacementStatus.CONFIRMED, PlacementStatus.INTERRUPTED]


class DayKind(models.TextChoices):
    WORKED = "worked", _("worked")
    ILL = "ill", _("ill")
    ABSENT = "absent", _("absent")
    OFF = "off", _("free day")
    HOLIDAY = "holiday", _("public holiday")


ABSENCES = [DayKind.ILL, DayKind.ABSENT]


class WeekStatus(models.TextChoices):
    """States of an hour chart's week."""

    OPEN = "open", _("not sent")
    DECLARED = "declared", _("with company")
    SIGNED = "signed", _("signed")
    RETURNED = "returned", _("sent back")


EDITABLE_WEEKS = [WeekStatus.OPEN, WeekStatus.RETURNED]


class SignedHow(models.TextChoices):
    LINK = "link", _("by mailed link")
    ACCOUNT = "account", _("signed in")
    PAPER = "paper", _("on paper")


class RequestStatus(models.TextChoices):
    """States of a correction somebody asked for."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("corrected")
    DECLINED = "declined", _("declined")


class Weekday(models.IntegerChoices):
    """As `date.weekday()`."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class LimitKind(models.TextChoices):
    """What a working-time rule limits; a finding and an exception are about one of them."""

    DAY = "day", _("work in a day, at most")
    WEEK = "week", _("work in a week, at most")
    AVERAGE = "average", _("work in a week on average, at most")
    DAILY_REST = "rest", _("rest between two days, at least")
    WEEKLY_REST = "weekrest", _("rest in a row in a week, at least")
    FREE_DAYS = "freedays", _("free days in a week, at least")
    BREAK = "break", _("break, at least")
    STRETCH = "stretch", _("work without a break, at most")
    NIGHT = "night", _("work at night, at most")
    NIGHT_SHIFTS = "nights", _("night shifts on average, at most")
    SUNDAY = "sunday", _("work on a Sunday, at most")


# Said of a whole week; all others of one day.
WEEK_LIMITS = [
    LimitKind.WEEK,
    LimitKind.AVERAGE,
    LimitKind.WEEKLY_REST,
    LimitKind.FREE_DAYS,
    LimitKind.NIGHT_SHIFTS,
]


class LimitWeight(models.TextChoices):
    """What happens when a limit is not kept."""

    NOTE = "note", _("worth knowing")
    WARN = "warn", _("warning")
    BLOCK = "block", _("cannot be saved")


class ReportLevel(models.IntegerChoices):
    """How much a line of a weekly report matters; concerns come first."""

    CONCERN = 1, _("concern")
    NOTE = 2, _("worth knowing")
    FINE = 3, _("fine")


class AbsenceKind(models.TextChoices):
    """Why somebody is not there; for the trainee and the agency alone, never more than this word."""

    ILL = "ill", _("ill")
    WAY = "way", _("cannot get there")
    OTHER = "other", _("another reason")
    UNKNOWN = "unknown", _("not known yet")


class AbsenceBy(models.TextChoices):
    """Who brought an absence into the portal."""

    TRAINEE = "trainee", _("trainee")
    COMPANY = "company", _("company tutor, by link")
    AGENCY = "agency", _("agency tutor")


class NoticeTo(models.TextChoices):
    """Who was told of an absence."""

    COMPANY = "company", _("company tutor")
    AGENCY = "agency", _("agency tutor")
    TRAINEE = "trainee", _("trainee")


class NoticeOf(models.TextChoices):
    """What was told."""

    ABSENT = "absent", _("does not come")
    BACK = "back", _("comes after all")
    NOTICED = "noticed", _("not there, and nobody had told the company")
    DENIED = "denied", _("says: I was at work")
    ASKED = "asked", _("what happened?")
    PAPER = "paper", _("a paper is needed")
    REMINDED = "reminded", _("the paper is still missing")


class CycleKind(models.TextChoices):
    """What comes back every week, and whom it asks."""

    CHECK_IN = "check_in", _("check-in of the trainee")
    COMPANY_QUESTIONS = "company_questions", _("questions to the company tutor")
    HOURS = "hours", _("hours of the trainee")
    SIGN = "sign", _("signature of the company")
    REPORT_DUE = "report_due", _("weekly report to the school")
    OWN_CONTACT = "own_contact", _("contact by the agency tutor")


# These have a weekday and a time; the others count days.
TIMED_KINDS = [
    CycleKind.CHECK_IN,
    CycleKind.COMPANY_QUESTIONS,
    CycleKind.HOURS,
    CycleKind.REPORT_DUE,
]
# Of these a second mail goes to who did not answer the first.
TWICE_KINDS = [CycleKind.CHECK_IN, CycleKind.HOURS]
# By mail; the others are only on the board of the agency tutor.
MAILED_KINDS = [
    CycleKind.CHECK_IN,
    CycleKind.COMPANY_QUESTIONS,
    CycleKind.HOURS,
    CycleKind.SIGN,
]


class ReminderOutcome(models.TextChoices):
    """What became of a reminder."""

    MAILED = "mailed", _("mail sent off")
    BEFORE = "before", _("mail was sent before")
    BESIDE = "beside", _("in the mail about hours")
    NOT_NEEDED = "not_needed", _("not needed any more")
    NO_ADDRESS = "no_address", _("no e-mail address")
    TOO_LATE = "too_late", _("dropped: its time was over")


class CheckInBy(models.TextChoices):
    """Who says how the week was."""

    TRAINEE = "trainee", _("trainee")
    COMPANY = "company", _("company tutor")


class ContactKind(models.TextChoices):
    """How a contact went."""

    CALL = "call", _("phone call")
    MESSAGE = "message", _("message")
    EMAIL = "email", _("e-mail")
    VISIT = "visit", _("on-site visit")
    SURVEY = "survey", _("survey")


class ContactWith(models.TextChoices):
    """With whom an agency tutor was in contact."""

    TRAINEE = "trainee", _("trainee")
    COMPANY = "company", _("company tutor")
    SENDING = "sending", _("sending tutor")
    GUARDIAN = "guardian", _("guardian")
    OTHER = "other", _("somebody else")


# A contact with these says how the trainee is.
CLOSE_TO_TRAINEE = [ContactWith.TRAINEE, ContactWith.COMPANY]


class IncidentKind(models.TextChoices):
    """What has happened, for the restricted register."""

    ACCIDENT = "accident", _("accident")
    CONFLICT = "conflict", _("conflict")
    SAFETY = "safety", _("safety at work")
    MISCONDUCT = "misconduct", _("misconduct")


class IncidentSeverity(models.IntegerChoices):
    """How grave it is."""

    SLIGHT = 1, _("slight: settled on the spot")
    SERIOUS = 2, _("serious: somebody was hurt or cannot go on like this")
    GRAVE = 3, _("grave: hospital, police, or the placement is at risk")


class PartyTold(models.TextChoices):
    """Who is told of an incident."""

    INAIL = "inail", _("INAIL (accident insurance)")
    COMPANY = "company", _("company")
    SENDING = "sending", _("sending organisation")
    GUARDIAN = "guardian", _("guardian")
    TRAINEE = "trainee", _("trainee")
    AGENCY = "agency", _("the agency")
    INSURER = "insurer", _("another insurance")
    AUTHORITY = "authority", _("police or another authority")
    OTHER = "other", _("somebody else")


class VisitState(models.TextChoices):
    """How far the planning of a day of visits is."""

    PLANNED = "planned", _("being planned")
    CONFIRMED = "confirmed", _("fixed")
    DONE = "done", _("took place")
    CANCELLED = "cancelled", _("cancelled")


OPEN_VISITS = [VisitState.PLANNED, VisitState.CONFIRMED]


class StopAnswer(models.TextChoices):
    """What a company says of the time of its visit."""

    OPEN = "open", _("not asked yet")
    ASKED = "asked", _("asked")
    YES = "yes", _("agreed")
    OTHER = "other", _("proposes another time")
    NO = "no", _("cannot")


# What a company itself said, and what it is about to be asked again after a change.
ANSWERED = [StopAnswer.YES, StopAnswer.OTHER, StopAnswer.NO]


class ReportSide(models.TextChoices):
    """Who writes what was seen at a visit."""

    AGENCY = "agency", _("the agency")
    SCHOOL = "school", _("the school")


class AgreementKind(models.TextChoices):
    """Which paper it is."""

    LEARNING = "learning", _("learning agreement")
    TRAINING = "training", _("Italian training plan")


class AgreementState(models.TextChoices):
    """Where one version of an agreement stands."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("being signed")
    SIGNED = "signed", _("signed by all")
    REFUSED = "refused", _("refused")
    SUPERSEDED = "superseded", _("replaced by a newer version")


class AgreementParty(models.TextChoices):
    """Who signs an agreement, in the order in which they stand on it."""

    TRAINEE = "trainee", _("trainee")
    GUARDIAN = "guardian", _("guardian")
    SCHOOL = "school", _("sending organisation")
    COMPANY = "company", _("company")
    AGENCY = "agency", _("agency")


class AgreedHow(models.TextChoices):
    """In which way somebody signed or refused."""

    LINK = "link", _("by mailed link")
    ACCOUNT = "account", _("in their own account")
    PAPER = "paper", _("signed by hand")
