"""Certificates: asked for as rows, made by a worker, withdrawn with a reason, found by their code."""

import hashlib
from collections.abc import Iterable, Mapping
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

from . import certificate_pdf, changes, confirming, readiness
from .certificate_content import digest
from .enums import CertificateState
from .freezing import freeze
from .models import Certificate, CertificateBatch, CertificateCounter
from .models.certificates import CertificateQuerySet, certificate_path
from .readiness import Facts


@transaction.atomic
def request(placements: Iterable[Placement], *, by: User) -> list[Certificate]:
    """Ask for the certificates of these placements, whose final results are signed off.

    Asked twice is made once: who has one that is not withdrawn gets that one back. Raises
    `ValidationError`, one message a person, when somebody is not ready; then none is made.
    """
    locked = lock([placement.pk for placement in placements])
    there = Certificate.objects.valid().filter(placement__in=locked)
    have = {certificate.placement_id: certificate for certificate in there}
    wanted = [placement for placement in locked if placement.pk not in have]
    if wanted:
        facts = gather_ready(wanted)
        work.hook("certificates.before_numbers")
        made = make_rows(facts, by, _batches(wanted, by))
        audit.note_each(Action.CERTIFICATE_ISSUED, by=by, rows=made)
        have |= {each.placement_id: each for each in made}
    return [have[placement.pk] for placement in locked]


def lock(placements: Iterable[int]) -> list[Placement]:
    """The placements with these keys and all a certificate says of them, held until the end.

    In one order, so that two who ask for the same people wait for each other.
    """
    return list(
        Placement.objects.select_for_update(of=("self",))
        .select_related(
            "company",
            "company_tutor",
            "numbers",
            "trainee__tutor",
            "trainee__group__organisation",
            "trainee__group__sending_tutor__user",
            "trainee__group__lead_tutor",
        )
        .filter(pk__in=placements)
        .order_by("pk")
    )


def _batches(placements: Iterable[Placement], by: User) -> dict[int, CertificateBatch]:
    """One for each group, by its key; usually it is one."""
    groups = dict.fromkeys(placement.trainee.group_id for placement in placements)
    return {pk: CertificateBatch.objects.create(group_id=pk, asked_by=by) for pk in groups}


def gather_ready(placements: Iterable[Placement]) -> list[Facts]:
    """What certificates of these placements rest on; raises `ValidationError` as `request`."""
    facts = readiness.gather(placements)
    _check_ready(facts.values())
    return list(facts.values())


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


def make_rows(
    facts: list[Facts],
    by: User,
    batches: Mapping[int, CertificateBatch] | None = None,
    *,
    supersedes: str = "",
) -> list[Certificate]:
    """Numbered rows with their frozen content, for a worker to make; `batches` by key of the group."""
    now = timezone.now().replace(microsecond=0)
    first = _take_numbers(timezone.localdate(now).year, len(facts))
    confirmed = confirming.state(facts)
    rows = [
        _row(known, confirmed[known.placement.pk], first + n, by, now, supersedes)
        for n, known in enumerate(facts)
    ]
    for row in rows:
        row.batch = (batches or {}).get(row.placement.trainee.group_id)
    made = Certificate.objects.bulk_create(rows)
    history.keep_each(made, by=by, before={}, after={changes.STATE: CertificateState.IN_WORK})
    work.ring("render_certificates")
    return made


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


def _row(
    facts: Facts,
    confirmed: confirming.State,
    position: int,
    by: User,
    at: datetime,
    supersedes: str,
) -> Certificate:
    number, code = f"IMY-{timezone.localdate(at).year}-{position:04d}", codes.new()
    content = freeze(
        facts, confirmed, number=number, code=code, by=by, at=at, supersedes=supersedes
    )
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
    certificate = _valid(certificate)
    reason = _reason(reason)
    before = certificate.state
    _take_back(certificate, by, reason)
    audit.note(Action.CERTIFICATE_WITHDRAWN, by=by, about=certificate)
    changes.keep_state(certificate, before, by=by)
    if certificate.rendered_at is not None:
        _tell_withdrawn(certificate)
    return certificate


@transaction.atomic
def reissue(certificate: Certificate, *, by: User, reason: str) -> Certificate:
    """A new certificate, with what is true now, in place of this one, which is superseded by it.

    Raises `ValidationError` when this one is not valid any more, the reason is empty, or something
    is missing for a new one; then nothing is changed.
    """
    placements = lock([certificate.placement_id])
    old = _valid(certificate)
    reason = _reason(reason)
    facts = gather_ready(placements)
    before = old.state
    _take_back(old, by, reason)
    work.hook("certificates.taken_back")
    new = make_rows(facts, by, supersedes=old.number)[0]
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    audit.note(Action.CERTIFICATE_REISSUED, by=by, about=new, supersedes=old.number)
    changes.keep_state(old, before, by=by)
    return new


def _valid(certificate: Certificate) -> Certificate:
    """The row under lock; raises `ValidationError` when it is withdrawn."""
    held = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if held.superseded_by_id is not None:
        raise ValidationError(_("This certificate is already superseded."), code="withdrawn")
    if held.withdrawn_at is not None:
        raise ValidationError(_("This certificate is already withdrawn."), code="withdrawn")
    return held


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason.")}, code="reason")
    return reason.strip()


def _take_back(certificate: Certificate, by: User, reason: str) -> None:
    now = timezone.now()
    certificate.withdrawn_at, certificate.withdrawn_by = now, by
    certificate.withdraw_reason = reason
    changed = ["withdrawn_at", "withdrawn_by", "withdraw_reason"]
    if certificate.done_at is None:
        certificate.stopped_at = now
        changed.append("stopped_at")
    certificate.save(update_fields=changed)


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
