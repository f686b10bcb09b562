"""Company tutors' addresses: put right when somebody says «not me»."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink, User, normal_email
from imyportal import mail, tracking
from trainees.models.stand_ins import on_duty

from .enums import WeekStatus
from .models import CompanyTutor, HourWeek


@transaction.atomic
def not_me(tutor: CompanyTutor, *, note: str, by: AccessLink | None = None) -> None:
    """Whoever has the link is not this tutor: the link dies, the weeks stay sent, we are told."""
    CompanyTutor.objects.filter(pk=tutor.pk).update(
        doubted_at=timezone.now(), doubt=note.strip()[:500]
    )
    links.revoke_all(Purpose.COMPANY, tutor, by=by)
    for person in _in_charge(tutor):
        mail.queue("placements/not_me", to=person.email, language=person.language, about=tutor)


def _in_charge(tutor: CompanyTutor) -> list[User]:
    placements = tutor.placements.live().select_related(
        "trainee__tutor", "trainee__group__lead_tutor"
    )
    today = timezone.localdate()
    return list({on_duty(each.trainee.responsible, today) for each in placements})


@transaction.atomic
def correct_address(tutor: CompanyTutor, *, email: str, by: User) -> CompanyTutor:
    """A new address: old links die, and what waits for a signature is sent there.

    Raises `ValidationError` when somebody else at the company has the address.
    """
    tutor = CompanyTutor.objects.select_for_update(of=("self",)).get(pk=tutor.pk)
    email = normal_email(email)
    others = CompanyTutor.objects.filter(company=tutor.company_id, email=email)
    if others.exclude(pk=tutor.pk).exists():
        raise ValidationError({"email": _("Somebody at this company has this e-mail address.")})
    tutor.email, tutor.doubted_at, tutor.doubt = email, None, ""
    with tracking.kept(tutor, by=by):
        tutor.save(update_fields=["email", "doubted_at", "doubt"])
    links.revoke_all(Purpose.COMPANY, tutor, by=by)
    waiting = HourWeek.objects.filter(placement__company_tutor=tutor, status=WeekStatus.DECLARED)
    for week in waiting:
        mail.queue(
            "placements/week_sent",
            to=tutor.email,
            language=tutor.language,
            about=week,
            key=f"week_sent:{week.pk}:{week.version}:{email}",
        )
    return tutor
