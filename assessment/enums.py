from django.db import models
from django.utils.translation import gettext_lazy as _


class SetKind(models.TextChoices):
    STANDARD = "standard", _("standard")
    TECHNICAL = "technical", _("technical")


class SetState(models.TextChoices):
    """The way of a set of objectives. A declined proposal may be changed and proposed again."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    DECLINED = "declined", _("sent back")
    IN_USE = "in_use", _("in use")
    REPLACED = "replaced", _("replaced")


SEEN_STATES = [SetState.IN_USE, SetState.REPLACED]  # placements observe them: they never change


class EvaluationKind(models.TextChoices):
    """Who observes, and how. The trainee's own view is shown beside, never counted in the result."""

    SELF = "self", _("self-evaluation")
    PEER = "peer", _("talked over with another trainee")
    COMPARE = "compare", _("by comparison with others")
    MODEL = "model", _("against a written model")
    COMPANY = "company", _("company tutor")
    AGENCY = "agency", _("agency tutor")
    COLLEAGUE = "coworker", _("colleague")


# What the trainee says; one of `PEER` says nothing until the other trainee has confirmed it.
OWN_KINDS = [
    EvaluationKind.SELF,
    EvaluationKind.PEER,
    EvaluationKind.COMPARE,
    EvaluationKind.MODEL,
]


class EvaluationMoment(models.TextChoices):
    START = "start", _("start")
    WEEK = "week", _("week")
    MID = "mid", _("mid-term")
    FINAL = "final", _("final")


class ComparedWith(models.TextChoices):
    """With whom a trainee compared the own work."""

    COLLEAGUE = "colleague", _("a colleague at the company")
    TRAINEE = "trainee", _("another trainee")
    TUTOR = "tutor", _("my tutor at the company")


class PeerAnswer(models.TextChoices):
    """What a trainee who was asked said."""

    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class SignOffMoment(models.TextChoices):
    """When the agency tutor confirms the results. The values are those of `EvaluationMoment`."""

    MID = "mid", _("mid-term")
    FINAL = "final", _("final")


class ResultStatus(models.TextChoices):
    """What the results in a badge are (Open Badges 3.0, ResultStatusType): as far as we use it."""

    COMPLETED = "Completed", _("final, signed off")
    IN_PROGRESS = "InProgress", _("mid-term, signed off")
    PROVISIONAL = "Provisional", _("not signed off yet")


class Sureness(models.TextChoices):
    """How sure a proposed result is: `results.sureness` has the rule."""

    ENOUGH = "enough", _("both scores agree")
    FEW = "few", _("one of the two scores only")
    SCATTERED = "scattered", _("the two scores lie far apart")
    NONE = "none", _("not observed lately")


class KeyKind(models.TextChoices):
    """What a key of ours signs: Data Integrity proofs, or compact tokens."""

    ED25519 = "ed25519", "Ed25519"
    RSA = "rsa", "RSA"


class BadgePicture(models.TextChoices):
    """Files of static/img/badges/: as many cypresses as months."""

    ONE = "duration-1.svg", _("one cypress")
    TWO = "duration-2.svg", _("two cypresses")
    THREE = "duration-3.svg", _("three cypresses")


class FindingKind(models.TextChoices):
    """What a look at a credential found. Whether it was withdrawn or superseded, its rows say."""

    VALID = "valid", _("valid")
    ALTERED = "altered", _("altered")
    UNKNOWN_ISSUER = "unknown_issuer", _("not issued here")
    NOT_TRUSTWORTHY = "not_trustworthy", _("signed with a key that was stolen")
    NOT_YET_VALID = "not_yet_valid", _("not valid yet")
    EXPIRED = "expired", _("expired")
    WRONG_SHAPE = "wrong_shape", _("not an Open Badge")


class CertificateState(models.TextChoices):
    """As people see it; it follows from `rendered_at`, `withdrawn_at` and `superseded_by`.

    One that is superseded is withdrawn, too: nobody may rely on it.
    """

    IN_WORK = "in_work", _("in work")
    VALID = "valid", _("valid")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")


class MeritLevel(models.IntegerChoices):
    """How much an award says; the pictures have as many stars."""

    ONE = 1, _("good")
    TWO = 2, _("very good")
    THREE = 3, _("outstanding")


class AwardState(models.TextChoices):
    """As people see it; it follows from the moments on the row."""

    SUGGESTED = "suggested", _("waits for a tutor")
    GIVEN = "given", _("given")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RequirementKind(models.TextChoices):
    """What a certificate can ask for. Each is judged in `assessment/judging.py`."""

    CONFIRMED = "confirmed", _("The placement is confirmed")
    OVER = "over", _("The placement is over")
    WEEKS = "weeks", _("Every week is signed")
    HOURS = "hours", _("Enough of the agreed hours are signed")
    TASKS = "tasks", _("The tasks of the journey are done")
    SELF_FINAL = "self_final", _("The final self-evaluation is given")
    COMPANY = "company", _("The company has confirmed what the certificate says of it")
    RESULTS = "results", _("Every objective has a result")
    SIGNED_OFF = "signed_off", _("The final evaluation is signed off")


class RequirementState(models.TextChoices):
    MET = "met", _("done")
    OPEN = "open", _("missing")
    NOT_NEEDED = "not_needed", _("not needed")


class Helper(models.TextChoices):
    """Who can put right what is missing."""

    TRAINEE = "trainee", _("trainee")
    COMPANY = "company", _("company")
    TUTOR = "tutor", _("agency tutor")
    TIME = "time", _("only time")


class ConfirmationAnswer(models.TextChoices):
    """What a company says to what a certificate will say of it."""

    CONFIRMED = "confirmed", _("confirmed")
    WRONG = "wrong", _("to be corrected")
