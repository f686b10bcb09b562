"""Certificates: asked for as rows, made by a worker, withdrawn with a reason, found by their code."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, codes, history, work
from imyportal.enums import Action
from placements.models import Placement

from . import changes, confirming, credentials, making, readiness, telling
from .certificate_content import digest
from .enums import CertificateState
from .freezing import Grounds, Stamp, badges_of, freeze
from .models import Certificate, CertificateBatch, CertificateCounter
from .models.certificates import CertificateQuerySet
from .readiness import Facts

# What has to be loaded with a placement for all a certificate says of it.
NEEDED = (
    "company",
    "company_tutor",
    "numbers",
    "trainee__tutor",
    "trainee__group__organisation",
    "trainee__group__sending_tutor__user",
    "trainee__group__lead_tutor",
)


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
        .select_related(*NEEDED)
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
    rows = []
    for position, each in enumerate(grounds(facts), first):
        number = f"IMY-{timezone.localdate(now).year}-{position:04d}"
        rows.append(_row(each, Stamp(number, codes.new(), by, now, supersedes)))
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


def grounds(facts: list[Facts]) -> list[Grounds]:
    """What the certificates of these placements rest on; a fixed number of queries."""
    confirmed = confirming.state(facts)
    badges = badges_of(known.placement for known in facts)
    keys = [known.placement.pk for known in facts]
    return [
        Grounds(known, confirmed[pk], badges[pk]) for pk, known in zip(keys, facts, strict=True)
    ]


def _row(grounds: Grounds, stamp: Stamp) -> Certificate:
    content = freeze(grounds, stamp)
    return Certificate(
        placement=grounds.facts.placement,
        number=stamp.number,
        code=stamp.code,
        language=content["language"],
        content=content,
        content_digest=digest(content),
        issued_on=timezone.localdate(stamp.at),
        requested_at=stamp.at,
        requested_by=stamp.by,
    )


def render_due() -> int:
    """Make the file of every requested certificate nobody is at work on; how many were finished."""
    return work.do_all(Certificate.objects.due, making.make)


def try_again(rows: CertificateQuerySet) -> int:
    """Make those of `rows` that were given up due now; how many."""
    count = rows.given_up().update(due_at=timezone.now(), stopped_at=None)
    work.ring("render_certificates")
    return count


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
        telling.withdrawn(certificate)
    else:  # the others may have waited for it
        telling.school(certificate.placement.trainee.group_id)
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
    if certificate.status is not None:
        credentials.withdraw(certificate.status)


def find(code: str) -> Certificate | None:
    """The certificate with this code (as `codes.read` gives it), once it was on paper."""
    return Certificate.objects.filter(code=code, rendered_at__isnull=False).first()
