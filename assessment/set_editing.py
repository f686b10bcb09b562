"""What the page that writes a set can do: keep the words, add and take away parts, search ESCO.

Every button sends the whole form, so that nothing typed is lost, and says by its value what to do:
`save`, `add`, `more:<objective>`, `drop:<objective>`, `less:<indicator>`, `find:<objective>`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from . import drafting, esco
from .models import EscoSkill, Indicator, Objective, ObjectiveSet
from .set_forms import SetForm

SEARCH_LENGTH = 80
STRICT = ["propose"]
M = TypeVar("M", Objective, Indicator)


@dataclass
class Editing:
    """One request to the page; `form` is bound when something was sent."""

    request: HttpRequest
    found: ObjectiveSet
    language: str
    # What else buttons do, by the first word of their value; before those of `STRICT` all must be said.
    deeds: dict[str, Callable[[Any, ObjectiveSet], None]] = field(default_factory=dict)
    where: str = field(default="", init=False)  # the query and place of the next page

    @property
    def do(self) -> str:
        """What the button that was pressed is to do."""
        return self.request.POST.get("do", "save")

    @cached_property
    def form(self) -> SetForm:
        """Filled with what was sent, else with what the set says."""
        return SetForm(
            self.request.POST if self.request.method == "POST" else None,
            found=self.found,
            language=self.language,
            strict=self.do in STRICT,
            results=self.results,
            words=self.search,
        )

    @property
    def search(self) -> str:
        """What ESCO was searched for."""
        return self.request.GET.get("words", "")[:SEARCH_LENGTH]

    @property
    def results(self) -> dict[int, list[EscoSkill]]:
        """What was found, by the objective it was for."""
        key = self.request.GET.get("find", "")
        return {int(key): esco.search(self.search)} if key.isdecimal() else {}

    def run(self) -> bool:
        """Keep what was sent and do what the button says; False: the form says why not."""
        if self.request.method != "POST" or not self.form.is_valid():
            return False
        try:
            with transaction.atomic():
                self.found = drafting.write(self.found, self.form.said())
                self._do()
        except ValidationError as error:
            self.form.add_error(None, error)
            return False
        return True

    def _do(self) -> None:
        deed, _colon, key = self.do.partition(":")
        if deed in self.deeds:
            self.deeds[deed](self.request, self.found)
        elif deed == "add":
            self.where = f"#o{drafting.add_objective(self.found).pk}"
        elif deed == "more":
            self.where = f"#i{drafting.add_indicator(self._objective(key)).pk}"
        elif deed == "drop":
            drafting.remove_objective(self._objective(key))
        elif deed == "less":
            indicator = self._indicator(key)
            self.where = f"#o{indicator.objective_id}"
            drafting.remove_indicator(indicator)
        elif deed == "find":
            words = self.request.POST.get(f"find{key}", "")[:SEARCH_LENGTH]
            self.where = f"?{urlencode({'find': key, 'words': words})}#o{self._objective(key).pk}"

    def _objective(self, key: str) -> Objective:
        mine = Objective.objects.filter(set=self.found).select_related("set")
        return _one(mine.filter(pk=key).first() if key.isdecimal() else None)

    def _indicator(self, key: str) -> Indicator:
        mine = Indicator.objects.filter(objective__set=self.found).select_related("objective__set")
        return _one(mine.filter(pk=key).first() if key.isdecimal() else None)


def _one(row: M | None) -> M:
    if row is None:
        raise Http404
    return row
