"""The trainee's word on results that were signed off: a remark, and a talk about them."""

import unicodedata
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, history
from imyportal.enums import Action

from . import changes
from .models import Certificate, SignOff

FIRST_PICTURE = 0x2300
OPEN_FOR = timedelta(days=7)


def open_until(sign_off: SignOff) -> date:
    """The last day on which the remark may be written or changed, as long as no certificate is issued."""
    return timezone.localdate(sign_off.signed_at) + OPEN_FOR


def is_open(sign_off: SignOff, today: date) -> bool:
    """Whether the remark may still be written or changed; one query."""
    return today <= open_until(sign_off) and not _is_certified(sign_off)


def _is_certified(sign_off: SignOff) -> bool:
    return Certificate.objects.valid().filter(placement=sign_off.placement_id).exists()


def _is_picture(sign: str) -> bool:
    """A symbol beyond ° and ©, or one that is private or not assigned."""
    kind = unicodedata.category(sign)
    return (kind == "So" and ord(sign) >= FIRST_PICTURE) or kind in ("Co", "Cs", "Cn")


@transaction.atomic
def write(
    sign_off: SignOff, *, text: str, printed: bool, by: User, at: datetime | None = None
) -> SignOff:
    """The trainee's own remark; `printed` puts it into the annex of the certificate.

    Raises `ValidationError`: `over` after seven days, `replaced` when there is a newer sign-off,
    `certificate` when one was issued, `picture` for signs that fonts for paper do not have.
    """
    at = at or timezone.now()
    if printed and any(_is_picture(sign) for sign in text):
        raise ValidationError(
            _("Leave out pictures like emoji: a certificate cannot show them."), code="picture"
        )
    sign_off = _hold(sign_off)
    if timezone.localdate(at) > open_until(sign_off):
        raise ValidationError(_("The time for your remark is over."), code="over")
    if _is_certified(sign_off):
        raise ValidationError(
            _("Your certificate is issued. Ask your tutor if something must change."),
            code="certificate",
        )
    before = {"remark": sign_off.remark, "printed": sign_off.remark_printed}
    sign_off.remark, sign_off.remark_at = text.strip(), at
    sign_off.remark_printed = printed and bool(sign_off.remark)
    if before == {"remark": sign_off.remark, "printed": sign_off.remark_printed}:
        return sign_off
    sign_off.save(update_fields=["remark", "remark_at", "remark_printed"])
    audit.note(Action.RESULTS_REMARKED, by=by, about=sign_off)
    history.keep(sign_off, by=by, before={}, after={changes.COMMENT: True})
    return sign_off


@transaction.atomic
def ask_for_talk(sign_off: SignOff, *, by: User, at: datetime | None = None) -> SignOff:
    """The trainee wants to talk about the results: the agency tutor's board says so. Twice is once.

    Raises `ValidationError` `replaced` when there is a newer sign-off.
    """
    sign_off = _hold(sign_off)
    if sign_off.talk_asked_at is None:
        sign_off.talk_asked_at = at or timezone.now()
        sign_off.save(update_fields=["talk_asked_at"])
        audit.note(Action.TALK_ASKED, by=by, about=sign_off)
    return sign_off


@transaction.atomic
def hold_talk(sign_off: SignOff, *, by: User, at: datetime | None = None) -> SignOff:
    """The agency tutor talked with the trainee. Twice is once.

    Raises `ValidationError` `unasked` when nobody asked.
    """
    sign_off = SignOff.objects.select_for_update(of=("self",)).get(pk=sign_off.pk)
    if sign_off.talk_asked_at is None:
        raise ValidationError(_("Nobody asked for a talk about these results."), code="unasked")
    if sign_off.talk_held_at is None:
        sign_off.talk_held_at, sign_off.talk_held_by = at or timezone.now(), by
        sign_off.save(update_fields=["talk_held_at", "talk_held_by"])
        audit.note(Action.TALK_HELD, by=by, about=sign_off)
    return sign_off


def _hold(sign_off: SignOff) -> SignOff:
    held = SignOff.objects.select_for_update(of=("self",)).get(pk=sign_off.pk)
    if SignOff.objects.filter(supersedes=held).exists():
        raise ValidationError(
            _("These results were signed off anew. Look at the new ones first."), code="replaced"
        )
    return held
