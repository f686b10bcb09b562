"""What a certificate asks for: the agency's rows, a group's own before them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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

    @property
    def is_needed(self) -> bool:
        return self.is_active or self.kind in ALWAYS


# What holds where no row says otherwise, in the order in which things are done.
STANDARD = (
    Asked(RequirementKind.CONFIRMED),
    Asked(RequirementKind.OVER),
    Asked(RequirementKind.TASKS),
    Asked(RequirementKind.WEEKS),
    Asked(RequirementKind.HOURS, is_active=False, percent=80),
    Asked(RequirementKind.SELF_FINAL),
    Asked(RequirementKind.COMPANY, is_active=False),
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
    known = Known(rows.order_by().values_list("group", "kind", "is_active", "percent"))
    return {group: known.of(group) for group in groups}


class Known:
    """What some groups ask for, put together from rows: group (None: the agency's), kind, needed, percent."""

    def __init__(self, rows: Iterable[tuple[int | None, str, bool, int | None]]) -> None:
        self._by_group: dict[int | None, dict[str, Asked]] = defaultdict(dict)
        for group, kind, is_active, percent in rows:
            if kind in RequirementKind:  # not one that a newer release brought
                self._by_group[group][kind] = Asked(RequirementKind(kind), bool(is_active), percent)

    def of(self, group: int) -> list[Asked]:
        """Every kind once, those not needed too."""
        found = self._by_group.get(None, {}) | self._by_group.get(group, {})
        return [found.get(each.kind, each) for each in STANDARD]

    def needed(self, group: int) -> dict[RequirementKind, Asked]:
        """Those that are needed, by kind."""
        return {each.kind: each for each in self.of(group) if each.is_needed}


def of_agency() -> list[Asked]:
    """What holds for a group without rows of its own; one query."""
    return of_groups([0])[0]


def own_of(group: Group) -> dict[RequirementKind, Asked]:
    """What the group has of its own, by kind; one query."""
    return {
        RequirementKind(row.kind): Asked(RequirementKind(row.kind), row.is_active, row.percent)
        for row in CertificateRequirement.objects.filter(
            group=group, kind__in=RequirementKind.values
        )
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
