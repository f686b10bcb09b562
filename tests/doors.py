"""Every address of the portal, and what each role gets there.

One row an address: its name, the answer to a GET by each role (in the order of `ROLES`), and how to
fill it from the cast of `tests/test_house_rules.py`. An answer is a status, or `in` for «sent to sign
in». The house rules walk every row as every role; an address that is missing here fails them.
"""

from collections.abc import Callable
from dataclasses import dataclass
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

    def answer(self, role: str) -> str:
        return self.answers.split()[ROLES.index(role)]


DOORS: dict[str, Door] = {
    # --- anyone ---
    # --- signing in ---
    # --- trainee ---
    # --- company tutor ---
    # --- sending tutor ---
    # --- agency tutor ---
}
