"""Agreements to sign on the trainee's home page and on the company's list, and what a training plan waits for."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from trainees.models import Group, Particulars, Trainee

from .. import company_todo, todo
from ..enums import AgreementKind, AgreementParty, AgreementState
from ..models import Agreement, AgreementSignature, Placement
from ..todo import Said, Todo


def _waiting(party: AgreementParty) -> QuerySet[Agreement]:
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk"), party=party)
    return Agreement.objects.filter(~Exists(signed), state=AgreementState.SENT).order_by("pk")


def _or_lacking(party: AgreementParty) -> QuerySet[Agreement]:
    """And begun training plans that wait for the trainee's own data."""
    known = Particulars.objects.filter(trainee=OuterRef("placement__trainee"))
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk"), party=party)
    return Agreement.objects.filter(
        Q(~Exists(signed), state=AgreementState.SENT)
        | Q(~Exists(known), state=AgreementState.DRAFT, kind=AgreementKind.TRAINING)
    ).order_by("pk")


def _own(trainee: Trainee, today: date) -> QuerySet[Agreement]:
    return _or_lacking(AgreementParty.TRAINEE).filter(placement__trainee=trainee)


@todo.register(when=_own)
def of_trainee(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What the trainee has still to sign, or to enter for a training plan; one query."""
    return Said(todos=[_todo(row, "placements:agreement") for row in _own(trainee, today)])


@company_todo.register
def of_company(placements: Sequence[Placement]) -> list[Todo]:
    """What the company has still to sign; one query."""
    found = _waiting(AgreementParty.COMPANY).filter(placement__in=placements)
    names = {each.pk: each.trainee.first_name for each in placements}
    return [_todo(row, "company:agreement", names[row.placement_id]) for row in found]


def to_sign_of(group: Group, viewer: User) -> list[Todo]:
    """What the school has still to sign of a group, or to enter for a training plan; one query."""
    found = _or_lacking(AgreementParty.SCHOOL).filter(
        placement__in=Placement.objects.visible_to(viewer).filter(trainee__group=group)
    )
    return [
        _todo(row, "placements:agreement", row.placement.trainee.name, group)
        for row in found.select_related("placement__trainee")
    ]


def _todo(row: Agreement, page: str, name: str = "", group: Group | None = None) -> Todo:
    """With the name of whose it is, to others than the trainee; `group` to the school."""
    if row.state == AgreementState.DRAFT:
        title = _("Data for the training plan")
        url = reverse("trainees:particulars")
        if group is not None:
            whose = [group.public_id, row.placement.trainee.public_id]
            url = reverse("sending:trainee_particulars", args=whose)
        return Todo(title, name or _("Where you were born and live"), url, "edit")
    titles = {
        AgreementKind.LEARNING: _("Sign the learning agreement"),
        AgreementKind.TRAINING: _("Sign the training plan"),
    }
    title = titles[AgreementKind(row.kind)]
    url = reverse(page, args=[row.public_id])
    return Todo(title, name or _("Read it, two minutes"), url, "edit", is_needed=True)
