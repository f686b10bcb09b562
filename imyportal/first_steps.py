"""What an agency enters first: the Today board shows it until there is a trainee."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from placements.models import HostCompany
from trainees.models import Group, SendingOrganisation, Trainee


@dataclass(frozen=True)
class Step:
    """One of them, in the order in which they are done."""

    text: str
    note: str
    do: str
    url: str  # empty where the viewer may not, or something must come before
    is_done: bool


def first_steps(viewer: User) -> list[Step]:
    """Nothing once the agency has a trainee, whoever sees them: a new colleague has other first steps."""
    if Trainee.objects.exists():
        return []
    group = Group.objects.visible_to(viewer).aggregate(newest=Max("pk"))["newest"]
    importing = reverse("admin:trainees_group_import", args=[group]) if group else ""
    found = [
        (
            _("The school"),
            _("Who sends the trainees, and the sending tutors who read the weekly reports."),
            _("Enter a school"),
            ("trainees.add_sendingorganisation", reverse("admin:trainees_sendingorganisation_add")),
            SendingOrganisation.objects.exists(),
        ),
        (
            _("The group"),
            _("When it arrives and leaves, and who of us leads it."),
            _("Enter a group"),
            ("trainees.add_group", reverse("admin:trainees_group_add")),
            group is not None,
        ),
        (
            _("Its trainees"),
            _("From the list that the school sends, on the page of the group."),
            _("Bring in the list"),
            ("trainees.add_trainee", importing),
            False,
        ),
        (
            _("The companies"),
            _("With their company tutors; then each trainee gets a placement."),
            _("Bring in companies"),
            ("placements.add_hostcompany", reverse("admin:placements_hostcompany_import")),
            HostCompany.objects.exists(),
        ),
    ]
    steps = [
        Step(text, note, do, url if viewer.has_perm(permission) else "", is_done)
        for text, note, do, (permission, url), is_done in found
    ]
    return steps if settings.AGENCY["emergency_phone"] else [_no_number(), *steps]


def _no_number() -> Step:
    note = _("None is set: trainees read 112 alone. Whoever runs the portal enters it.")
    return Step(_("A number for emergencies"), note, "", "", is_done=False)
