"""The mails about agreements. Their texts are in templates/emails/placements/."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import links
from accounts.emails import link_context
from accounts.enums import Purpose
from accounts.models import User
from imyportal import mail
from imyportal.mail import Content
from imyportal.models import OutgoingMail
from trainees.models import Guardian
from trainees.models.stand_ins import on_duty

from ..company_links import company_link
from ..enums import AgreementParty, AgreementState
from ..models import Agreement

PEOPLE = (
    "placement__trainee__tutor",
    "placement__trainee__group__lead_tutor",
    "placement__trainee__user",
    "placement__company_tutor",
    "placement__company",
    "placement__trainee__group__sending_tutor__user",
)


@mail.fills("placements/agreement_to_sign")
@mail.fills("placements/agreement_reminder")
def agreement_to_sign(row: OutgoingMail) -> Content | None:
    """To one who has to sign, and again to who has not. Pointless once they have, when refused or replaced."""
    agreement = Agreement.objects.select_related(*PEOPLE).get(pk=row.about_key)
    party = AgreementParty(row.details["party"])
    if agreement.state != AgreementState.SENT or party not in agreement.parties:
        return None
    if agreement.signatures.filter(party=party).exists():
        return None
    found = _way(agreement, party, row.details["who"])
    if found is None:
        return None
    trainee = agreement.placement.trainee
    tutor = on_duty(trainee.responsible, timezone.localdate())
    context = {
        "agreement": agreement,
        "trainee": trainee,
        "company": agreement.placement.company,
        "is_own": party == AgreementParty.TRAINEE,
        "tutor": tutor,
    }
    return Content(context | found, sender_name=str(tutor), reply_to=tutor.email)


def _way(agreement: Agreement, party: AgreementParty, who: int) -> dict[str, str] | None:
    """Who is greeted, the address, and until when a link works; None for who is not there any more."""
    key, placement = agreement.public_id, agreement.placement
    if party == AgreementParty.COMPANY:
        tutor = placement.company_tutor
        found = company_link(tutor, "company:open_agreement", agreement=key)
        return {"greeted": tutor.first_name} | found if tutor.pk == who else None
    if party == AgreementParty.GUARDIAN:
        guardian = Guardian.objects.filter(pk=who).first()
        if guardian is None:
            return None
        link = links.for_holder(Purpose.GUARDIAN, guardian)
        page = {"token": links.token_of(link), "agreement": key}
        url = settings.SITE_URL + reverse("guardian_open_agreement", kwargs=page)
        return {"greeted": guardian.name} | link_context(link) | {"url": url}
    school = placement.trainee.group.sending_tutor
    names = {
        AgreementParty.TRAINEE: placement.trainee.first_name,
        AgreementParty.SCHOOL: school.user.first_name if school else "",
    }
    return {
        "greeted": names.get(party, ""),
        "url": settings.SITE_URL + reverse("placements:agreement", args=[key]),
        "until": "",
    }


@mail.fills("placements/agreement_refused")
def agreement_refused(row: OutgoingMail) -> Content | None:
    """To the tutor: somebody does not sign; the words are on the desk. Pointless once a new version is there."""
    agreement = Agreement.objects.select_related(*PEOPLE, "refusal").get(pk=row.about_key)
    newer = Agreement.objects.filter(
        placement=agreement.placement, kind=agreement.kind, version__gt=agreement.version
    )
    if newer.exists():
        return None
    page = reverse("admin:placements_agreement", args=[agreement.pk])
    user = User.objects.get(pk=row.details["tutor"])
    context = {
        "agreement": agreement,
        "refusal": agreement.refusal,
        "trainee": agreement.placement.trainee,
        "greeted": user.get_short_name(),
        "url": settings.SITE_URL + page,
    }
    return Content(context)
