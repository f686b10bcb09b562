"""The roles of the portal, and how a row of `doors.py` says what each gets."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

ROLES = [
    "nobody",
    "trainee",  # owner
    "other_trainee",  # of another school
    "sending",  # the trainee's sending tutor
    "other_sending",
    "tutor",  # the trainee's agency tutor
    "other_tutor",  # an agency tutor without any part in it
    "company",  # came in by the company tutor's link
]


@dataclass(frozen=True)
class Door:
    answers: str
    fill: Callable[[Any], dict[str, Any]] = lambda cast: {}
    # For doors that take a POST only: who must not get through (else a GET's answers tell).
    strangers: str = ""

    def answer(self, role: str) -> str:
        """What `role` gets; a single answer is everybody's."""
        answers = self.answers.split()
        return answers[0] if len(answers) == 1 else answers[ROLES.index(role)]

    def keeps_out(self, role: str) -> bool:
        """Whether a POST by `role` must not get through either."""
        if self.strangers:
            return role in self.strangers.split()
        return self.answer(role) in ("in", "403", "404", "410")


def at(**kwargs: str) -> Callable[[Any], dict[str, Any]]:
    """Fills each argument from a path of the cast: `at(pk="trainee.pk")`."""
    return lambda cast: {name: attrgetter(path)(cast) for name, path in kwargs.items()}


NOT_TRAINEES = "nobody sending other_sending tutor other_tutor company"
NOT_TUTORS = "nobody trainee other_trainee sending other_sending company"
NOT_COMPANY = "nobody trainee other_trainee sending other_sending tutor other_tutor"


ACTIONS = ["changelist", "add", "change", "delete", "history"]


@dataclass(frozen=True)
class Desk:
    """A model's list and forms: what its agency tutor and another one get for each of `ACTIONS`.

    Nobody and company tutors are sent to sign in; for others with an account the desk does not
    exist. `row`: where in the cast a row of the model is.
    """

    own: str
    others: str
    row: str = ""

    def answer(self, role: str, action: str) -> str:
        if role in ("nobody", "company"):
            return "in"
        if role not in ("tutor", "other_tutor"):
            return "404"
        answers = self.own if role == "tutor" else self.others
        return answers.split()[ACTIONS.index(action)]
