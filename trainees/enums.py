from django.db import models
from django.utils.translation import gettext_lazy as _


class JourneyPhase(models.TextChoices):
    """The parts of a stay, in their order."""

    BEFORE = "before", _("before departure")
    ARRIVAL = "arrival", _("arrival")
    WELCOME = "welcome", _("welcome day")
    FIRST_DAY = "first_day", _("first day at the company")
    PLACEMENT = "placement", _("placement")
    DEPARTURE = "departure", _("departure")
    HOME = "home", _("back home")


class StepTicker(models.TextChoices):
    """Who says that a step is done."""

    TRAINEE = "trainee", _("trainee")
    TUTOR = "tutor", _("agency tutor")
    PORTAL = "portal", _("the portal, by itself")


class DueFrom(models.TextChoices):
    """The day of the group's stay from which a step's day is counted."""

    ARRIVAL = "arrival", _("arrival")
    DEPARTURE = "departure", _("departure")


class ConsentPurpose(models.TextChoices):
    """What somebody may agree to; each has its text in `trainees/consent_texts/`."""

    BADGES = "badges", _("public badge page")
    STAY = "stay", _("journey and stay")
    MEDICAL = "medical", _("doctor in an emergency")
    EVENING = "evening", _("going out in the evening")
    PHOTOS = "photos", _("photos and videos")
    SUPPORT = "support", _("support plan")


# What a group may ask the guardians of its minors, in this order.
AUTHORISATIONS = [
    ConsentPurpose.STAY,
    ConsentPurpose.MEDICAL,
    ConsentPurpose.EVENING,
    ConsentPurpose.PHOTOS,
]
# Without a yes to these nobody can come; a no to the others is an answer like any other.
INDISPENSABLE = [ConsentPurpose.STAY, ConsentPurpose.MEDICAL]


class Giver(models.TextChoices):
    """Whose word it is."""

    TRAINEE = "trainee", _("trainee")
    GUARDIAN = "guardian", _("guardian")


class ConsentHow(models.TextChoices):
    ACCOUNT = "account", _("in their own account")
    LINK = "link", _("by the link in our mail")
    PAPER = "paper", _("on paper")


class PublicationKind(models.TextChoices):
    """What the agency gives to read. The value is the code of the journey's step that reading ticks."""

    GUIDEBOOK = "guidebook", _("guidebook")
    INFO_KIT = "info-kit", _("info kit")
    HOUSE_RULES = "house-rules", _("house rules")


class HomeSaid(models.TextChoices):
    """How it came to be known that somebody is home."""

    LINK = "link", _("by the link in our mail")
    ACCOUNT = "account", _("in their own account")
    PHONE = "phone", _("told by phone")


class HomeStep(models.IntegerChoices):
    """What is done about somebody who is on the way home, in this order."""

    ASK = 1, _("asked to say so when home")
    REMIND = 2, _("reminded")
    TELL = 3, _("guardians and school told")


class HomeOutcome(models.TextChoices):
    """What became of a step."""

    MAILED = "mailed", _("mail is on its way")
    BEFORE = "before", _("a mail said it before")
    HOME = "home", _("already home")
    MOVED = "moved", _("another time was set")
    NO_ADDRESS = "nobody", _("nobody with an address")
    TOO_LATE = "too_late", _("too late to be of use")


class PresentHow(models.TextChoices):
    """How it is known that somebody was at the welcome day."""

    CODE = "code", _("by the code on the screen")
    TUTOR = "tutor", _("ticked by the tutor")
    LATER = "later", _("caught up later")


class Rung(models.IntegerChoices):
    """The ladder of what follows when house rules are broken."""

    TALK = 1, _("talk")
    WARNING = 2, _("warning")
    REPORT = 3, _("report to the sending organisation")
    EXCLUSION = 4, _("exclusion")


class ToldHow(models.TextChoices):
    """By which way somebody was told of something that is in a register."""

    PHONE = "phone", _("by phone")
    TALK = "talk", _("in person")
    EMAIL = "email", _("by e-mail")
    ONLINE = "online", _("on their portal")
    LETTER = "letter", _("by letter")


class BreachParty(models.TextChoices):
    """Who may be told that house rules were broken."""

    TRAINEE = "trainee", _("trainee")
    GUARDIAN = "guardian", _("guardian")
    SCHOOL = "school", _("sending organisation")
    COMPANY = "company", _("company")
    HOUSE = "house", _("accommodation")
    OTHER = "other", _("others")


class Sex(models.TextChoices):
    """As the identity document says it; rooms and the police’s guest file ask for it."""

    MALE = "m", _("male")
    FEMALE = "f", _("female")


class PoliceCodeKind(models.TextChoices):
    """The police's tables."""

    STATE = "state", _("states")
    PLACE = "place", _("municipalities")
    DOCUMENT = "document", _("documents")


class GuestKind(models.IntegerChoices):
    """How the police's guest file calls a person, of those kinds that occur here."""

    SINGLE = 16, _("single guest")
    LEADER = 18, _("leader of the group")
    MEMBER = 20, _("member of the group")


class PaperBy(models.TextChoices):
    """Who fills in a paper that the school asks for."""

    TRAINEE = "trainee", _("trainee")
    COMPANY = "company", _("company tutor")
    AGENCY = "agency", _("agency")


class PaperNeed(models.TextChoices):
    """What a paper that the school asks for is needed for."""

    NOTHING = "nothing", _("nothing in particular")
    DEPARTURE = "departure", _("the departure from home")
    CERTIFICATE = "certificate", _("the certificate")


class PaperVerdict(models.TextChoices):
    """What became of a paper that was handed in."""

    WAITING = "waiting", _("waits to be looked at")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("sent back")
    REPLACED = "replaced", _("replaced by a newer one")


class News(models.TextChoices):
    """What guardians of minors hear of by mail, once each."""

    ARRIVED = "arrived", _("arrived")
    STARTED = "started", _("started at the company")
    HOME = "home", _("back home")


class SupportTopic(models.TextChoices):
    """What a support plan speaks of; nowhere of a diagnosis."""

    WORK = "work", _("what helps at work")
    HOURS = "hours", _("adjusted hours and breaks")
    EVALUATION = "evaluation", _("adjusted evaluation")
    NOT_EVALUATED = "not_evaluated", _("what is not evaluated, and why")
    COMMUNICATION = "communication", _("how to speak and write with me")
    EMERGENCY = "emergency", _("what to do in an emergency")
    HOUSE = "house", _("what helps in the house")
    OWN = "own", _("in my own words")

    @classmethod
    def for_companies(cls) -> list["SupportTopic"]:
        """What a company may be shown: adjustments at work and nothing else."""
        return [each for each in cls.shareable() if each not in (cls.HOUSE, cls.OWN)]

    @classmethod
    def shareable(cls) -> list["SupportTopic"]:
        """What others may be shown at all: why something is not evaluated, learner and tutor alone know."""
        return [each for each in cls if each != cls.NOT_EVALUATED]


class ShareParty(models.TextChoices):
    """With whom something of a support plan is shared."""

    COMPANY = "company", _("company tutor")
    SCHOOL = "school", _("sending tutor")
    GUARDIAN = "guardian", _("guardian")
    COLLEAGUE = "agency", _("colleague at the agency")
