from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """What a person speaks; each named in itself."""

    EN = "en", "English"
    IT = "it", "Italiano"
    DE = "de", "Deutsch"
    ES = "es", "Español"
    FR = "fr", "Français"
    HU = "hu", "Magyar"
    PL = "pl", "Polski"


class Purpose(models.TextChoices):
    """What a link may be used for; a link of one purpose opens no other door."""

    COMPANY = "company", _("company: hours and scores")
    GUARDIAN = "guardian", _("guardian: consents")
    SIGN_IN = "sign_in", _("sign in")
    CALENDAR = "calendar", _("calendar: dates of visits")
    HOME = "home", _("trainee: I am home")
    ACCOMPANYING = "accompany", _("accompanying person: the group")
