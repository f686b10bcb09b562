"""The guardians of a group's minors on the desk, and what the Today board says of missing answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal.attention import Level, Signal, pages
from imyportal.db import DaysBetween

from .. import consents
from ..enums import AUTHORISATIONS, INDISPENSABLE, ConsentPurpose, Giver
from ..models import Consent, Group, GroupAuthorisation, Guardian, Trainee
from . import authorisations
from .authorisations import Light

SEEN_FOR = timedelta(days=7)  # so long the board names a no to what somebody can come without


@dataclass(frozen=True)
class Row:
    """One minor."""

    trainee: Trainee
    lights: list[Light]
    guardians: list[Guardian]
    can_ask: bool  # somebody has an address, and something is open
    note: str  # when they turn 18 during the stay

    @property
    def url(self) -> str:
        return self.trainee.get_absolute_url()


@dataclass(frozen=True)
class Sheet:
    """All of a group."""

    purposes: list[ConsentPurpose]
    days_before: int
    rows: list[Row]
    others: int  # who need nobody's word

    @property
    def open(self) -> int:
        return sum(any(each.is_open for each in row.lights) for row in self.rows)

    @property
    def to_ask(self) -> list[Trainee]:
        return [row.trainee for row in self.rows if row.can_ask]


def sheet(group: Group, viewer: User) -> Sheet:
    """Six queries, however many people."""
    rules = list(GroupAuthorisation.objects.visible_to(viewer).filter(group=group))
    asked = {each.purpose for each in rules}
    seen = Trainee.objects.visible_to(viewer).filter(group=group).select_related("user")
    people = list(seen.prefetch_related("guardians__emergency"))
    for trainee in people:
        trainee.group = group
    found = authorisations.lights(people)
    return Sheet(
        purposes=[each for each in AUTHORISATIONS if each in asked],
        days_before=rules[0].days_before if rules else authorisations.DAYS_BEFORE,
        rows=[_row(each, found[each.pk]) for each in people if each.pk in found],
        others=len(people) - len(found),
    )


def _row(trainee: Trainee, lights: list[Light]) -> Row:
    group, guardians = trainee.group, list(trainee.guardians.all())
    turns = trainee.of_age_on
    is_here = group.arrives_on <= turns <= group.leaves_on
    text = _("18 on %(day)s") % {"day": date_format(turns, "j F")}
    is_open = any(each.is_open for each in lights)
    return Row(trainee, lights, guardians, is_open and _reachable(trainee), text if is_here else "")


def _reachable(trainee: Trainee) -> bool:
    return any(
        each.email and each.email.lower() not in consents.own_addresses(trainee)
        for each in trainee.guardians.all()
    )


# --- The Today board --------------------------------------------------------------------------


def with_columns(trainees: QuerySet[Trainee], today: date) -> QuerySet[Trainee]:
    """Adds `unanswered` and `refused`: of what the group asks, how many; NULL for none."""
    word = Consent.objects.standing().filter(
        trainee=OuterRef(OuterRef("pk")), purpose=OuterRef("purpose"), giver=Giver.GUARDIAN
    )
    until = DaysBetween(OuterRef("group__arrives_on"), Value(today, output_field=DateField()))
    rules = GroupAuthorisation.objects.filter(group=OuterRef("group"), days_before__gte=until)
    no = word.filter(agrees=False)
    recent = no.filter(said_on__gte=today - SEEN_FOR)
    must = [each.value for each in INDISPENSABLE]
    return trainees.annotate(
        unanswered=_many(rules.filter(~Exists(word))),
        refused=_many(rules.filter(Exists(recent) | Q(Exists(no), purpose__in=must))),
    )


def _many(rules: QuerySet[GroupAuthorisation]) -> Subquery:
    return Subquery(rules.order_by().values("group").annotate(many=Count("pk")).values("many"))


def is_open() -> Q:
    """The condition that a column of `with_columns` says something."""
    return Q(unanswered__gt=0) | Q(refused__gt=0)


COLUMNS = ("unanswered", "refused", "birth_date", "group__leaves_on")


def signals(
    pk: int, group: int, arrives_on: date, columns: Iterable[Any], today: date
) -> Iterable[Signal]:
    """The reasons of one trainee; none for who needs nobody's word on the day that counts."""
    unanswered, refused, born, leaves_on = columns
    person = Trainee(birth_date=born, group=Group(arrives_on=arrives_on, leaves_on=leaves_on))
    if not authorisations.is_needed(person, today):
        return
    url = pages("admin:trainees_group_guardians")(group)
    if refused:
        text = ngettext(
            "A guardian said no to %d question", "A guardian said no to %d questions", refused
        )
        yield _signal(pk, "guardian_no", Level.RED, text % refused, url)
    if unanswered:
        text = ngettext(
            "%d answer of a guardian is missing", "%d answers of a guardian are missing", unanswered
        )
        yield _signal(pk, "guardian_unanswered", Level.AMBER, text % unanswered, url)


def _signal(pk: int, key: str, level: Level, text: str, url: str) -> Signal:
    return Signal(
        trainee_id=pk,
        key=key,
        level=level,
        icon="shield",
        text=text,
        action=_("Open the guardians of the group"),
        url=url,
    )
