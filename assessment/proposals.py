"""What a sending tutor sees of the technical objectives of a group, and may begin."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from trainees.models import Group, Trainee

from . import set_policies
from .enums import SetKind, SetState
from .models import ObjectiveSet


@dataclass(frozen=True)
class Scope:
    """Whom technical objectives can be for: the group, or everybody of the school in a field."""

    key: str  # «group», or «field:» and the field
    label: str
    group: Group | None
    area: str
    in_use: ObjectiveSet | None
    open: ObjectiveSet | None
    can_write: bool  # the open one

    @property
    def waits(self) -> bool:
        """The agency has to answer."""
        return self.open is not None and self.open.state == SetState.PROPOSED


def scopes(group: Group, viewer: User) -> list[Scope]:
    """The group and the fields of its trainees; a fixed number of queries, and one for each open set."""
    found = (
        ObjectiveSet.objects.visible_to(viewer)
        .filter(kind=SetKind.TECHNICAL, organisation=group.organisation_id)
        .exclude(state=SetState.REPLACED)
        .select_related("group", "written_by")
        .prefetch_related("objectives__indicators")
    )
    sets = [each for each in found if each.group_id in (None, group.pk)]
    whom: list[tuple[str, str, Group | None, str]] = [("group", _("This group"), group, "")]
    for area in _fields(group, viewer):
        # Translators: a field of work, as in “Everybody in Cookery”
        label = _("Everybody in %(field)s") % {"field": area}
        whom.append((f"field:{area}", label, None, area))
    return [_scope(key, label, of, area, sets, viewer) for key, label, of, area in whom]


def _scope(
    key: str, label: str, of: Group | None, area: str, sets: list[ObjectiveSet], viewer: User
) -> Scope:
    mine = [
        each
        for each in sets
        if each.group_id == (of.pk if of else None) and each.field.casefold() == area.casefold()
    ]
    being_written = next((each for each in mine if each.is_open), None)
    return Scope(
        key=key,
        label=label,
        group=of,
        area=area,
        in_use=next((each for each in mine if each.is_current), None),
        open=being_written,
        can_write=bool(being_written and set_policies.can_write(viewer, being_written)),
    )


def _fields(group: Group, viewer: User) -> list[str]:
    """The fields of the group and its trainees, each once however it is capitalised."""
    trainees = Trainee.objects.visible_to(viewer).filter(group=group).order_by("field")
    fields = [group.field, *trainees.values_list("field", flat=True).distinct()]
    return list({each.strip().casefold(): each.strip() for each in fields if each.strip()}.values())
