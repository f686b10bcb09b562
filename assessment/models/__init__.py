"""The performance registration tool and certificates."""

from .awards import Award, AwardOccasion
from .certificates import Certificate, CertificateCounter
from .evaluations import Evaluation, Score
from .objectives import Indicator, Objective, ObjectiveSet
from .requirements import CertificateRequirement
from .sign_offs import SignedResult, SignOff

__all__ = [
    "Award",
    "AwardOccasion",
    "Certificate",
    "CertificateCounter",
    "CertificateRequirement",
    "Evaluation",
    "Indicator",
    "Objective",
    "ObjectiveSet",
    "Score",
    "SignOff",
    "SignedResult",
]
