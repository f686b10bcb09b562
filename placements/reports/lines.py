"""What a report is made of: lines of a kind, whose values cannot hold a text that somebody wrote.

A kind declares its fields, each a number, numbers, a date or a member of an enumeration. There is no field
for text: no note, message or reason for an absence gets into a report, whatever a source does. The words
are made of these values when a line is read, in the reader's language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from ..enums import ReportLevel
from ..models import Placement


class Section(StrEnum):
    """Where a line stands."""

    WEEK = "week"  # hours and signature of a trainee
    CONCERN = "concern"  # absence or concern of a trainee
    SCORE = "score"  # average of a trainee
    DONE = "done"  # what the agency did
    NEXT = "next"  # what comes in the next week


OF_TRAINEES = (Section.WEEK, Section.CONCERN, Section.SCORE)


class Numbers:
    """The type of a field with a row of whole numbers, None where one is missing."""


FieldType = type[int] | type[date] | type[Enum] | type[Numbers]
Words = Callable[[Mapping[str, Any], Mapping[str, str]], str]


@dataclass(frozen=True)
class Kind:
    """One kind of line.

    `words` makes the text of values and `names` («trainee», «first», «company»; empty for a line about the
    group) in the active language. A field may be missing in a line; then it is not in the values.
    """

    name: str
    section: Section
    fields: Mapping[str, FieldType]
    words: Words

    def written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """`values` as JSON. Raises `TypeError` for anything that is not a declared field with its type."""
        return {name: self._written(name, value) for name, value in values.items()}

    def read(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as `words` takes them, of what `written` gave."""
        return {name: self._read(name, value) for name, value in values.items()}

    def _written(self, name: str, value: Any) -> Any:
        type_ = self.fields.get(name)
        if type_ is int and type(value) is int:
            return value
        if type_ is date and type(value) is date:
            return value.isoformat()
        if type_ is Numbers and all(each is None or type(each) is int for each in value):
            return list(value)
        if type_ is not None and _is_enum(type_) and isinstance(value, (type_, str)):
            return _member(type_, value, f"{self.name}.{name}").value
        raise TypeError(f"{self.name}.{name} cannot hold {value!r}")

    def _read(self, name: str, value: Any) -> Any:
        type_: Any = self.fields[name]
        if type_ is date:
            return date.fromisoformat(value)
        return type_(value) if _is_enum(type_) else value


def _is_enum(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, Enum)


def _member(type_: Any, value: Any, name: str) -> Any:
    try:
        return type_(value)
    except ValueError as error:
        raise TypeError(f"{name} cannot hold {value!r}") from error


_kinds: dict[str, Kind] = {}


def kind(name: str, section: Section, words: Words, **fields: FieldType) -> Kind:
    """Declare a kind of line; `name` is unique. Raises `TypeError` for a field that could hold a text."""
    for type_ in fields.values():
        if type_ not in (int, date, Numbers) and not _is_enum(type_):
            raise TypeError(f"A line holds no {type_}")
    _kinds[name] = Kind(name, section, fields, words)
    return _kinds[name]


def of_name(name: str) -> Kind:
    return _kinds[name]


@dataclass(frozen=True)
class Line:
    """One fact about a placement, or about the group where that is None.

    `about` tells lines of one kind and placement apart; it stays the same from refresh to refresh, like the
    key of a contact. `is_shown` says whether it goes out unless the tutor decides otherwise.
    """

    placement: Placement | None
    kind: Kind
    level: ReportLevel = ReportLevel.FINE
    values: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    is_shown: bool = True

    def __post_init__(self) -> None:
        self.kind.written(self.values)
        if self.placement is None and self.kind.section in OF_TRAINEES:
            raise TypeError(f"{self.kind.name} is about a trainee")

    @property
    def key(self) -> str:
        return f"{self.kind.name}:{self.placement.pk if self.placement else 0}:{self.about}"


@dataclass(frozen=True)
class Fact:
    """A line as it is read: of a draft, or of what was released."""

    kind: Kind
    level: ReportLevel
    values: Mapping[str, Any]
    names: Mapping[str, str]

    @property
    def words(self) -> str:
        """In the active language."""
        return self.kind.words(self.values, self.names)


def in_section(facts: Sequence[Fact], section: Section) -> list[Fact]:
    return [each for each in facts if each.kind.section == section]
