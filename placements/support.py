"""What learners share of a support plan with their company: adjustments only, while the placement runs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail
from trainees.enums import ShareParty
from trainees.models import SupportShare, Trainee
from trainees.support import emails
from trainees.support.sharing import Person

from .company_links import company_link
from .models import CompanyTutor, Placement
from .models.placements import PlacementQuerySet
from .todo import Todo


def company_tutors(trainee: Trainee) -> Iterator[Person]:
    """The tutors of the companies where the trainee works, or will."""
    running = Placement.objects.live().filter(trainee=trainee, ends_on__gte=timezone.localdate())
    for placement in running.select_related("company_tutor"):
        tutor = placement.company_tutor
        yield Person(ShareParty.COMPANY, tutor, tutor.name, placement.ends_on)


def with_shared(placements: PlacementQuerySet) -> PlacementQuerySet:
    """Adds whether the learner shares something with the company tutor today; no query of its own."""
    given = SupportShare.objects.in_force().filter(
        party=ShareParty.COMPANY,
        plan__trainee=OuterRef("trainee"),
        to_id=OuterRef("company_tutor"),
    )
    return placements.annotate(is_shared=Exists(given))


def todos(placements: Sequence[Placement]) -> list[Todo]:
    """A row for each of `company_todo.recent` whose learner shares something, while it runs; no query."""
    today = timezone.localdate()
    rows: Sequence[Any] = placements
    return [_todo(each) for each in rows if each.is_shared and each.ends_on >= today]


@mail.fills("placements/support_shared")
def support_shared(row: OutgoingMail) -> Content | None:
    """To a company tutor: a learner lets them read something, by the company's link."""
    share = emails.shared(row)
    if share is None or not isinstance(share.to, CompanyTutor):
        return None
    return emails.shared_content(share, **company_link(share.to))


def _todo(placement: Placement) -> Todo:
    # Translators: the name is the trainee's first name; read by a company
    title = _("What helps %(name)s at work") % {"name": placement.trainee.first_name}
    url = reverse("company:support", args=[placement.public_id])
    return Todo(title, _("shared with you alone"), url, "shield")
