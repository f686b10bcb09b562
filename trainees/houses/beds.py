"""Giving beds and taking them back. What was slept is kept: a move ends one stay and begins another."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, work
from imyportal.db import check_row
from imyportal.enums import Action

from ..models import AccompanyingPerson, Bed, BedStay, Trainee
from ..models.accompanying import Person, whose
from . import NIGHT, concerns, declaring
from .concerns import Place

LONGEST = 366  # nights


@transaction.atomic
def put(places: Sequence[Place], *, by: User, anyway: bool = False) -> int:
    """Give everybody their bed, all of them or none; on these nights they leave the bed they had.

    Raises `ValidationError`: code `taken` when somebody was faster, `concerns` with all that speaks against it
    unless `anyway` says that it was read.
    """
    _lock([place.person for place in places], [place.bed for place in places])
    work.hook("houses.locked")
    for place in places:
        _check(place)
    found = concerns.of(places)
    if found and not anyway:
        raise ValidationError([ValidationError(each.text, code="concerns") for each in found])
    # First everybody out, so that two may change beds.
    had_one = [_give_back(each.person, each.first_night, each.last_night) for each in places]
    for place, had in zip(places, had_one, strict=True):
        keys = sorted({each.key for each in found if each.is_about(place)})
        _write(place, " ".join(keys), by)
        action = Action.BED_CHANGED if had else Action.BED_GIVEN
        audit.note(action, by=by, about=place.person, **_details(place), despite=keys)
    declaring.lay([place.person for place in places])
    return len(places)


@transaction.atomic
def leave(person: Person, day: date, *, by: User) -> bool:
    """They leave on `day`: that night and all later ones are free again. False when there was nothing to free."""
    _lock([person], [])
    if not _give_back(person, day, date.max):
        return False
    declaring.lay([person])
    audit.note(Action.BED_LEFT, by=by, about=person, day=day.isoformat())
    return True


def _lock(people: Sequence[Person], beds: Sequence[Bed]) -> None:
    """Always people before beds, each kind in the order of their keys."""
    for model in (Trainee, AccompanyingPerson, Bed):
        keys = {row.pk for row in (*people, *beds) if isinstance(row, model)}
        if keys:
            found = model._default_manager.filter(pk__in=keys).order_by("pk")
            list(found.select_for_update(of=("self",)))


def _check(place: Place) -> None:
    nights = (place.last_night - place.first_night).days + 1
    if nights < 1:
        text = _("The day of leaving is not after the first night.")
        raise ValidationError({"leaves_on": ValidationError(text, code="order")})
    if nights > LONGEST:
        text = _("This is more than a year. Look at the days.")
        raise ValidationError({"leaves_on": ValidationError(text, code="long")})
    if not place.bed.room.house.is_active:
        text = _("%(house)s is no longer in use.") % {"house": place.bed.room.house}
        raise ValidationError(text, code="closed")


def _give_back(person: Person, first: date, last: date) -> bool:
    """Cut these nights out of the stays of somebody; whether there were any."""
    rows = list(BedStay.objects.touching(first, last).of(person))
    for row in rows:
        ended = row.last_night
        if row.first_night < first:
            row.last_night = first - NIGHT
            row.save(update_fields=["last_night"])
        else:
            row.delete()
        if ended > last:
            BedStay.objects.create(
                bed_id=row.bed_id,
                **whose(person),
                first_night=last + NIGHT,
                last_night=ended,
                despite=row.despite,
                by_id=row.by_id,
            )
    return bool(rows)


def _write(place: Place, despite: str, by: User) -> None:
    row = BedStay(**_nights(place), bed=place.bed, **whose(place.person), despite=despite, by=by)
    try:
        check_row(row)
    except ValidationError as error:
        names = {"bed": place.bed, "name": place.person}
        text = _("%(bed)s is taken on one of these nights. Choose another bed for %(name)s.")
        raise ValidationError(text % names, code="taken") from error
    row.save(force_insert=True)


def _nights(place: Place) -> dict[str, date]:
    return {"first_night": place.first_night, "last_night": place.last_night}


def _details(place: Place) -> dict[str, Any]:
    return {"bed": place.bed.pk} | {name: day.isoformat() for name, day in _nights(place).items()}
