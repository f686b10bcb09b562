"""Teachers who come with two of the groups: one is here, the other has seen its group off."""

from trainees.accompanying import entering
from trainees.accompanying.entering import Said
from trainees.models import AccompanyingPerson, Group

COME = {
    "Lindenhof": ("Jutta", "Brandt", "jutta.brandt@lindenhof.example", "+49231555019", "de", "f"),
    "Sevilla": ("Rocío", "Delgado", "rocio.delgado@sevilla.example", "+34954555019", "es", "f"),
}


def build() -> list[AccompanyingPerson]:
    """After all groups are there."""
    return [_enter(name, who) for name, who in COME.items()]


def _enter(name: str, who: tuple[str, str, str, str, str, str]) -> AccompanyingPerson:
    group = Group.objects.select_related("lead_tutor").get(name__startswith=name)
    days = group.arrives_on, group.leaves_on
    return entering.enter(group, Said(*who, *days), by=group.lead_tutor)
