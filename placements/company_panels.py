"""What rooms above add to the company's signing page: questions beside the hours of a week.

Such a room registers its panel when it is ready (`AppConfig.ready`). Each panel has one form a week;
answering is optional, and the answers are saved with the signature.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from django.forms import BaseForm
from django.http import QueryDict

from accounts.models import AccessLink

from .models import HourWeek


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


panels: list[Panel] = []
