"""Agreements to sign on the trainee's home page and on the company's list."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from trainees.models import Group, Trainee

from .. import company_todo, todo
from ..enums import AgreementKind, AgreementParty, AgreementState
from ..models import Agreement, AgreementSignature, Placement
from ..todo import Said, Todo


def _waiting(party: AgreementParty) -> QuerySet[Agreement]:
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk"), party=party)
    return Agreement.objects.filter(~Exists(signed), state=AgreementState.SENT).order_by("pk")


@todo.register
def of_trainee(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What the trainee has still to sign; one query."""
    found = _waiting(AgreementParty.TRAINEE).filter(placement__trainee=trainee)
    return Said(todos=_rows(found, "placements:agreement"))


@company_todo.register
def of_company(placements: Sequence[Placement]) -> list[Todo]:
    """What the company has still to sign; one query."""
    found = _waiting(AgreementParty.COMPANY).filter(placement__in=placements)
    names = {each.pk: each.trainee.first_name for each in placements}
    return _rows(found, "company:agreement", names)


def to_sign_of(group: Group, viewer: User) -> list[Todo]:
    """What the school has still to sign of a group; one query."""
    found = _waiting(AgreementParty.SCHOOL).filter(
        placement__in=Placement.objects.visible_to(viewer).filter(trainee__group=group)
    )
    rows = found.select_related("placement__trainee")
    names = {row.placement_id: row.placement.trainee.name for row in rows}
    return _rows(rows, "placements:agreement", names)


def _rows(found: Iterable[Agreement], page: str, names: dict[int, str] | None = None) -> list[Todo]:
    titles = {
        AgreementKind.LEARNING: _("Sign the learning agreement"),
        AgreementKind.TRAINING: _("Sign the training plan"),
    }
    return [
        Todo(
            titles[AgreementKind(row.kind)],
            (names or {}).get(row.placement_id) or _("Read it, two minutes"),
            reverse(page, args=[row.public_id]),
            "edit",
        )
        for row in found
    ]
