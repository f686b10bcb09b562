from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TicketKind(models.TextChoices):
    """A request has an end; the direct line between trainee and tutor stands as long as the stay."""

    REQUEST = "request", _("request")
    LINE = "line", _("direct line")


class Topic(models.TextChoices):
    """What a request is about, in the words of who asks."""

    ROOMS = "rooms", _("Room and house")
    TRANSPORT = "transport", _("Transport and taxi")
    PHONE = "phone", _("Mobile phone contract")
    HEALTH = "health", _("Health")
    LIFE = "life", _("Life and culture")
    PLACEMENT = "placement", _("Placement")
    SAFETY = "safety", _("Safety")
    GENERAL = "general", _("Something else")


# What is said there stands in no mail.
DELICATE = frozenset({Topic.HEALTH, Topic.SAFETY})


class TicketState(models.TextChoices):
    """Whose turn it is."""

    # Translators: of a request: the agency has to do something
    OPEN = "open", pgettext_lazy("request", "open")
    # Translators: of a request: the agency has answered and waits for the trainee
    WAITING = "waiting", pgettext_lazy("request", "waits for the trainee")
    SOLVED = "solved", pgettext_lazy("request", "solved")


class Via(models.TextChoices):
    """How a message came."""

    PAGE = "page", _("in the portal")
    MAIL = "mail", _("by e-mail")


class Helped(models.TextChoices):
    """What a trainee says of the help, with one tap."""

    # Translators: answers to «Did this help you?»
    YES = "yes", pgettext_lazy("did it help", "Yes")
    PARTLY = "partly", pgettext_lazy("did it help", "Partly")
    NO = "no", pgettext_lazy("did it help", "No")


class CallbackResult(models.TextChoices):
    """What came of a call that somebody asked for."""

    REACHED = "reached", _("talked")
    NO_NEED = "no-need", _("no longer needed")
