"""What rooms above add to the company's signing page: questions beside the hours of a week.

Such a room registers its panel when it is ready (`AppConfig.ready`). Each panel has one form a week;
answering is optional, and the answers are saved with the signature.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.forms import BaseForm
from django.http import QueryDict

from accounts.models import AccessLink

from . import signing
from .enums import SignedHow
from .models import HourWeek, Placement, WeekSignature
from .todo import Todo


class Panel(Protocol):
    """One block of questions."""

    template: str  # is given `panel_form`

    def forms(
        self, viewer: AccessLink, weeks: Sequence[HourWeek], data: QueryDict | None = None
    ) -> dict[int, Any]:
        """The form of each week by the week's key, bound when `data` is given.

        All weeks at once, so that the queries do not grow with them.
        """

    def save(self, form: BaseForm, week: HourWeek, viewer: AccessLink, *, name: str) -> None:
        """Store what a valid form says; `name` is who signs. Call it in the signing transaction."""

    def said(self, week: HourWeek) -> str:
        """One sentence about what was stored for a week; empty when nothing was."""


panels: list[Panel] = []

# What else a company may do for a trainee, beside the way: one row below the signature, or none.
Offer = Callable[[Placement], Todo | None]
offers: list[Offer] = []


@dataclass(frozen=True)
class Bound:
    """A panel and its form for one week."""

    panel: Panel
    form: Any

    @property
    def template(self) -> str:
        return self.panel.template


def said(week: HourWeek) -> list[str]:
    """What the panels stored for a week, one sentence each."""
    return [sentence for panel in panels if (sentence := panel.said(week))]


def bind(viewer: AccessLink, week: HourWeek, data: QueryDict | None) -> list[Bound]:
    """All panels with their forms, bound when `data` is given."""
    return [Bound(panel, panel.forms(viewer, [week], data)[week.pk]) for panel in panels]


@transaction.atomic
def sign_week(
    week: HourWeek,
    answers: list[Bound],
    *,
    viewer: AccessLink,
    name: str,
    role: str,
    button: str,
    version: int,
    ip: str | None,
) -> WeekSignature:
    """Sign by link and store the answers of the (valid) panels with it, both or neither.

    Raises `ValidationError` as `signing.sign_week`.
    """
    signature = signing.sign_week(
        week,
        name=name,
        role=role,
        how=SignedHow.LINK,
        button=button,
        version=version,
        ip=ip,
        link=viewer,
    )
    for bound in answers:
        bound.panel.save(bound.form, week, viewer, name=name)
    return signature
