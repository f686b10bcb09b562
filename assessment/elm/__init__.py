"""A certificate as a European Digital Credential for Learning that only lacks its seal.

European Learning Model, version 3, application profile EDC: one JSON-LD document with the person, what was
done (`LearningActivity`), what was achieved (`LearningAchievement`) and how it was assessed. A European Digital
Credential it becomes when somebody with an electronic seal under eIDAS seals it: the seal brings the moment of
issuing (`issued`) and the legal identifier of who seals (`eidasLegalIdentifier`). Nothing else is missing.
"""

from .documents import uploadable

__all__ = ["uploadable"]
