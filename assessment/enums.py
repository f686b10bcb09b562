from django.db import models
from django.utils.translation import gettext_lazy as _


class SetKind(models.TextChoices):
    STANDARD = "standard", _("standard")
    TECHNICAL = "technical", _("technical")


class EvaluationKind(models.TextChoices):
    """Who observes. Values of the trainee's own are shown beside, never counted in the result."""

    SELF = "self", _("self-evaluation")
    COMPANY = "company", _("company tutor")
    AGENCY = "agency", _("agency tutor")


class EvaluationMoment(models.TextChoices):
    START = "start", _("start")
    WEEK = "week", _("week")
    FINAL = "final", _("final")


class CertificateState(models.TextChoices):
    """As people see it; the columns it follows from are `rendered_at` and `withdrawn_at`."""

    IN_WORK = "in_work", _("in work")
    VALID = "valid", _("valid")
    WITHDRAWN = "withdrawn", _("withdrawn")
