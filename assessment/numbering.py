"""Numbers that others gave: entered by the agency or the sending organisation, printed on certificates."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, Viewer
from imyportal import audit, tracking
from imyportal.enums import Action
from placements.models import Placement
from trainees.models import Group

from .models import MobilityNumbers

_SHAPE = re.compile(r"(?=.*[0-9])[A-Za-z0-9/. -]{4,}")
FIELDS = ("europass_number", "mobility_id")


def label(name: str) -> str:
    """What a field of `FIELDS` is called."""
    return {"europass_number": _("Europass Mobility number"), "mobility_id": _("Mobility ID")}[name]


def length(name: str) -> int:
    """How many characters a field of `FIELDS` holds."""
    field = cast("CharField[str, str]", MobilityNumbers._meta.get_field(name))
    return field.max_length or 0


def placements(group: Group, viewer: Viewer) -> list[Placement]:
    """The live placements of the group that `viewer` sees, with their numbers; one query."""
    seen = Placement.objects.visible_to(viewer).live().filter(trainee__group=group)
    return list(
        seen.select_related("trainee", "company", "numbers").order_by(
            "trainee__last_name", "trainee__first_name", "starts_on", "pk"
        )
    )


def _is_number(name: str, typed: str) -> bool:
    """Letters, digits, `/`, `.`, `-` and blanks, with a digit; at most as long as the field `name`."""
    return len(typed) <= length(name) and bool(_SHAPE.fullmatch(typed))


def faults(
    entered: Mapping[int, Mapping[str, str]], trainees: Mapping[int, int]
) -> dict[tuple[int, str], str]:
    """What is wrong with the numbers by themselves, by placement and field; `trainees` by placement."""
    whose: dict[tuple[str, str], set[int]] = defaultdict(set)
    for pk, numbers in entered.items():
        for name, number in numbers.items():
            whose[name, number].add(trainees[pk])
    return {
        (pk, name): text
        for pk, numbers in entered.items()
        for name, number in numbers.items()
        if number and (text := _fault(name, number, len(whose[name, number])))
    }


def _fault(name: str, number: str, trainees: int) -> str:
    if not _is_number(name, number):
        text = _("Write 4 to %(length)d letters, digits, blanks and / . - with at least one digit.")
        return text % {"length": length(name)}
    return _("Two trainees cannot have the same number.") if trainees > 1 else ""


@transaction.atomic
def enter(group: Group, entered: Mapping[int, Mapping[str, str]], *, by: User) -> int:
    """Store the numbers by key of the placement; how many placements changed.

    Raises `ValidationError` for what is no number, for a number of two trainees, for a Europass Mobility
    number of two placements, or of another, and for a mobility ID of a trainee of another group.
    """
    _check_shapes(entered)
    _check_mobilities(group, entered)
    given = [each["europass_number"] for each in entered.values() if each["europass_number"]]
    others = MobilityNumbers.objects.exclude(placement__in=entered)
    taken = set(others.filter(europass_number__in=given).values_list("europass_number", flat=True))
    if twice := sorted({each for each in given if given.count(each) > 1} | taken):
        text = _("Somebody else has this Europass Mobility number: %(numbers)s")
        raise ValidationError(text, params={"numbers": ", ".join(twice)}, code="twice")
    changed = _changed(entered)
    # A number may move from one to another within the group, so the old ones go first.
    before = tracking.read(_placements(changed), MobilityNumbers)
    held = MobilityNumbers.objects.filter(placement__in=changed)
    held.delete()
    now = timezone.now()
    MobilityNumbers.objects.bulk_create(
        MobilityNumbers(placement_id=pk, entered_by=by, entered_at=now, **entered[pk])
        for pk in changed
        if any(entered[pk].values())
    )
    if changed:
        rows = {row.pk: row for row in _placements(changed)}
        tracking.keep(rows, before, by=by, of=MobilityNumbers)
        audit.note(Action.NUMBERS_ENTERED, by=by, about=group, count=len(changed))
    return len(changed)


def _check_shapes(entered: Mapping[int, Mapping[str, str]]) -> None:
    trainees = dict(Placement.objects.filter(pk__in=entered).values_list("pk", "trainee"))
    found = {(entered[pk][name], text) for (pk, name), text in faults(entered, trainees).items()}
    if found:
        raise ValidationError([f"{number}: {text}" for number, text in sorted(found)])


def _check_mobilities(group: Group, entered: Mapping[int, Mapping[str, str]]) -> None:
    given = {each["mobility_id"] for each in entered.values()} - {""}
    others = MobilityNumbers.objects.exclude(placement__trainee__group=group)
    taken = others.filter(mobility_id__in=given).values_list("mobility_id", flat=True)
    if twice := sorted(set(taken)):
        text = _("A trainee of another group has this mobility ID: %(numbers)s")
        raise ValidationError(text, params={"numbers": ", ".join(twice)}, code="twice")


def _placements(keys: list[int]) -> QuerySet[Placement]:
    return Placement.objects.filter(pk__in=keys)


def _changed(entered: Mapping[int, Mapping[str, str]]) -> list[int]:
    rows = MobilityNumbers.objects.filter(placement__in=entered).values("placement", *FIELDS)
    there = {row.pop("placement"): row for row in rows}
    nothing = dict.fromkeys(FIELDS, "")
    return [pk for pk, new in entered.items() if there.get(pk, nothing) != dict(new)]
