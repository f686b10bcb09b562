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


class DueFrom(models.TextChoices):
    """The day of the group's stay from which a step's day is counted."""

    ARRIVAL = "arrival", _("arrival")
    DEPARTURE = "departure", _("departure")


class ConsentPurpose(models.TextChoices):
    """What somebody may agree to; each has its text in `trainees/consent_texts/`."""

    BADGES = "badges", _("public badge page")


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
