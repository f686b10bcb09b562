"""Mails about certificates and results: who is told, and of what."""

from collections.abc import Iterable

from imyportal import mail
from imyportal.models import OutgoingMail
from trainees import told
from trainees.models import Group

from .models import Certificate, SignOff


def made(certificate: Certificate) -> None:
    """Mail to the trainee, and to the school once all that were asked for are made."""
    trainee = certificate.placement.trainee
    mail.queue(
        "assessment/certificate_ready",
        to=trainee.email,
        language=trainee.language,
        about=certificate,
        key=f"certificate_ready:{certificate.pk}",
    )
    school(trainee.group_id)


def school(group_id: int) -> None:
    """Mail to the school about those it had no mail about, once none of the group is still to be made."""
    # Two workers that finish the last two at once must see each other.
    group = Group.objects.select_for_update(of=("self",)).get(pk=group_id)
    known = Certificate.objects.valid().filter(placement__trainee__group=group)
    if known.filter(rendered_at=None, last_error="").exists():
        return
    there = known.exclude(rendered_at=None).values_list("pk", flat=True)
    if untold := sorted(set(there) - _told(group)):
        _tell_school(group, untold)


def _tell_school(group: Group, certificates: list[int]) -> None:
    office = told.school(group)
    mail.queue(
        "assessment/certificates_ready",
        to=office.email,
        language=office.language,
        about=group,
        key=f"certificates_ready:{certificates[-1]}",
        certificates=certificates,
    )


def _told(group: Group) -> set[int]:
    """Keys of the certificates the school had a mail about."""
    keys = Certificate.objects.filter(placement__trainee__group=group).values_list("pk", flat=True)
    about = [f"certificates_ready:{key}" for key in keys]
    sent = OutgoingMail.objects.filter(key__in=about).values_list("details", flat=True)
    return {key for details in sent for key in details["certificates"]}


def withdrawn(certificate: Certificate) -> None:
    """Mail to the trainee and to the school: both had one when it was made."""
    trainee = certificate.placement.trainee
    office = told.school(trainee.group)
    mail.queue(
        "assessment/certificate_withdrawn",
        to=trainee.email,
        language=trainee.language,
        about=certificate,
        key=f"certificate_withdrawn:{certificate.pk}",
    )
    mail.queue(
        "assessment/certificate_withdrawn_school",
        to=office.email,
        language=office.language,
        about=certificate,
        key=f"certificate_withdrawn_school:{certificate.pk}",
    )


def signed_off(signed: Iterable[SignOff]) -> None:
    """Mail to each trainee whose results were signed off; the school reads them on its pages."""
    about = [(each, each.placement.trainee) for each in signed]
    drafts = [
        mail.draft(
            "assessment/results_signed_off",
            to=trainee.email,
            language=trainee.language,
            about=sign_off,
            key=f"results_signed_off:{sign_off.pk}",
        )
        for sign_off, trainee in about
        if trainee.email
    ]
    if drafts:
        mail.queue_all(drafts)
