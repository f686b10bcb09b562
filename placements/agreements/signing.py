"""Signing a version, refusing it, and marking as signed what was signed by hand."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, uploads, work
from imyportal.enums import Action
from imyportal.forms import use_key
from trainees.models.people import years_before

from ..enums import AgreedHow, AgreementParty, AgreementState
from ..models import Agreement, AgreementRefusal, AgreementSignature
from . import telling


@dataclass(frozen=True)
class Signer:
    """Who has come to sign: for whom, by which way, under which name."""

    party: AgreementParty
    by: User | AccessLink
    name: str
    role: str = ""
    ip: str | None = None

    @property
    def language(self) -> str:
        """What they read."""
        who = self.by.holder if isinstance(self.by, AccessLink) else self.by
        return str(getattr(who, "language", ""))

    @property
    def way(self) -> dict[str, User | AccessLink | AgreedHow]:
        """The columns that say by which way."""
        if isinstance(self.by, AccessLink):
            return {"how": AgreedHow.LINK, "link": self.by}
        return {"how": AgreedHow.ACCOUNT, "user": self.by}


@transaction.atomic
def sign(agreement: Agreement, signer: Signer, *, shown: str, button: str) -> AgreementSignature:
    """The party signs what was shown (`shown` is its digest). Signed twice is signed once.

    Raises `ValidationError`: `changed` when another version was shown, `closed` when it is refused or replaced,
    `party` when nobody of this kind signs this version.
    """
    row = _sent(agreement, signer.party)
    known = row.signatures.filter(party=signer.party).first()
    if known is not None:
        return known
    if shown != row.digest:
        text = _("Something was changed meanwhile. Please look at it again.")
        raise ValidationError(text, code="changed")
    made = AgreementSignature.objects.create(
        agreement=row,
        party=signer.party,
        name=signer.name,
        role=signer.role,
        ip=signer.ip,
        signed_on=timezone.localdate(),
        button=button,
        digest=row.digest,
        **signer.way,
    )
    audit.note(Action.AGREEMENT_SIGNED, by=signer.by, about=row, party=signer.party)
    _finish(row)
    return made


@transaction.atomic
def refuse(agreement: Agreement, signer: Signer, words: str) -> AgreementRefusal:
    """The party does not sign, and says what should be different; what was typed and signed stays.

    The responsible tutor gets a mail. Raises `ValidationError`: at `words` when they are empty, `signed` when
    this party has signed already, and as `sign`.
    """
    if not words.strip():
        raise ValidationError({"words": _("Write what should be different.")})
    row = _sent(agreement, signer.party)
    if row.signatures.filter(party=signer.party).exists():
        raise ValidationError(_("You have signed this already."), code="signed")
    way = {name: value for name, value in signer.way.items() if name != "how"}
    made = AgreementRefusal.objects.create(
        agreement=row, party=signer.party, name=signer.name, words=words.strip(), **way
    )
    row.state, row.ended_at = AgreementState.REFUSED, timezone.now()
    row.save(update_fields=["state", "ended_at"])
    audit.note(Action.AGREEMENT_REFUSED, by=signer.by, about=row, party=signer.party)
    telling.tell_refused(row)
    return made


@transaction.atomic
def on_paper(
    agreement: Agreement,
    parties: Collection[AgreementParty],
    *,
    signed_on: date,
    file: UploadedFile,
    by: User,
    once: uuid.UUID | None = None,
) -> list[AgreementSignature]:
    """These parties have signed the printed version by hand, all of them on the sheets in `file`.

    Under the names that stand on it; who has signed already stays as they are. Raises `ValidationError` at
    `signed_on` for a day that cannot be, as `uploads.take_in` for the file, and as `sign`.
    """
    if not use_key(once):
        return []
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("This day has not come yet.")})
    scan = uploads.take_in(file, by=by)  # before anything is locked: it may take a while
    made: list[AgreementSignature] = []
    for party in parties:
        row = _sent(agreement, party, signed_on)
        if row.sent_at and signed_on < timezone.localdate(row.sent_at):
            text = _("This version is from a later day. Look at the date.")
            raise ValidationError({"signed_on": text})
        if not row.signatures.filter(party=party).exists():
            made.append(
                AgreementSignature.objects.create(
                    agreement=row,
                    party=party,
                    how=AgreedHow.PAPER,
                    name=name_of(row, party),
                    signed_on=signed_on,
                    digest=row.digest,
                    user=by,
                    scan=scan,
                )
            )
            audit.note(Action.AGREEMENT_SIGNED, by=by, about=row, party=party, paper=True)
            _finish(row)
    return made


def name_of(agreement: Agreement, party: AgreementParty) -> str:
    """Who signs for the party, by the content."""
    found = agreement.content or {}
    guardians = [each["name"] for each in found["guardians"]]
    return str(
        {
            AgreementParty.TRAINEE: found["trainee"]["name"],
            AgreementParty.GUARDIAN: next(iter(guardians), "") or _("Guardian"),
            AgreementParty.SCHOOL: found["sending"]["tutor"] or found["sending"]["name"],
            AgreementParty.COMPANY: found["company"]["tutor"],
            AgreementParty.AGENCY: found["agency"]["tutor"],
        }[party]
    )


def finish_due() -> int:
    """Complete versions that waited for nobody but the guardian of a trainee who is of age now; how many."""
    grown = years_before(timezone.localdate(), 18)
    waiting = Agreement.objects.filter(
        state=AgreementState.SENT, with_guardian=True, placement__trainee__birth_date__lte=grown
    )
    return sum(_finish_one(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _finish_one(pk: int) -> bool:
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state == AgreementState.SENT:
        _finish(row)
    return row.state == AgreementState.SIGNED


def _sent(agreement: Agreement, party: AgreementParty, day: date | None = None) -> Agreement:
    """Locked; `party` has to sign it on `day`, or today."""
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    work.hook("agreements.locked")
    if party not in row.parties_on(day or timezone.localdate()):
        raise ValidationError(_("Nobody has to sign here for you."), code="party")
    if row.state not in (AgreementState.SENT, AgreementState.SIGNED):
        text = _("This version is not to be signed any more. Look at the newest.")
        raise ValidationError(text, code="closed")
    return row


def _finish(row: Agreement) -> None:
    """The last signature completes it."""
    signed = set(row.signatures.values_list("party", flat=True))
    if set(row.parties) <= signed:
        row.state, row.ended_at = AgreementState.SIGNED, timezone.now()
        row.save(update_fields=["state", "ended_at"])
