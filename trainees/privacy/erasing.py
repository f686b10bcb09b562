"""To be forgotten (GDPR, article 17): asked by the trainee, decided by a coordinator, done at once.

What goes, what is emptied and what must stay is each room's `personal.py`; the preview does the same and takes
it back, so that it cannot differ.
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import links, sessions
from accounts.models import AccessLink, User
from imyportal import audit, mail, personal
from imyportal.enums import Action
from imyportal.models import OutgoingMail
from imyportal.personal import Decision, Erase, Kept

from ..models import (
    ErasureRequest,
    Guardian,
    LegalHold,
    RetentionRule,
    SendingTutor,
    Trainee,
    WayHome,
)
from . import removing

# No use without a name on them; neither are certificates, but most trainees of old have none left.
NAMED = (Kept.PROOF, Kept.CLAIMS, Kept.CONSENT, Kept.POLICE)  # no use without a name on them


@dataclass(frozen=True)
class Line:
    """What becomes of one kind of row."""

    what: str
    deed: str  # of `personal.Erase`
    count: int
    until: str = ""  # in words; empty: as long as the portal
    because: str = ""


@transaction.atomic
def ask(trainee: Trainee, *, by: User) -> ErasureRequest:
    """Ask, once; it is answered within a month."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    request = ErasureRequest.objects.open().filter(trainee=trainee).first()
    if request is None:
        request = ErasureRequest.objects.create(trainee=trainee)
        audit.note(Action.ERASURE_ASKED, by=by, about=trainee)
    return request


@transaction.atomic
def take_back(trainee: Trainee, *, by: User) -> None:
    """The trainee no longer wants it."""
    if ErasureRequest.objects.open().filter(trainee=trainee).update(taken_back_at=timezone.now()):
        audit.note(Action.ERASURE_ASKED, by=by, about=trainee, taken_back=True)


def deciding() -> QuerySet[User]:
    """Who answers such requests."""
    rights = Q(permissions__codename="view_all_trainees")
    group = Group.objects.filter(rights)
    own = Q(is_superuser=True) | Q(groups__in=group)
    return (
        User.objects.filter(own, is_active=True, is_staff=True)
        .distinct()
        .order_by("last_name", "pk")
    )


def preview(trainee: Trainee) -> list[Line]:
    """What an erasure would do, line by line."""
    with transaction.atomic():
        lines = _forget(Trainee.objects.select_related("group", "user").get(pk=trainee.pk))
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def decline(request: ErasureRequest, *, by: User, reason: str) -> ErasureRequest:
    """Say no, and why; the trainee gets it by mail."""
    row = _locked(request)
    trainee = row.trainee
    row.answered_at, row.answered_by = timezone.now(), by
    row.is_granted, row.reason = False, reason
    row.save(update_fields=["answered_at", "answered_by", "is_granted", "reason"])
    audit.note(Action.ERASURE_DECIDED, by=by, about=trainee, erased=False)
    _tell(row, trainee.email, trainee.language)
    return row


@transaction.atomic
def erase(request: ErasureRequest, *, by: User) -> ErasureRequest:
    """Forget the trainee as far as nothing must stay, and tell them what stays until when and why.

    Raises `ValidationError` when it was answered or taken back meanwhile, or under a legal hold.
    """
    row = _locked(request)
    trainee = Trainee.objects.select_for_update(of=("self",)).get(pk=row.trainee_id)
    if LegalHold.objects.standing().filter(trainee=trainee).exists():
        raise ValidationError(_("A legal hold stands. End it before, or decline."), code="held")
    if trainee.group.leaves_on >= timezone.localdate():
        raise ValidationError(
            _("The stay is not over. Erase after %(day)s, or decline.")
            % {"day": date_format(trainee.group.leaves_on, "j F Y")},
            code="here",
        )
    address = trainee.email or (trainee.user.email if trainee.user else "")
    language = trainee.user.language if trainee.user else trainee.language
    with override(language):
        lines = _forget(trainee, by=by)
    row.answered_at, row.answered_by, row.is_granted = timezone.now(), by, True
    row.outcome = [asdict(line) for line in lines]
    row.save(update_fields=["answered_at", "answered_by", "is_granted", "outcome"])
    audit.note(Action.ERASURE_DECIDED, by=by, about=row, erased=True, kinds=len(lines))
    _tell(row, address, language)
    return row


def _locked(request: ErasureRequest) -> ErasureRequest:
    row = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.answered_at or row.taken_back_at:
        raise ValidationError(_("This request is already closed."), code="closed")
    return row


def _tell(row: ErasureRequest, address: str, language: str) -> None:
    key = f"erasure:{row.pk}"
    mail.queue("trainees/erasure_answered", to=address, language=language, about=row, key=key)


# --- Doing it ---------------------------------------------------------------------------------


def _forget(trainee: Trainee, *, by: User | None = None) -> list[Line]:
    """Take away, empty, rename; the lines say what was done. In the caller's transaction."""
    decisions = [
        each
        for each in personal.about_trainees()
        if each.kept != Kept.ACCOUNT or is_last_of_account(trainee)
    ]
    _close_doors(trainee, by)
    gone = removing.remove(decisions, lambda each: each.going(trainee))
    left = {each.model: each.rows(trainee).count() for each in decisions}
    named = [each for each in decisions if has_name(each) and left[each.model]]
    for decision in decisions:
        if decision.erase == Erase.BLANKED and decision.blank:
            decision.rows(trainee).update(**decision.blank)
    if not named:
        rename(trainee)
    if trainee.user and is_last_of_account(trainee):
        close_account(trainee.user)
    rules = {rule.kind: rule for rule in RetentionRule.objects.all()}
    found = [_line(each, gone, left, rules, trainee) for each in decisions]
    found.append(_name_line(named, rules, trainee))
    return sorted((line for line in found if line.count), key=lambda line: line.deed)


def has_name(decision: Decision) -> bool:
    """Whether what stays of it is no use without the person's name."""
    is_kept = decision.erase == Erase.STAYS or decision.staying is not None
    return is_kept and decision.needs_name and decision.kept in (*NAMED, Kept.CHECK)


def _line(
    decision: Decision,
    gone: dict[str, int],
    left: dict[str, int],
    rules: dict[str, RetentionRule],
    trainee: Trainee,
) -> Line:
    what = capfirst(str(decision.of_model._meta.verbose_name_plural))
    stays = left[decision.model]
    if not stays:
        return Line(what, Erase.GOES, gone.get(decision.model, 0))
    rule = rules.get(decision.kept)
    until = date_format(rule.until(trainee), "j F Y") if rule else ""
    if decision.erase == Erase.BLANKED:
        return Line(what, Erase.BLANKED, stays, because=str(decision.because))
    because = str(decision.because) or (rule.reason if rule else "")
    return Line(what, Erase.STAYS, stays, until, because)


def _name_line(needed: list[Decision], rules: dict[str, RetentionRule], trainee: Trainee) -> Line:
    """Of the name itself, which stays as long as one of `needed` does."""
    what = _("Name and birth date")
    if not needed:
        return Line(what, Erase.GOES, 1)
    days = [rules[each.kept].until(trainee) for each in needed if each.kept in rules]
    until = date_format(max(days), "j F Y") if days else ""
    return Line(what, Erase.STAYS, 1, until, _("What must stay is no use without it."))


def is_last_of_account(trainee: Trainee) -> bool:
    """Whether the account serves nothing else: no other stay, no part at a school or the agency."""
    user = trainee.user
    if user is None:
        return False
    others = Trainee.objects.filter(user=user).exclude(pk=trainee.pk)
    return not (
        user.is_staff
        or others.exclude(erasure_requests__is_granted=True).exists()
        or SendingTutor.objects.filter(user=user).exists()
    )


def _close_doors(trainee: Trainee, by: User | None) -> None:
    """Links of the trainee and their guardians end; mail that waits for them is not sent."""
    guardians = Guardian.objects.filter(trainee=trainee)
    held = Q()
    for model, keys in (
        (Trainee, [trainee.pk]),
        (Guardian, list(guardians.values_list("pk", flat=True))),
        (WayHome, list(WayHome.objects.filter(trainee=trainee).values_list("pk", flat=True))),
    ):
        held |= Q(holder_type=ContentType.objects.get_for_model(model), holder_id__in=keys)
    links.revoke(AccessLink.objects.filter(held), by=by)
    addresses = [address for address in guardians.values_list("email", flat=True) if address]
    OutgoingMail.objects.filter(to__in=addresses).delete()


def rename(trainee: Trainee) -> None:
    """Name and birth date go; of the date the year stays, for numbers by age."""
    Trainee.objects.filter(pk=trainee.pk).update(
        first_name=_("Erased"),
        last_name=str(trainee.pk),
        birth_date=date(trainee.birth_date.year, 1, 1),
    )


def close_account(user: User) -> None:
    """Nobody signs in with it any more, and it names nobody."""
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        email=f"erased-{user.pk}@erased.invalid",
        first_name="",
        last_name="",
        phone="",
        is_active=False,
        password=user.password,
    )
    sessions.end_all(user)
