"""Whose data every model holds, what of it a person is given, and when it goes.

Each room decides for all its models in its `personal.py`, which its `AppConfig.ready()` imports. A model nobody
decided for, and a field that is neither given nor named as left out, fail a house rule.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import FileState
from ..models import StoredFile
from ..visible import visible
from ..work import Claimable

Words = str | Promise


class Erase(StrEnum):
    """What becomes of a row when its person asks to be forgotten."""

    GOES = "goes"
    BLANKED = "blanked"  # the row stays, the named fields are emptied
    STAYS = "stays"  # until the day of its retention class


# Why a field is not given to the person.
WHO_DID_IT = "Who of the agency, the school or the company did it: their data, not the trainee's."
WITHIN = "How the portal works inside; it says nothing about the person."
FORGEABLE = "Would let whoever has the file pass for the person, or forge what was signed."
OWN_PAPER = "The same as in the paper or the file that is given beside it."
OTHERS = "Belongs to another person."
ON_REQUEST = "May speak of others, too: the agency reads it first and gives it on request."
INTERNAL = "A note of the agency for itself, about how it does its work."


class Kept(models.TextChoices):
    """Retention classes; how many months each is kept is a `RetentionRule`."""

    CONTACT = "contact", _("Addresses, numbers and who to call in an emergency")
    STAY = "stay", _("Coming, going, steps and daily life of the stay")
    CARE = "care", _("Support plans, absences for illness and their papers")
    TALK = "talk", _("Questions, answers and weekly check-ins")
    LEARNING = "learning", _("Evaluations")
    CONSENT = "consent", _("Consents and who gave them")
    PROOF = "proof", _("Signed hours, results and certificates")
    CLAIMS = "claims", _("Incidents, broken house rules and written contacts")
    POLICE = "police", _("Receipts of the police registration")
    CHECK = "check", _("Certificates and badges that others check")
    MAIL = "mail", _("Which e-mails were sent")
    ACCOUNT = "account", _("Account and sign-ins")
    TRAIL = "trail", _("Who did what, and what was changed")


# Kept for five years at least, whatever a rule says: a constraint of the rules sees to it.
EVIDENCE = [Kept.CONSENT, Kept.PROOF, Kept.CLAIMS, Kept.POLICE, Kept.CHECK, Kept.TRAIL]


@dataclass(frozen=True)
class Decision:
    """What was decided about one model."""

    model: str  # like "placements.WorkDay"
    whose: str  # "trainee", or in words whose else, or "nobody"
    why: str = ""  # about others' and nobody's: what becomes of it
    path: str = ""  # lookups from the model to its `Trainee`, or to the `key` of it
    key: str = "pk"  # what of the trainee the path leads to
    subject: str = ""  # name of its file in the export; empty: nothing of it is given
    given: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)  # field -> why
    only: Q | None = None  # rows of it that may be given
    seen: bool = False  # given is only what the person sees on their own pages, too
    erase: Erase = Erase.GOES
    blank: Mapping[str, Any] = field(default_factory=dict)  # field -> what it holds then
    staying: Q | None = None  # rows that stay although the others go
    because: Words = ""  # why they stay, for the person
    kept: str = ""  # its retention class
    # When it was written, where a trigger keeps it until then: it goes by this day, too.
    written: str = ""
    group_path: str = ""  # lookups to the `Group` that rows about all of it are of
    goes_at_last: bool = False  # at the end of its class, though an erasure only empties it
    needs_name: bool = True  # what stays of it is no use without the person's name

    @property
    def of_model(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def rows(self, trainee: Any) -> models.QuerySet[Any]:
        """All rows about this trainee, each once, by key."""
        manager = self.of_model._default_manager
        value = getattr(trainee, self.key)
        if value in ("", None):
            return manager.none()
        found = manager.filter(**{self.path: value})
        return manager.filter(pk__in=found.values("pk")).order_by("pk")

    def to_give(self, trainee: Any) -> models.QuerySet[Any]:
        """Rows that go into the export."""
        rows = self.rows(trainee)
        if self.seen:
            rows = rows & visible(self.of_model, trainee.user)
        return rows.filter(self.only) if self.only is not None else rows

    def going(self, trainee: Any) -> models.QuerySet[Any]:
        """Rows that an erasure takes away, unless something that stays hangs on them."""
        rows = self.rows(trainee)
        if self.erase != Erase.GOES:
            return rows.none()
        return rows.exclude(self.staying) if self.staying is not None else rows


@dataclass(frozen=True)
class Paper:
    """A file made for the person, or handed in by them."""

    name: str  # its path in the export
    parts: Callable[[], Iterable[bytes]]

    @classmethod
    def of_path(cls, name: str, path: str | Path) -> Self:
        """A file that lies on the disk; read piece by piece when it is its turn."""
        return cls(name, lambda: _read(Path(path)))

    @classmethod
    def handed_in(cls, file: StoredFile) -> Self:
        """What somebody handed in; nothing of it while it was not found clean."""
        name = f"files/{file.pk}-{file.name}"
        return cls(name, lambda: _read(file.path) if file.state == FileState.CLEAN else [])


def _read(path: Path) -> Iterator[bytes]:
    """Empty for a file that is gone."""
    if path.is_file():
        with path.open("rb") as file:
            while block := file.read(1 << 16):
                yield block


Papers = Callable[[Any], Iterable[Paper]]

_decisions: dict[str, Decision] = {}
_papers: list[Papers] = []


def of_trainee(
    model: str,
    path: str,
    *,
    given: str = "",
    left_out: Mapping[str, str] | None = None,
    **more: Any,
) -> None:
    """The rows are about one trainee; `given` and the keys of `left_out` are names with spaces between."""
    names = {name: why for many, why in (left_out or {}).items() for name in many.split()}
    _decisions[model.lower()] = Decision(
        model, "trainee", path=path, given=tuple(given.split()), left_out=names, **more
    )


def of_groups(
    model: str, group_path: str, why: str, *, whose: str = "the trainees of a group", **more: Any
) -> None:
    """The rows are about all of a group, and go when none of its trainees is held."""
    _decisions[model.lower()] = Decision(model, whose, why, group_path=group_path, **more)


def of_others(model: str, whose: str, why: str) -> None:
    """The rows are about people who are no trainees; `why` says what becomes of them, and when."""
    _decisions[model.lower()] = Decision(model, whose, why)


def of_nobody(models_of_one_kind: str, why: str) -> None:
    """The rows of these models are about nobody."""
    for model in models_of_one_kind.split():
        _decisions[model.lower()] = Decision(model, "nobody", why)


def papers(function: Papers) -> Papers:
    """The decorated function tells which files of a trainee go into the export."""
    _papers.append(function)
    return function


def decisions() -> list[Decision]:
    """All of them, those about trainees first, in the order of the rooms."""
    return sorted(_decisions.values(), key=lambda each: each.whose != "trainee")


def about_trainees() -> list[Decision]:
    """Those about trainees."""
    return [each for each in _decisions.values() if each.whose == "trainee"]


def of_class(kept: str) -> list[Decision]:
    """What one retention rule is for, rows about groups with it."""
    return [each for each in _decisions.values() if each.kept == kept]


def papers_of(trainee: models.Model) -> list[Paper]:
    """All files for one trainee."""
    return [paper for tell in _papers for paper in tell(trainee)]


def undecided() -> list[str]:
    """What nobody has decided about: models, and fields of models about trainees."""
    lacking = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in _decisions and not _is_list(model)
    ]
    for decision in about_trainees():
        lacking += [f"{decision.model}.{name}" for name in sorted(_open_fields(decision))]
    return lacking


def _is_list(model: type[models.Model]) -> bool:
    """A table of Django's own between two models, which has nothing but both keys."""
    return bool(model._meta.auto_created)


def _open_fields(decision: Decision) -> set[str]:
    """Fields nobody decided about, and names that are no fields."""
    ours = {each.name for each in decision.of_model._meta.concrete_fields}
    without = {decision.of_model._meta.pk.name, decision.path.split("__")[0], *_work(decision)}
    return (ours - without) ^ ({*decision.given, *decision.left_out} - without)


def _work(decision: Decision) -> set[str]:
    if not issubclass(decision.of_model, Claimable):
        return set()
    return {each.name for each in Claimable._meta.fields}
