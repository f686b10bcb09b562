"""Signing off: the agency tutor confirms the results the rule proposes, or says why they are others.

At mid-term and at the end of a placement. What is stored is what the portal proposes in that moment,
not what a page showed, beside the confirmed value. A certificate prints the final values that were
signed off (`final_of`); as long as one is valid they stay. Changing results is signing off anew, with
the reason: the one before is kept.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, weeks, work
from imyportal.enums import Action
from imyportal.forms import use_key
from placements.models import Placement

from . import changes, looking, summary, telling
from . import record as records
from .enums import SignOffMoment
from .models import Certificate, SignedResult, SignOff
from .models.sign_offs import SignOffQuerySet
from .record import Record
from .summary import Summary

Values = Mapping[int, int | None]  # 0-100 by the objective's key, None: not observed
Reasons = Mapping[int, str]
NAMED = 2  # so many objectives are named where one line has to do


@dataclass(frozen=True)
class Sheet:
    """What a tutor confirms: the proposals of this moment, and what was signed off before."""

    placement: Placement
    moment: SignOffMoment
    summary: Summary
    current: SignOff | None
    has_certificate: bool  # a valid one, which rests on the results
    record: Record
    concern: str = ""  # what is to be talked about first, in words

    @property
    def proposed(self) -> dict[int, int | None]:
        """By the objective's key."""
        return {line.objective.pk: line.proposed for line in self.summary.objectives}

    @property
    def stamp(self) -> str:
        """Another one as soon as something else would be confirmed."""
        words = repr((self.moment, self.current and self.current.pk, sorted(self.proposed.items())))
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def opens_on(self) -> date:
        """Mid-term from the first day, the end from the Monday of the last week."""
        first, last = self.placement.starts_on, self.placement.ends_on
        return first if self.moment == SignOffMoment.MID else max(first, weeks.monday_of(last))


def final_of(placements: Iterable[Placement]) -> dict[int, SignOff]:
    """The final sign-off that holds, by the placement's key, with its results; two queries."""
    return _current(placements, SignOffMoment.FINAL)


def of(placement: Placement) -> list[SignOff]:
    """Every sign-off of a placement, the newest first, with results; two queries."""
    return list(_with_results(SignOff.objects.filter(placement=placement)))


def sheets(
    placements: Iterable[Placement], moment: SignOffMoment, *, at: datetime | None = None
) -> dict[int, Sheet]:
    """What there is to confirm, by the placement's key; a fixed number of queries."""
    placements = list(placements)
    today = timezone.localdate(at)
    found = records.of(placements)
    current = _current(placements, moment)
    valid = Certificate.objects.valid().filter(placement__in=list(found))
    certified = set(valid.values_list("placement", flat=True))
    concerns = looking.concerns(found.values(), today)
    return {
        each.pk: Sheet(
            placement=each,
            moment=moment,
            summary=summary.of_record(found[each.pk], today),
            current=current.get(each.pk),
            has_certificate=each.pk in certified,
            record=found[each.pk],
            concern=concerns.get(each.pk, ""),
        )
        for each in placements
    }


def _current(placements: Iterable[Placement], moment: SignOffMoment) -> dict[int, SignOff]:
    keys = [placement.pk for placement in placements]
    found = SignOff.objects.current().filter(placement__in=keys, moment=moment)
    return {each.placement_id: each for each in _with_results(found)}


def _with_results(found: SignOffQuerySet) -> SignOffQuerySet:
    return found.select_related("signed_by").prefetch_related("results")


@transaction.atomic
def sign(
    placement: Placement,
    *,
    moment: SignOffMoment,
    values: Values,
    reasons: Reasons | None = None,
    reason: str = "",
    by: User,
    seen: str | None = None,
    once: uuid.UUID | None = None,
    at: datetime | None = None,
) -> SignOff:
    """Confirm a value for every objective; what differs from the proposal needs its reason.

    `reason` is why an earlier sign-off of this moment is replaced; `seen` is the stamp of the sheet
    that was on the page (None: does not matter). The same form, or the same values again, are signed
    once. Raises `ValidationError`: `early` before the moment has come, `certificate` while a valid
    certificate rests on the results, `changed` when something else is proposed than was seen,
    `signed` for another sign-off without a reason, `incomplete` when an objective is left out,
    `moderated` for a value without its reason, `range` for a score that is none.
    """
    placement = _lock([placement.pk])[0]
    work.hook("signing_off.held")
    at = at or timezone.now()
    sheet = sheets([placement], moment, at=at)[placement.pk]
    before = sheet.current
    is_new_form = use_key(once)
    if before is not None:
        is_repeated = not reason.strip() and before.values == dict(values)
        if is_repeated or not is_new_form:
            return before
    _check(sheet, seen, reason, at)
    made = [(sheet, _results(sheet, values, reasons or {}))]
    return _write(made, by=by, at=at, reason=reason.strip())[0]


def _lock(keys: Iterable[int]) -> list[Placement]:
    """Held in one order, so that two who sign for the same people wait for each other."""
    held = Placement.objects.select_for_update(of=("self",)).select_related("trainee")
    return list(held.filter(pk__in=keys).order_by("pk"))


def _check(sheet: Sheet, seen: str | None, reason: str, at: datetime) -> None:
    if why := obstacle(sheet, at=at):
        raise why
    if seen is not None and seen != sheet.stamp:
        raise has_changed()
    if sheet.current is not None and not reason.strip():
        raise ValidationError(
            _("These results are signed off already. Write why they change."), code="signed"
        )


def has_changed() -> ValidationError:
    """Something else would be confirmed than the tutor saw."""
    return ValidationError(
        _(
            "What is proposed has changed since you opened this page. The new values stand beside "
            "yours now: look at them and sign off again."
        ),
        code="changed",
    )


def obstacle(sheet: Sheet, *, at: datetime | None = None) -> ValidationError | None:
    """Why nothing can be signed off now, in words; None when it can."""
    if timezone.localdate(at) < sheet.opens_on:
        return ValidationError(_("It is too early to sign off these results."), code="early")
    if not sheet.summary.objectives:
        return ValidationError(_("No objectives are in use."), code="incomplete")
    if sheet.has_certificate:
        return ValidationError(
            _("A valid certificate says these results. Withdraw it first, then sign off anew."),
            code="certificate",
        )
    return None


def hindrance(sheet: Sheet, *, at: datetime | None = None) -> str:
    """Why these proposals are not confirmed unseen, in words; empty when they may be."""
    if sheet.current is not None:
        return _("Signed off already")
    if why := obstacle(sheet, at=at):
        return str(why.messages[0])
    for lacking, one, many in (
        (sheet.summary.unproposed, _("Nothing proposed: %(names)s"), _("Nothing proposed yet")),
        (sheet.summary.scattered, _("Far apart: %(names)s"), _("The two scores lie far apart")),
        (sheet.summary.few, _("One score only: %(names)s"), _("One of the two scores only")),
    ):
        if lacking:
            names = ", ".join(each.name for each in lacking)
            return one % {"names": names} if len(lacking) <= NAMED else many
    return sheet.concern


@dataclass(frozen=True)
class Confirmed:
    """What came of confirming many."""

    signed: list[SignOff]
    left_out: list[tuple[Placement, str]]  # and why, in words


@transaction.atomic
def confirm(
    seen: Mapping[int, str], *, moment: SignOffMoment, by: User, at: datetime | None = None
) -> Confirmed:
    """Confirm every proposal of these placements as it is; who needs a look is left out by name.

    `seen` is the stamp of the sheet that was on the page, by the placement's key.
    """
    at = at or timezone.now()
    found = sheets(_lock(seen), moment, at=at)
    chosen, left_out = [], []
    for key, sheet in found.items():
        why = hindrance(sheet, at=at)
        if not why and seen[key] != sheet.stamp:
            why = _("Something else is proposed now")
        if why:
            left_out.append((sheet.placement, why))
        else:
            chosen.append((sheet, _results(sheet, sheet.proposed, {})))
    return Confirmed(_write(chosen, by=by, at=at), left_out)


def _results(sheet: Sheet, values: Values, reasons: Reasons) -> list[SignedResult]:
    made, errors = [], []
    for line in sheet.summary.objectives:
        key, name = line.objective.pk, {"name": line.objective.name}
        reason = reasons.get(key, "").strip()
        if key not in values:
            text = _("%(name)s: enter a value, or say that it was not observed.")
            errors.append(ValidationError(text, params=name, code="incomplete"))
            continue
        value = values[key]
        if value is not None and not 0 <= value <= 100:
            text = _("%(name)s: enter a whole number from 0 to 100.")
            errors.append(ValidationError(text, params=name, code="range"))
        if (value is None or value != line.proposed) and not reason:
            text = _("%(name)s: write why the result differs from what is proposed.")
            errors.append(ValidationError(text, params=name, code="moderated"))
        result = SignedResult(proposed=line.proposed, value=value, reason=reason)
        result.objective = line.objective
        made.append(result)
    if errors:
        raise ValidationError(errors)
    return made


def _write(
    made: list[tuple[Sheet, list[SignedResult]]], *, by: User, at: datetime, reason: str = ""
) -> list[SignOff]:
    """Store sign-offs with their results, and what is to be told of them."""
    signed = SignOff.objects.bulk_create(_row(sheet, by, at, reason) for sheet, _made in made)
    for sign_off, (_sheet, rows) in zip(signed, made, strict=True):
        for row in rows:
            row.sign_off = sign_off
    SignedResult.objects.bulk_create(row for _sheet, rows in made for row in rows)
    audit.note_each(Action.RESULTS_SIGNED_OFF, by=by, rows=signed)
    for sign_off, (sheet, rows) in zip(signed, made, strict=True):
        before = sheet.current.values if sheet.current else sheet.proposed
        changes.keep_results(sign_off, before, {row.objective_id: row.value for row in rows}, by=by)
    telling.signed_off(signed)
    return signed


def _row(sheet: Sheet, by: User, at: datetime, reason: str) -> SignOff:
    """The trainee's remark goes along: it is theirs, whatever the results become."""
    row = SignOff(placement=sheet.placement, moment=sheet.moment, signed_by=by, signed_at=at)
    if sheet.current is not None:
        row.supersedes, row.reason = sheet.current, reason
        row.remark, row.remark_at = sheet.current.remark, sheet.current.remark_at
        row.remark_printed = sheet.current.remark_printed
    return row
