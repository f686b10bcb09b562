"""Placements with evaluations, the shortest way."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from assessment import evaluations, framework, models, signing_off, slots, standard
from assessment.enums import EvaluationKind, SignOffMoment
from imyportal import weeks
from tests.factories import PlacementFactory, UserFactory


def standard_set():
    """The standard objectives; a test that writes for real may have cleared them."""
    standard.write(1, models=models)
    standard.write_dues(models)
    standard.write_models(models)
    return framework.current_standard()


def another_standard(version=2):
    """The next version in use, with one objective of one indicator; returns the objective."""
    kept = models.ObjectiveSet.objects.create(version=version)
    objective = models.Objective.objects.create(set=kept, code="x", names={"en": "X"})
    models.Indicator.objects.create(objective=objective, code="y", names={"en": "Y"})
    in_use = models.ObjectiveSet.objects.current().filter(kind="standard")
    in_use.update(is_current=False, state="replaced")
    models.ObjectiveSet.objects.filter(pk=kept.pk).update(is_current=True, state="in_use")
    return models.Objective.objects.get(pk=objective.pk)


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def scores(value):
    """The same value for every indicator."""
    return dict.fromkeys(standard_set().indicators, value)


def objective_scores(value):
    """The same value for every objective."""
    return dict.fromkeys(standard_set().objectives, value)


def give_self(placement, number=1, value=60, **changes):
    """The trainee's own of week `number` (0: the start), on its first day."""
    slot = slot_of(placement, number)
    fields = {"scores": scores(value), "by": placement.trainee.user, "at": noon(slot.opens_on)}
    return evaluations.give_own(placement, slot=slot, **(fields | changes))


def give_peer(placement, peer=None, value=60, **changes):
    """The trainee's own of the middle, with somebody of the group asked to confirm it."""
    slot = next(s for s in slots.of(placement, [EvaluationKind.PEER]))
    if peer is None:
        dates = {"starts_on": placement.starts_on, "ends_on": placement.ends_on}
        peer = PlacementFactory(trainee__group=placement.trainee.group, **dates).trainee
    fields = {"scores": objective_scores(value), "by": placement.trainee.user}
    fields["besides"] = evaluations.Besides(peer=peer)
    fields["at"] = noon(slot.opens_on)
    return evaluations.give_own(placement, slot=slot, **(fields | changes))


def give_compare(placement, number, value=60, **changes):
    """The trainee's own by comparison in week `number`, on its first day."""
    slot = slot_of(placement, number, EvaluationKind.COMPARE)
    fields = {"scores": objective_scores(value), "by": placement.trainee.user, "comment": "Faster"}
    besides = evaluations.Besides(compared_with="colleague")
    fields |= {"besides": besides, "at": noon(slot.opens_on)} | changes
    return evaluations.give_own(placement, slot=slot, **fields)


def slot_of(placement, number, kind=EvaluationKind.SELF):
    return next(slot for slot in slots.of(placement, [kind]) if slot.number == number)


def give_company(placement, number=1, value=60, **changes):
    """The company's of week `number`, on its Friday."""
    monday = weeks.monday_of(placement.starts_on) + timedelta(weeks=number - 1)
    fields = {"name": "Marco", "at": noon(monday + timedelta(days=4))}
    fields["scores"] = objective_scores(value)
    return evaluations.give_company(placement, monday=monday, **(fields | changes))


def give_agency(placement, number=1, value=60, **changes):
    """The agency tutor's of week `number`, on its Friday."""
    slot = slot_of(placement, number)
    fields = {"at": noon(slot.monday + timedelta(days=4)), "scores": objective_scores(value)}
    fields["by"] = UserFactory(tutor=True)
    return evaluations.give_agency(
        placement, moment=slot.moment, monday=slot.monday, **(fields | changes)
    )


def sign_off(placement, moment=SignOffMoment.FINAL, *, reason="", by=None, **changes):
    """The results as they are proposed; `changes` are other values by objective code, with `reason`."""
    sheet = signing_off.sheets([placement], moment)[placement.pk]
    keys = {line.objective.code: line.objective.pk for line in sheet.summary.objectives}
    moderated = {keys[code]: value for code, value in changes.items()}
    return signing_off.sign(
        placement,
        moment=moment,
        values=sheet.proposed | moderated,
        reasons=dict.fromkeys(keys.values(), reason),
        reason=reason if sheet.current else "",
        by=by or UserFactory(tutor=True),
    )
