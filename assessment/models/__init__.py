"""The performance registration tool and certificates."""

from .awards import Award, AwardOccasion
from .batches import CertificateBatch
from .certificates import Certificate, CertificateCounter
from .confirmations import CompanyConfirmation
from .dues import EvaluationDue, EvaluationPlan
from .evaluations import Evaluation, Score
from .numbers import MobilityNumbers
from .objectives import Indicator, Objective, ObjectiveSet
from .peers import PeerRequest
from .requirements import CertificateRequirement
from .sign_offs import SignedResult, SignOff
from .written import WrittenModel

__all__ = [
    "Award",
    "AwardOccasion",
    "Certificate",
    "CertificateBatch",
    "CertificateCounter",
    "CertificateRequirement",
    "CompanyConfirmation",
    "Evaluation",
    "EvaluationDue",
    "EvaluationPlan",
    "Indicator",
    "MobilityNumbers",
    "Objective",
    "ObjectiveSet",
    "PeerRequest",
    "Score",
    "SignOff",
    "SignedResult",
    "WrittenModel",
]
