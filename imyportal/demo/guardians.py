"""Guardians of the demo: those of the group that is here have answered, of the one that comes next some have not."""

from django.utils import timezone

from accounts import links
from accounts.enums import Purpose
from placements.models import Placement
from trainees import consents
from trainees.enums import AUTHORISATIONS, ConsentPurpose
from trainees.guardians import authorisations, page
from trainees.models import Group, Guardian

from . import support

CONTACTS = {  # by the guardian's language
    "de": ("Mutter", "+49231555012", ["de", "en"]),
    "es": ("Madre", "+34954555014", ["es"]),
    "hu": ("Édesanya", "+36625550123", ["hu", "de"]),
    "pl": ("Matka", "+48125550145", ["pl"]),
}


def build(placements: list[Placement]) -> None:
    """Every group asks everything; one trainee has a support plan."""
    for group in Group.objects.select_related("lead_tutor", "organisation"):
        authorisations.choose(group, AUTHORISATIONS, by=group.lead_tutor)
    comes = Group.objects.order_by("-arrives_on").first()
    people = Guardian.objects.select_related("trainee__group__organisation").exclude(email="")
    for number, guardian in enumerate(people.order_by("pk")):
        asked = list(AUTHORISATIONS)
        if guardian.trainee.group == comes:
            authorisations.ask([guardian.trainee], by=guardian.trainee.responsible)
            asked = asked[: number % 3]
        _answer(guardian, asked, number)
    support.build(placements)


def _answer(guardian: Guardian, asked: list[ConsentPurpose], number: int) -> None:
    link = links.for_holder(Purpose.GUARDIAN, guardian)
    if not guardian.trainee.is_minor_on(timezone.localdate()):
        return
    for purpose in asked:
        agrees = not (purpose == ConsentPurpose.EVENING and number % 4 == 1)
        consents.answer(link, purpose, agrees=agrees, version=1, language=guardian.language)
    if asked:
        relation, phone, languages = CONTACTS[guardian.language]
        page.write_contact(
            guardian,
            name=guardian.name,
            relation=relation,
            phone=phone,
            languages=languages,
            by=link,
        )
