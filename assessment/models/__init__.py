"""The performance registration tool and certificates."""

from .certificates import Certificate, CertificateCounter
from .evaluations import Evaluation, Score
from .objectives import Indicator, Objective, ObjectiveSet

__all__ = [
    "Certificate",
    "CertificateCounter",
    "Evaluation",
    "Indicator",
    "Objective",
    "ObjectiveSet",
    "Score",
]
