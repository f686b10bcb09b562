"""The performance registration tool and certificates."""

from .awards import Award, AwardOccasion
from .badges import BadgeAward, BadgeIssue, BadgeLevel
from .batches import CertificateBatch
from .certificates import Certificate, CertificateCounter
from .confirmations import CompanyConfirmation
from .credentials import IssuerKey, StatusEntry, StatusList
from .dues import EvaluationDue, EvaluationPlan
from .esco import EscoSkill
from .evaluations import Evaluation, Score
from .exemptions import Exemption, WantedExemption
from .numbers import MobilityNumbers
from .objectives import Indicator, Objective
from .peers import PeerRequest
from .requirements import CertificateRequirement
from .sets import ObjectiveSet, PlacementSet
from .sign_offs import SignedResult, SignOff
from .written import WrittenModel

__all__ = [
    "Award",
    "AwardOccasion",
    "BadgeAward",
    "BadgeIssue",
    "BadgeLevel",
    "Certificate",
    "CertificateBatch",
    "CertificateCounter",
    "CertificateRequirement",
    "CompanyConfirmation",
    "EscoSkill",
    "Evaluation",
    "EvaluationDue",
    "EvaluationPlan",
    "Exemption",
    "Indicator",
    "IssuerKey",
    "MobilityNumbers",
    "Objective",
    "ObjectiveSet",
    "PeerRequest",
    "PlacementSet",
    "Score",
    "SignOff",
    "SignedResult",
    "StatusEntry",
    "StatusList",
    "WantedExemption",
    "WrittenModel",
]
