"""What a certificate asks for: the agency's rows, a group's own before them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from imyportal import audit
from imyportal.enums import Action
from trainees.models import Group

from .enums import RequirementKind
from .models import CertificateRequirement


@dataclass(frozen=True)
class Asked:
    """One requirement as it holds for a group."""

    kind: RequirementKind
    is_active: bool = True
    percent: int | None = None  # of the agreed hours


# What holds where no row says otherwise, in the order in which things are done.
STANDARD = (
    Asked(RequirementKind.CONFIRMED),
    Asked(RequirementKind.OVER),
    Asked(RequirementKind.TASKS),
    Asked(RequirementKind.WEEKS),
    Asked(RequirementKind.HOURS, is_active=False, percent=80),
    Asked(RequirementKind.SELF_FINAL),
    Asked(RequirementKind.RESULTS),
    Asked(RequirementKind.SIGNED_OFF),
)

# Without these there is nothing to print: they cannot be switched off.
ALWAYS = frozenset({RequirementKind.CONFIRMED, RequirementKind.SIGNED_OFF})


def write(*, models: Any) -> None:
    """Store the agency's rows that are not there; `models` has `CertificateRequirement`."""
    rows = models.CertificateRequirement.objects
    known = set(rows.filter(group=None).values_list("kind", flat=True))
    rows.bulk_create(
        models.CertificateRequirement(
            kind=each.kind.value,
            percent=each.percent,
            is_active=each.is_active,
        )
        for each in STANDARD
        if each.kind.value not in known
    )


def of_groups(groups: Collection[int]) -> dict[int, list[Asked]]:
    """By the group's key every kind once, those not needed too; one query."""
    rows = CertificateRequirement.objects.filter(Q(group=None) | Q(group__in=groups))
    shared: dict[str, Asked] = {}
    own: dict[int, dict[str, Asked]] = {group: {} for group in groups}
    for row in rows:
        asked = Asked(RequirementKind(row.kind), row.is_active, row.percent)
        (shared if row.group_id is None else own[row.group_id])[row.kind] = asked
    return {group: _all(shared | rows_of) for group, rows_of in own.items()}


def _all(found: Mapping[str, Asked]) -> list[Asked]:
    return [found.get(each.kind, each) for each in STANDARD]


def of_agency() -> list[Asked]:
    """What holds for a group without rows of its own; one query."""
    return of_groups([0])[0]


def own_of(group: Group) -> dict[RequirementKind, Asked]:
    """What the group has of its own, by kind; one query."""
    return {
        RequirementKind(row.kind): Asked(RequirementKind(row.kind), row.is_active, row.percent)
        for row in CertificateRequirement.objects.filter(group=group)
    }


@transaction.atomic
def set_for(group: Group, own: Mapping[RequirementKind, Asked | None], *, by: User) -> None:
    """What holds in this group by kind; None: as the agency. Kinds left out stay as they are.

    Raises `ValidationError` for hours without a percentage from 1 to 100.
    """
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    before = {row.kind: row for row in CertificateRequirement.objects.filter(group=group)}
    for kind, asked in own.items():
        row = before.pop(kind, None)
        if asked is None:
            if row is not None:
                row.delete()
            continue
        row = row or CertificateRequirement(group=group, kind=kind)
        row.is_active, row.percent = asked.is_active, asked.percent
        row.validate_constraints()
        row.save()
    audit.note(Action.REQUIREMENTS_CHANGED, by=by, about=group)
