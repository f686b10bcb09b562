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
