"""The performance registration tool and certificates."""

from .awards import Award, AwardOccasion
from .certificates import Certificate, CertificateCounter
from .dues import EvaluationDue, EvaluationPlan
from .evaluations import Evaluation, Score
from .objectives import Indicator, Objective, ObjectiveSet
from .peers import PeerRequest
from .requirements import CertificateRequirement
from .sign_offs import SignedResult, SignOff
from .written import WrittenModel

__all__ = [
    "Award",
    "AwardOccasion",
    "Certificate",
    "CertificateCounter",
    "CertificateRequirement",
    "Evaluation",
    "EvaluationDue",
    "EvaluationPlan",
    "Indicator",
    "Objective",
    "ObjectiveSet",
    "PeerRequest",
    "Score",
    "SignOff",
    "SignedResult",
    "WrittenModel",
]
