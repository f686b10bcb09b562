"""Whom of the people around a trainee mail does not reach: their own address, a guardian's, the school's, ours."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from imyportal.attention import Level, Signal
from imyportal.models import OutgoingMail

from .models import AccompanyingPerson, Guardian, SendingTutor

COLUMNS = [
    "first_name", "last_name", "own_fails", "guardian", "guardian_name", "school", "school_name",
    "colleague", "colleague_name", "accompanying", "accompanying_name",
]  # fmt: skip


class Silent(NamedTuple):
    """The columns of one trainee: a key for everybody whom mail does not reach, else None."""

    first_name: str
    last_name: str
    own_fails: bool
    guardian: int | None
    guardian_name: str
    school: int | None
    school_name: str
    colleague: int | None
    colleague_name: str
    accompanying: int | None
    accompanying_name: str


def _name(path: str = "") -> Concat:
    first, last = f"{path}first_name", f"{path}last_name"
    return Concat(first, Value(" "), last, output_field=CharField())


def with_columns(trainees: QuerySet[Any]) -> QuerySet[Any]:
    """`trainees` with `COLUMNS`; no query of its own."""
    failing = OutgoingMail.objects.undelivered().values("to")
    guardians = Guardian.objects.filter(trainee=OuterRef("pk"), email__in=failing).order_by("pk")
    schools = SendingTutor.objects.filter(
        organisation=OuterRef("group__organisation"), user__email__in=failing
    ).order_by("pk")
    beside = AccompanyingPerson.objects.reachable_on(timezone.localdate()).filter(
        group=OuterRef("group"), email__in=failing
    )
    beside = beside.order_by("pk")
    ours = Coalesce("tutor__email", "group__lead_tutor__email")
    return trainees.annotate(
        own_fails=ExpressionWrapper(Q(email__in=failing), output_field=BooleanField()),
        guardian=Subquery(guardians.values("pk")[:1]),
        guardian_name=Subquery(guardians.values("name")[:1]),
        school=Subquery(schools.values("pk")[:1]),
        school_name=Subquery(schools.annotate(who=_name("user__")).values("who")[:1]),
        ours=ours,
        colleague=Case(When(ours__in=failing, then=Coalesce("tutor", "group__lead_tutor"))),
        colleague_name=Case(
            When(tutor=None, then=_name("group__lead_tutor__")), default=_name("tutor__")
        ),
        accompanying=Subquery(beside.values("pk")[:1]),
        accompanying_name=Subquery(beside.annotate(who=_name()).values("who")[:1]),
    )


def is_silent() -> Q:
    """The condition: somebody around the trainee is not reached."""
    return (
        Q(own_fails=True)
        | Q(guardian__isnull=False)
        | Q(school__isnull=False)
        | Q(colleague__isnull=False)
        | Q(accompanying__isnull=False)
    )


def signals(
    trainee: int, found: Silent, told: set[tuple[str, int]], *, may_change_people: bool
) -> Iterator[Signal]:
    """One a person: a school's tutor and a colleague stand with the first trainee they look after.

    `told` is who was named before; it grows.
    """
    people = [
        ("trainee", trainee if found.own_fails else None, f"{found.first_name} {found.last_name}"),
        ("guardian", found.guardian, found.guardian_name),
        ("school", found.school, found.school_name),
        ("colleague", found.colleague, found.colleague_name),
        ("accompanying", found.accompanying, found.accompanying_name),
    ]
    for kind, pk, name in people:
        if pk is None or (kind, pk) in told:
            continue
        told.add((kind, pk))
        can_correct = kind != "colleague" or may_change_people
        yield Signal(
            trainee_id=trainee,
            key=f"mail:{kind}:{pk}",
            level=Level.AMBER,
            icon="mail",
            text=_("Mail to %(name)s does not arrive") % {"name": name},
            action=_("Correct the address") if can_correct else "",
            url=_page(kind, pk) if can_correct else "",
        )


def _page(kind: str, pk: int) -> str:
    """Where the address is put right; who accompanies a group has a form of their own."""
    if kind == "accompanying":
        return reverse("admin:trainees_accompanying_person", args=[pk])
    return reverse("admin:address", args=[kind, pk])
