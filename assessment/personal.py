"""Whose data this room holds, what of it a trainee is given, and when it goes."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from imyportal.personal import (
    OTHERS,
    OWN_PAPER,
    WHO_DID_IT,
    WITHIN,
    Erase,
    Kept,
    Paper,
    of_nobody,
    of_others,
    of_trainee,
    papers,
)
from trainees.models import Trainee

from .badges import files
from .models import BadgeIssue, Certificate

PROOF = _("Proof of the stay that the funding programme asks for (Erasmus+ record keeping).")
CHECKED = _("Whoever holds the certificate or the badge must be able to check it.")

of_trainee(
    "assessment.Award",
    "trainee",
    subject="awards",
    given="level occasion reason suggested_at confirmed_at declined_at decline_reason withdrawn_at"
    " withdraw_reason added_at",
    left_out={
        "placement listed occasion_key": WITHIN,
        "suggested_by link confirmed_by declined_by withdrawn_by": WHO_DID_IT,
    },
    kept=Kept.LEARNING,
)
of_trainee(
    "assessment.BadgeAward",
    "trainee",
    subject="badges",
    given="code level awarded_at shows_full_name shows_results withdrawn_at withdraw_reason",
    left_out={"subject": WITHIN, "withdrawn_by": WHO_DID_IT},
    erase=Erase.BLANKED,
    blank={"shows_full_name": False, "shows_results": False},
    because=CHECKED,
    goes_at_last=True,
    kept=Kept.CHECK,
    written="awarded_at",
)
of_trainee(
    "assessment.BadgeIssue",
    "award__trainee",
    subject="badges_signed",
    given="level issued_at weeks credential_id superseded_at",
    left_out={"document jwt": OWN_PAPER, "digest status key jwt_key": WITHIN},
    erase=Erase.STAYS,
    because=CHECKED,
    kept=Kept.CHECK,
    written="issued_at",
)
of_trainee(
    "assessment.Certificate",
    "placement__trainee",
    subject="certificates",
    given="number code language issued_on rendered_at withdrawn_at withdraw_reason",
    left_out={
        "content pdf": OWN_PAPER,
        "content_digest requested_at pdf_digest superseded_by status batch": WITHIN,
        "requested_by withdrawn_by": WHO_DID_IT,
    },
    erase=Erase.STAYS,
    because=CHECKED,
    kept=Kept.CHECK,
    written="issued_on",
)
of_trainee(
    "assessment.CompanyConfirmation",
    "placement__trainee",
    subject="certificates_confirmed",
    given="answer text given_at",
    left_out={"name role ip link": OTHERS, "button digest": WITHIN},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="given_at",
)
of_trainee(
    "assessment.PlacementSet",
    "placement__trainee",
    subject="objectives",
    given="set kind",
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "assessment.Evaluation",
    "placement__trainee",
    subject="evaluations",
    given="kind moment monday given_at comment confirmed_at not_asked",
    left_out={"given_by role user link": OTHERS, "compared_with": WITHIN},
    seen=True,
    kept=Kept.LEARNING,
)
of_trainee(
    "assessment.Score",
    "evaluation__placement__trainee",
    subject="scores",
    given="evaluation objective indicator value",
    left_out={"model": WITHIN},
    seen=True,
    kept=Kept.LEARNING,
)
of_trainee(
    "assessment.Exemption",
    "placement__trainee",
    subject="not_evaluated",
    given="placement indicator",
    kept=Kept.CARE,
)
of_trainee(
    "assessment.WantedExemption",
    "entry__plan__trainee",
    subject="not_evaluated_by_plan",
    given="indicator",
    kept=Kept.CARE,
)
of_trainee(
    "assessment.MobilityNumbers",
    "placement__trainee",
    subject="numbers",
    given="europass_number mobility_id",
    left_out={"entered_by entered_at": WHO_DID_IT},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
)
of_trainee(
    "assessment.PeerRequest",
    "evaluation__placement__trainee",
    subject="peers_asked",
    given="asked_at answer answered_at",
    left_out={"public_id": WITHIN, "peer word": OTHERS},
    kept=Kept.LEARNING,
)
of_trainee(
    "assessment.SignOff",
    "placement__trainee",
    subject="results",
    given="moment signed_at reason remark remark_at talk_asked_at talk_held_at",
    left_out={"supersedes remark_printed": WITHIN, "signed_by talk_held_by": WHO_DID_IT},
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="signed_at",
)
of_trainee(
    "assessment.SignedResult",
    "sign_off__placement__trainee",
    subject="results_by_objective",
    given="objective proposed value reason",
    erase=Erase.STAYS,
    because=PROOF,
    kept=Kept.PROOF,
    written="sign_off__signed_at",
)
of_others("assessment.ObjectiveSet", "agency tutors", "Who wrote it; it never changes once in use.")
of_others("assessment.WrittenModel", "agency tutors", "Who wrote it.")
of_others("assessment.CertificateBatch", "agency tutors", "Who asked for certificates, and when.")
of_others("assessment.EvaluationPlan", "agency tutors", "Who changed it.")
of_nobody(
    "assessment.AwardOccasion assessment.IssuerKey assessment.StatusList assessment.StatusEntry"
    " assessment.BadgeLevel assessment.CertificateCounter assessment.EvaluationDue"
    " assessment.EscoSkill assessment.Objective assessment.Indicator"
    " assessment.CertificateRequirement",
    "Rules, keys, objectives and numbers.",
)


@papers
def certificates(trainee: Trainee) -> Iterator[Paper]:
    """The certificates, as they were made."""
    made = Certificate.objects.visible_to(trainee.user or AnonymousUser()).filter(
        placement__trainee=trainee, rendered_at__isnull=False
    )
    for row in made.order_by("number"):
        yield Paper.of_path(f"papers/certificate-{row.number}.pdf", row.pdf.path)


@papers
def badges(trainee: Trainee) -> Iterator[Paper]:
    """The badges that stand, as credential and as picture."""
    issues = BadgeIssue.objects.current().filter(award__trainee=trainee)
    for issue in issues.select_related("award", "level"):
        base = f"papers/badge-{issue.award.code}"
        for ending, make in (("json", files.json), ("png", files.png)):
            yield Paper(f"{base}.{ending}", lambda make=make, issue=issue: [make(issue)])  # type: ignore[misc]
