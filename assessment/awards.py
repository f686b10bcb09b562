"""Awards: suggested by the company, given or confirmed by an agency tutor, declined or withdrawn with a reason.

A person gets a level for an occasion once. Everything asked for twice is done once.
"""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import audit, mail, work
from imyportal.enums import Action
from placements.models import Placement
from trainees.models import Group, Trainee

from .enums import MeritLevel
from .models import Award, AwardOccasion
from .models.awards import normalised

WAITING_MOST = 5  # suggestions about one placement that nobody has decided on


@transaction.atomic
def suggest(
    placement: Placement, *, occasion: str, level: int, reason: str, name: str, link: AccessLink
) -> Award:
    """What a company tutor would honour. An award of this level for this occasion is given back as it is.

    Raises `ValidationError`: `required` when occasion or reason is empty, `many` when five wait.
    """
    _lock(placement.trainee_id)
    award = _new(placement.trainee, placement, occasion, level, reason)
    if there := _standing(award):
        return there
    if Award.objects.waiting().filter(placement=placement).count() >= WAITING_MOST:
        text = _("The agency has not decided on the earlier suggestions yet.")
        raise ValidationError(text, code="many")
    award.suggested_by, award.suggested_at, award.link = name, timezone.now(), link
    work.hook("awards.before_row")
    award.save(force_insert=True)
    audit.note(Action.AWARD_SUGGESTED, by=link, about=award, level=award.level)
    return award


@transaction.atomic
def give(
    trainee: Trainee,
    *,
    occasion: str,
    level: int,
    reason: str,
    by: User,
    placement: Placement | None = None,
) -> Award:
    """Give an award at once, and tell the trainee.

    Given twice with the same reason by the same tutor is given once. Raises `ValidationError`:
    `suggested` when the company has suggested it and nobody has decided, `there` when the trainee has
    this level for this occasion, `required` when occasion or reason is empty.
    """
    _lock(trainee.pk)
    award = _new(trainee, placement, occasion, level, reason)
    if there := _standing(award):
        if there.confirmed_by_id == by.pk and there.reason == award.reason:
            return there
        raise _taken(there)
    award.confirmed_at, award.confirmed_by = timezone.now(), by
    work.hook("awards.before_row")
    award.save(force_insert=True)
    _given(award, by)
    return award


def _lock(trainee: int) -> None:
    """Awards of one person are made one after the other, so that none is there twice."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=trainee)


def _new(
    trainee: Trainee, placement: Placement | None, occasion: str, level: int, reason: str
) -> Award:
    text, why = " ".join(occasion.split()), reason.strip()
    key = normalised(text)
    if not key:
        raise _wrong("occasion", _("Write what it is for."), "required")
    if not why:
        raise _wrong("reason", _("Write the reason in a few words."), "required")
    listed = _listed(key)
    return Award(
        trainee=trainee,
        placement=placement,
        level=MeritLevel(level),
        occasion=text,
        listed=listed,
        occasion_key=f":{listed.code}" if listed else key,
        reason=why,
    )


def _listed(key: str) -> AwardOccasion | None:
    """The suggested occasion that is called so in any language."""
    for each in AwardOccasion.objects.all():
        if key in {normalised(name) for name in each.names.values()}:
            return each
    return None


def _standing(award: Award) -> Award | None:
    return (
        Award.objects.standing()
        .filter(trainee=award.trainee, occasion_key=award.occasion_key, level=award.level)
        .first()
    )


def _taken(there: Award) -> ValidationError:
    names = {"name": there.trainee.first_name, "who": there.suggested_by}
    if there.confirmed_at is None:
        text = _("%(who)s has suggested this level for this occasion. Decide on the suggestion.")
        return _wrong("occasion", text % names, "suggested")
    text = _("%(name)s has this level for this occasion already. Choose another level or occasion.")
    return _wrong("occasion", text % names, "there")


def _wrong(field: str, text: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(text, code=code)})


def _given(award: Award, by: User) -> None:
    audit.note(Action.AWARD_GIVEN, by=by, about=award, level=award.level)
    mail.queue(
        "assessment/award_given",
        to=award.trainee.email,
        language=award.trainee.language,
        about=award,
        key=f"award_given:{award.pk}",
    )


# --- Deciding on a suggestion -----------------------------------------------------------------


@transaction.atomic
def confirm(award: Award, *, by: User) -> Award:
    """Give what the company suggested, and tell the trainee. One that is given stays as it is.

    Raises `ValidationError` `declined` when somebody has declined it.
    """
    award = _locked(award)
    if award.declined_at is not None:
        raise ValidationError(_("This suggestion was declined."), code="declined")
    if award.confirmed_at is None:
        award.confirmed_at, award.confirmed_by = timezone.now(), by
        award.save(update_fields=["confirmed_at", "confirmed_by"])
        _given(award, by)
    return award


@transaction.atomic
def decline(award: Award, *, by: User, reason: str) -> Award:
    """Not this time; the reason stays in the agency. One that is declined stays as it is.

    Raises `ValidationError`: `given` when it was confirmed, `required` without a reason.
    """
    award = _locked(award)
    if award.confirmed_at is not None:
        raise ValidationError(_("This award was given. It can be withdrawn."), code="given")
    if award.declined_at is None:
        award.decline_reason = _reason(reason)
        award.declined_at, award.declined_by = timezone.now(), by
        award.save(update_fields=["declined_at", "declined_by", "decline_reason"])
        audit.note(Action.AWARD_DECLINED, by=by, about=award)
    return award


@transaction.atomic
def withdraw(award: Award, *, by: User, reason: str) -> Award:
    """Take back what was given. What is withdrawn stays as it is.

    Certificates that were issued before keep it. Raises `ValidationError`: `waiting` when it was
    never given, `required` without a reason.
    """
    award = _locked(award)
    if award.confirmed_at is None:
        raise ValidationError(_("This award was never given."), code="waiting")
    if award.withdrawn_at is None:
        award.withdraw_reason = _reason(reason)
        award.withdrawn_at, award.withdrawn_by = timezone.now(), by
        award.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
        audit.note(Action.AWARD_WITHDRAWN, by=by, about=award)
    return award


def _locked(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",))
    return rows.select_related("trainee", "listed").get(pk=award.pk)


def _reason(text: str) -> str:
    if not text.strip():
        raise _wrong("reason", _("Write the reason."), "required")
    return text.strip()


# --- Reading ----------------------------------------------------------------------------------


def of(trainee: Trainee) -> list[Award]:
    """Those given, the newest first; one query."""
    return of_each([trainee.pk])[trainee.pk]


def of_each(trainees: Iterable[int]) -> dict[int, list[Award]]:
    """Those given by the trainee's key, the newest first; one query."""
    found: dict[int, list[Award]] = {key: [] for key in trainees}
    rows = Award.objects.given().filter(trainee__in=found).select_related("listed")
    for award in rows.order_by("-confirmed_at", "-pk"):
        found[award.trainee_id].append(award)
    return found


def for_certificate(placements: Iterable[Placement]) -> dict[int, list[Award]]:
    """What the certificate of each placement prints, by its key, the oldest first; one query.

    An award that belongs to no placement stands on all certificates of its trainee.
    """
    asked = list(placements)
    given = of_each({placement.trainee_id for placement in asked})
    return {
        placement.pk: [
            award
            for award in reversed(given[placement.trainee_id])
            if award.placement_id in (None, placement.pk)
        ]
        for placement in asked
    }


def given_in(group: Group) -> dict[int, int]:
    """How many of each level were given in a group, by level; one query. Few keep their worth."""
    levels = Award.objects.given().filter(trainee__group=group).values_list("level", flat=True)
    found = Counter(levels)
    return {level.value: found[level.value] for level in MeritLevel}


def occasions() -> list[str]:
    """What forms suggest, in the active language; one query."""
    return [each.name for each in AwardOccasion.objects.offered()]
