"""How long each class of data is kept, and the nightly purge of what has had its time.

The clock of a class begins when the trainee's group went home; a row that was written later goes later. A class
without a rule stays; so does everything of a trainee under a legal hold. What triggers keep is let go by the
same triggers, which ask rules and holds themselves (docs/adr/0062-personal-data.md).
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal import audit, history, personal, sealing
from imyportal.enums import Action
from imyportal.models import OutgoingMail
from imyportal.personal import Decision, Erase, Kept

from ..accompanying import entering
from ..models import GuestFile, LegalHold, PurgeRun, RetentionRule, Trainee
from . import erasing, removing

NIGHT = range(2, 5)  # hours, local time, in which the purge begins
PEOPLE_AT_ONCE = 100


@dataclass(frozen=True)
class Due:
    """What would go of one class."""

    rule: RetentionRule
    count: int  # rows
    people: int
    oldest: date | None  # when the first of them went home


def due_people(rule: RetentionRule, today: date) -> QuerySet[Trainee]:
    """Trainees of whom the class has had its time, without those under a legal hold."""
    held = LegalHold.objects.standing().values("trainee")
    return Trainee.objects.filter(group__leaves_on__lt=rule.gone_home_before(today)).exclude(
        pk__in=held
    )


def _going(decision: Decision, people: Any, before: date) -> QuerySet[Any]:
    """Rows of these people that the purge takes away, if they were written before this day."""
    rows = decision.of_model._default_manager.all()
    if decision.key != "pk" or (decision.erase == Erase.BLANKED and not decision.goes_at_last):
        return rows.none()
    whose = Q(**{f"{decision.path}__in": people}) if decision.path else Q()
    if group := decision.group_path:
        held = LegalHold.objects.standing().values("trainee__group")
        whose |= Q(**{f"{group}__in": Trainee.objects.filter(pk__in=people).values("group")})
        whose &= ~Q(**{f"{group}__in": held})
    if written := decision.written:
        whose &= Q(**{f"{written}__lt": _as_written(decision, before)}) | Q(**{written: None})
    return rows.filter(pk__in=rows.filter(whose).values("pk"))


def _as_written(decision: Decision, day: date) -> date | datetime:
    """The beginning of `day`, as the column has it that says when a row was written."""
    model: Any = decision.of_model
    *steps, name = decision.written.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    if model._meta.get_field(name).get_internal_type() == "DateField":
        return day
    return _moment(day)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _of(rule: RetentionRule) -> list[Decision]:
    return [] if rule.kind == Kept.ACCOUNT else personal.of_class(rule.kind)


def dry_run(today: date) -> list[Due]:
    """What would go if the purge ran on `today`, rule by rule: the deed itself, taken back."""
    found = []
    with transaction.atomic():
        for rule in RetentionRule.objects.all():
            people = due_people(rule, today)
            oldest = people.aggregate(oldest=Min("group__leaves_on"))["oldest"]
            count, those = sum(_purge_class(rule, today).values()), people.count()
            found.append(Due(rule, count, those, oldest))
        transaction.set_rollback(True)
    return found


def purge_due() -> int:
    """Once a night: take away what has had its time; how many rows."""
    now = timezone.localtime()
    if now.hour not in NIGHT or PurgeRun.objects.filter(on=now.date()).exists():
        return 0
    run = purge(now.date())
    return run.total if run else 0


def purge(today: date) -> PurgeRun | None:
    """The purge of `today`, in short transactions; None when it was run, or runs elsewhere.

    One that broke off goes on in the next night: what is gone is not found again.
    """
    try:
        with transaction.atomic():
            run = PurgeRun.objects.create(on=today)
    except IntegrityError:
        return None
    for rule in RetentionRule.objects.all():
        for model, count in _purge_class(rule, today).items():
            run.counts[model] = run.counts.get(model, 0) + count
    run.finished_at = timezone.now()
    run.save(update_fields=["counts", "finished_at"])
    return run


def _purge_class(rule: RetentionRule, today: date) -> dict[str, int]:
    counts: dict[str, int] = {}
    keys = list(due_people(rule, today).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), PEOPLE_AT_ONCE):
        some = keys[start : start + PEOPLE_AT_ONCE]
        with transaction.atomic():
            # A hold set meanwhile waits for this batch or stops it.
            people = [
                each.pk
                for each in due_people(rule, today)
                .filter(pk__in=some)
                .select_for_update(of=("self",))
            ]
            for model, count in _purge_people(rule, people, today).items():
                counts[model] = counts.get(model, 0) + count
    if rule.kind == Kept.MAIL and (mails := _old_mail(rule, today).delete()[0]):
        counts[OutgoingMail._meta.label] = mails
    if rule.kind == Kept.CONTACT and (
        done := entering.forget_contact(rule.gone_home_before(today))
    ):
        counts["trainees.AccompanyingPerson"] = done
    if rule.kind == Kept.POLICE:
        counts |= removing.remove_rows(_empty_guest_files(rule, today))
    if rule.kind == Kept.TRAIL:
        counts |= sealing.let_go(_moment(rule.gone_home_before(today)))
    return counts


def _purge_people(rule: RetentionRule, people: list[int], today: date) -> dict[str, int]:
    before = rule.gone_home_before(today)
    counts = removing.remove(_of(rule), lambda each: _going(each, people, before))
    for decision in _of(rule):
        if decision.erase == Erase.BLANKED and decision.blank and not decision.goes_at_last:
            rows = decision.of_model._default_manager.filter(**{f"{decision.path}__in": people})
            full = rows.exclude(**decision.blank)
            if done := full.update(**decision.blank):
                counts[decision.model] = counts.get(decision.model, 0) + done
    if rule.kind == Kept.ACCOUNT:
        counts["accounts.User"] = _close_accounts(people)
    if rule.kind in (*erasing.NAMED, Kept.CHECK):
        counts["trainees.Trainee"] = _rename(people, today)
    return {model: count for model, count in counts.items() if count}


def _close_accounts(people: list[int]) -> int:
    done = 0
    for user in User.objects.filter(trainees__in=people, is_active=True, is_staff=False).distinct():
        trainee = Trainee.objects.filter(user=user, pk__in=people).first()
        if trainee and erasing.is_last_of_account(trainee):
            erasing.close_account(user)
            done += 1
    return done


def _rename(people: list[int], today: date) -> int:
    """Names go when the last class that needs them has had its time, and nothing of it is left."""
    months = RetentionRule.objects.filter(kind__in=erasing.NAMED)
    if months.count() < len(erasing.NAMED):
        return 0
    last = max(months, key=lambda rule: rule.months)
    found = Trainee.objects.filter(pk__in=people, group__leaves_on__lt=last.gone_home_before(today))
    named = {each.pk: each for each in found if each.last_name != str(each.pk)}
    for decision in filter(erasing.has_name, personal.about_trainees()):
        rows = decision.of_model._default_manager.filter(**{f"{decision.path}__in": list(named)})
        for key in set(rows.values_list(decision.path, flat=True)):
            del named[key]
    for trainee in named.values():
        erasing.rename(trainee)
    return len(named)


def _empty_guest_files(rule: RetentionRule, today: date) -> QuerySet[GuestFile]:
    """Guest files of the police whose receipt has had its time, and which name nobody any more."""
    before = _moment(rule.gone_home_before(today))
    over = Q(receipted_at__lt=before) | Q(receipted_at=None, arrived_at__lt=before)
    return GuestFile.objects.filter(over, entries=None)


def _old_mail(rule: RetentionRule, today: date) -> QuerySet[OutgoingMail]:
    """Mail of anybody, by its own age; one that waits to be sent stays."""
    before = timezone.now() - (today - rule.gone_home_before(today))
    return OutgoingMail.objects.filter(created_at__lt=before, due_at__lt=before)


# --- What coordinators do ---------------------------------------------------------------------


@transaction.atomic
def change(rule: RetentionRule, *, months: int, reason: str, by: User) -> RetentionRule:
    """Another time or reason; what was before is kept in the history."""
    row = RetentionRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    before = {"months": row.months, "reason": row.reason}
    after = {"months": months, "reason": reason}
    if before == after:
        return row
    row.months, row.reason = months, reason
    row.full_clean()
    row.save(update_fields=["months", "reason"])
    history.keep(row, by=by, before=before, after=after)
    audit.note(Action.RETENTION_CHANGED, by=by, about=row, before=before["months"], after=months)
    return row


@transaction.atomic
def hold(trainee: Trainee, *, by: User, reason: str) -> LegalHold:
    """From now on nothing of the trainee goes. Raises `ValidationError` when one stands already."""
    Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    if LegalHold.objects.standing().filter(trainee=trainee).exists():
        raise ValidationError(_("A legal hold stands already."), code="held")
    audit.note(Action.HOLD_CHANGED, by=by, about=trainee, held=True)
    return LegalHold.objects.create(trainee=trainee, by=by, reason=reason)


@transaction.atomic
def end_hold(trainee: Trainee, *, by: User) -> None:
    """The usual times hold again."""
    standing = LegalHold.objects.standing().filter(trainee=trainee)
    if standing.update(ended_at=timezone.now(), ended_by=by):
        audit.note(Action.HOLD_CHANGED, by=by, about=trainee, held=False)
