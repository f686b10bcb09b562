"""Certificates: asked for as rows, made by a worker, withdrawn with a reason, found by their code."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, codes, files, history, mail, work
from imyportal.enums import Action
from imyportal.mail import OutgoingMail
from placements.models import Placement
from trainees.models import Group

from . import certificate_pdf, changes, readiness
from .certificate_content import digest
from .enums import CertificateState
from .freezing import freeze
from .models import Certificate, CertificateCounter
from .models.certificates import CertificateQuerySet, certificate_path
from .readiness import Facts


@transaction.atomic
def request(placements: Iterable[Placement], *, by: User) -> list[Certificate]:
    """Ask for the certificates of these placements, whose final results are signed off.

    Asked twice is made once: who has one that is not withdrawn gets that one back. Raises
    `ValidationError`, one message a person, when somebody is not ready; then none is made.
    """
    keys = [placement.pk for placement in placements]
    # Held in one order until the end, so that two who ask for the same people wait for each other.
    locked = list(
        Placement.objects.select_for_update(of=("self",))
        .select_related(
            "company",
            "company_tutor",
            "trainee__tutor",
            "trainee__group__organisation",
            "trainee__group__sending_tutor__user",
            "trainee__group__lead_tutor",
        )
        .filter(pk__in=keys)
        .order_by("pk")
    )
    there = Certificate.objects.valid().filter(placement__in=keys)
    have = {certificate.placement_id: certificate for certificate in there}
    wanted = [placement for placement in locked if placement.pk not in have]
    if wanted:
        facts = readiness.gather(wanted)
        _check_ready(facts.values())
        work.hook("certificates.before_numbers")
        made = _make_rows(list(facts.values()), by)
        audit.note_each(Action.CERTIFICATE_ISSUED, by=by, rows=made)
        history.keep_each(made, by=by, before={}, after={changes.STATE: CertificateState.IN_WORK})
        have |= {each.placement_id: each for each in made}
        work.ring("render_certificates")
    return [have[placement.pk] for placement in locked]


def _check_ready(facts: Iterable[Facts]) -> None:
    today = timezone.localdate()
    errors = [
        ValidationError(
            _("%(name)s: %(missing)s"),
            params={"name": known.placement.trainee.name, "missing": missing[0].words},
            code="not_ready",
        )
        for known in facts
        if (missing := known.missing(today))
    ]
    if errors:
        raise ValidationError(errors)


def _make_rows(facts: list[Facts], by: User) -> list[Certificate]:
    now = timezone.now().replace(microsecond=0)
    first = _take_numbers(timezone.localdate(now).year, len(facts))
    return Certificate.objects.bulk_create(
        _row(known, first + n, by, now) for n, known in enumerate(facts)
    )


def _take_numbers(year: int, count: int) -> int:
    """The first of `count` numbers of this year; the counter is held until the transaction ends.

    So numbers have no gaps: a transaction that fails gives them back.
    """
    CertificateCounter.objects.bulk_create([CertificateCounter(year=year)], ignore_conflicts=True)
    counter = CertificateCounter.objects.select_for_update(of=("self",)).get(year=year)
    work.hook("certificates.counter_read")
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return first


def _row(facts: Facts, position: int, by: User, at: datetime) -> Certificate:
    number, code = f"IMY-{timezone.localdate(at).year}-{position:04d}", codes.new()
    content = freeze(facts, number=number, code=code, by=by, at=at)
    return Certificate(
        placement=facts.placement,
        number=number,
        code=code,
        language=content["language"],
        content=content,
        content_digest=digest(content),
        issued_on=timezone.localdate(at),
        requested_at=at,
        requested_by=by,
    )


def render_due() -> int:
    """Make the file of every requested certificate nobody is at work on; how many were finished."""
    return work.do_all(Certificate.objects.due, _render)


def try_again(rows: CertificateQuerySet) -> int:
    """Make those of `rows` that were given up due now; how many."""
    count = rows.given_up().update(due_at=timezone.now(), stopped_at=None)
    work.ring("render_certificates")
    return count


def _render(claim: work.Claim[Certificate]) -> None:
    row = claim.row
    if digest(row.content) != row.content_digest:
        raise ValueError(f"The content of {row.number} is not what was frozen.")
    made = certificate_pdf.render(row.content)
    work.hook("certificates.rendered")
    name = certificate_path(row, "")
    # The same row gives the same bytes at the same place, so a second worker does no harm.
    files.write_whole(Path(Certificate._meta.get_field("pdf").storage.path(name)), made)
    work.hook("certificates.stored")
    with claim.finish() as certificate:
        before = certificate.state
        certificate.pdf.name = name
        certificate.pdf_digest = hashlib.sha256(made).hexdigest()
        certificate.rendered_at = timezone.now()
        certificate.save(update_fields=["pdf", "pdf_digest", "rendered_at"])
        changes.keep_state(certificate, before, by=None)
        if certificate.withdrawn_at is None:
            _tell(certificate)


def _tell(certificate: Certificate) -> None:
    """Mail to the trainee, and to the school once all that were asked for are made."""
    trainee = certificate.placement.trainee
    mail.queue(
        "assessment/certificate_ready",
        to=trainee.email,
        language=trainee.language,
        about=certificate,
        key=f"certificate_ready:{certificate.pk}",
    )
    # Two workers that finish the last two at once must see each other.
    group = Group.objects.select_for_update(of=("self",)).get(pk=trainee.group_id)
    others = Certificate.objects.valid().filter(placement__trainee__group=group)
    others = others.exclude(pk=certificate.pk)
    if others.filter(rendered_at=None, last_error="").exists():
        return
    made = others.exclude(rendered_at=None).values_list("pk", flat=True)
    _tell_school(group, sorted({certificate.pk, *made} - _told(group)))


def _school(group: Group) -> tuple[str, str]:
    """Address and language of the sending tutor; of the school, while it has named none."""
    tutor, school = group.sending_tutor, group.organisation
    return (tutor.user.email, tutor.user.language) if tutor else (school.email, school.language)


def _tell_school(group: Group, certificates: list[int]) -> None:
    to, language = _school(group)
    mail.queue(
        "assessment/certificates_ready",
        to=to,
        language=language,
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


@transaction.atomic
def withdraw(certificate: Certificate, *, by: User, reason: str) -> Certificate:
    """It is no longer valid; whoever checks it is told so. Another one may then be asked for.

    Raises `ValidationError` when it was withdrawn before, or the reason is empty.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.withdrawn_at is not None:
        raise ValidationError(_("This certificate is already withdrawn."), code="withdrawn")
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason.")}, code="reason")
    now, before = timezone.now(), certificate.state
    certificate.withdrawn_at, certificate.withdrawn_by = now, by
    certificate.withdraw_reason = reason.strip()
    changed = ["withdrawn_at", "withdrawn_by", "withdraw_reason"]
    if certificate.done_at is None:
        certificate.stopped_at = now
        changed.append("stopped_at")
    certificate.save(update_fields=changed)
    audit.note(Action.CERTIFICATE_WITHDRAWN, by=by, about=certificate)
    changes.keep_state(certificate, before, by=by)
    if certificate.rendered_at is not None:
        _tell_withdrawn(certificate)
    return certificate


def _tell_withdrawn(certificate: Certificate) -> None:
    """Mail to the trainee and to the school: both had one when it was made."""
    trainee = certificate.placement.trainee
    to_school, language = _school(trainee.group)
    mail.queue(
        "assessment/certificate_withdrawn",
        to=trainee.email,
        language=trainee.language,
        about=certificate,
        key=f"certificate_withdrawn:{certificate.pk}",
    )
    mail.queue(
        "assessment/certificate_withdrawn_school",
        to=to_school,
        language=language,
        about=certificate,
        key=f"certificate_withdrawn_school:{certificate.pk}",
    )


def find(code: str) -> Certificate | None:
    """The certificate with this code (as `codes.read` gives it), once it was on paper."""
    return Certificate.objects.filter(code=code, rendered_at__isnull=False).first()
