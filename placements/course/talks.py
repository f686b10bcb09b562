"""Contacts, check-ins and incidents in the stay of a trainee."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal.attention import pages
from trainees import course
from trainees.course import Moment
from trainees.models import Trainee

from ..enums import CheckInBy
from ..models import CheckIn, Contact, Incident
from ..models.cycle import ANSWERS


@course.register("contact", gettext_lazy("Contacts"), "phone", "placements.view_contact")
def contacts(trainee: Trainee, viewer: User) -> list[Moment]:
    """Of the trainee, and of the group as a whole."""
    page = pages("admin:placements_contact_change")
    about = Q(trainee=trainee) | Q(group=trainee.group_id)
    rows = Contact.objects.visible_to(viewer).filter(about).select_related("by")
    return [Moment(row.at, _contact(row), page(row.pk), row.text) for row in rows]


def _contact(row: Contact) -> str:
    names = {
        "kind": row.get_kind_display(),
        "person": row.name or row.get_with_whom_display(),
        "tutor": row.by.get_short_name(),
    }
    # Translators: how and with whom, and who of us: «phone call: Marco Bartolini, by Giulia»
    text = _("%(kind)s: %(person)s, by %(tutor)s") % names
    return f"{text[:1].upper()}{text[1:]}"


@course.register("check_in", gettext_lazy("Check-ins"), "chat", "placements.view_checkin")
def check_ins(trainee: Trainee, viewer: User) -> list[Moment]:
    """What trainee and company tutor said of a week."""
    page = pages("admin:placements_checkin_change")
    rows = CheckIn.objects.visible_to(viewer).filter(placement__trainee=trainee)
    return [Moment(row.said_at, _check_in(row), page(row.pk), row.text) for row in rows]


def _check_in(row: CheckIn) -> str:
    is_own = row.said_by == CheckInBy.TRAINEE
    parts = [_("Check-in of the trainee") if is_own else _("Check-in of the company")]
    given = [(CheckIn._meta.get_field(name), row.answers.get(name)) for name in ANSWERS]
    parts += [f"{field.verbose_name} {value}" for field, value in given if value]  # type: ignore[union-attr]
    if row.call_wanted:
        parts.append(_("asks for a call") if row.called_at is None else _("was called"))
    return " · ".join(parts)


@course.register("incident", gettext_lazy("Incidents"), "alert", "placements.view_incident")
def incidents(trainee: Trainee, viewer: User) -> list[Moment]:
    """That there is one, for who may see the register: what it is stands there, and a look is noted."""
    page = pages("admin:placements_incident_change")
    rows = Incident.objects.visible_to(viewer).filter(trainee=trainee)
    return [
        Moment(row.known_at, f"{row}: {_('closed') if row.closed_at else _('open')}", page(row.pk))
        for row in rows
    ]
