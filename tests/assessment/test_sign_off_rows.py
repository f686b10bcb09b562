"""Sign-offs and their results: what the database refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.enums import SignOffMoment
from assessment.models import SignedResult, SignOff
from tests.factories import PlacementFactory

from . import observing
from .ready import sign_off as signed_row
from .test_evaluation_constraints import refused

pytestmark = pytest.mark.django_db
FINAL, MID = SignOffMoment.FINAL, SignOffMoment.MID


@pytest.fixture
def signed():
    observing.standard_set()
    return signed_row(PlacementFactory())


BROKEN = [
    {"value": 101, "reason": "x"},
    {"proposed": 101, "reason": "x"},
    {"value": 50},  # 60 was proposed
    {"value": None},
    {"proposed": None},
    {"value": None, "proposed": None},
]


@pytest.mark.parametrize("changes", BROKEN)
def test_result_that_breaks_a_rule_is_refused(signed, changes):
    other = SignOff.objects.create(
        placement=signed.placement, moment=MID, signed_by=signed.signed_by
    )
    fields = {"objective": signed.results.first().objective, "proposed": 60, "value": 60}

    with refused():
        SignedResult.objects.create(sign_off=other, **(fields | changes))

    SignedResult.objects.create(sign_off=other, **fields)
    with refused():
        SignedResult.objects.create(sign_off=other, **fields)


def test_sign_off_that_breaks_a_rule_is_refused(signed):
    same = {"placement": signed.placement, "moment": FINAL, "signed_by": signed.signed_by}
    anew = same | {"supersedes": signed, "reason": "x"}
    now = timezone.now()
    for broken in (
        same,
        same | {"moment": "week"},
        anew | {"reason": ""},
        anew | {"moment": MID},
        anew | {"placement": PlacementFactory()},
        anew | {"remark": "Without a time"},
        anew | {"remark_printed": True},
        anew | {"talk_held_at": now, "talk_held_by": signed.signed_by},
        anew | {"talk_asked_at": now, "talk_held_at": now},
    ):
        with refused():
            SignOff.objects.create(**broken)

    SignOff.objects.create(**anew)
    with refused():
        SignOff.objects.create(**anew)


@pytest.mark.parametrize(
    "deed",
    [
        lambda row: SignOff.objects.filter(pk=row.pk).update(moment=MID),
        lambda row: SignOff.objects.filter(pk=row.pk).update(signed_at=timezone.now()),
        lambda row: SignOff.objects.filter(pk=row.pk).update(reason="Another"),
        lambda row: SignOff.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda row: row.results.update(value=1, reason="x"),
        lambda row: row.results.update(reason="x"),
        lambda row: row.results.all()._raw_delete("default"),
    ],
)
def test_what_was_signed_off_is_locked(signed, deed):
    with pytest.raises(IntegrityError, match="kept as they are"), transaction.atomic():
        deed(signed)

    SignOff.objects.filter(pk=signed.pk).update(remark="Theirs", remark_at=timezone.now())
