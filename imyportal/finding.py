"""The desk's search box: trainees, companies, groups, certificates and badges by name or code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import BadgeAward, Certificate
from placements.models import CompanyTutor, HostCompany
from trainees.models import Group, Trainee

from .codes import grouped

MOST = 20  # of each kind
PERSON = ["first_name__alike", "last_name__alike", "email__icontains"]
GROUP = ["name__alike", "project_code__icontains", "organisation__name__alike"]


@dataclass(frozen=True)
class Hit:
    text: str
    sub: str
    url: str
    log_url: str = ""  # the form for a contact


@dataclass(frozen=True)
class Found:
    heading: str
    hits: list[Hit]


def find(viewer: User, words: str) -> list[Found]:
    """What `viewer` may see and every one of the words occurs in; kinds without a hit are left out."""
    terms = words.replace("\x00", "").split()[:6]
    if not terms:
        return []
    kinds = [
        Found(_("Trainees"), list(_trainees(viewer, terms))),
        Found(_("Companies"), list(_companies(viewer, terms))),
        Found(_("Company tutors"), list(_tutors(viewer, terms))),
        Found(_("Groups"), list(_groups(viewer, terms))),
        Found(_("Certificates"), list(_certificates(viewer, terms))),
        Found(_("Badges"), list(_badges(viewer, terms))),
    ]
    return [each for each in kinds if each.hits]


def _all_in(rows: QuerySet[Any], terms: list[str], *fields: str) -> QuerySet[Any]:
    """`fields` with the lookup each is searched by."""
    for term in terms:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{field: term})
        rows = rows.filter(anywhere)
    return rows


def _trainees(viewer: User, terms: list[str]) -> Iterable[Hit]:
    rows = Trainee.objects.visible_to(viewer).select_related("group")
    for each in _all_in(rows, terms, *PERSON)[:MOST]:
        log = reverse("admin:trainees_trainee_contact", args=[each.pk])
        yield Hit(each.name, each.group.name, each.get_absolute_url(), log)


def _companies(viewer: User, terms: list[str]) -> Iterable[Hit]:
    rows = HostCompany.objects.visible_to(viewer)
    for each in _all_in(rows, terms, "name__alike", "sector__alike", "address__alike")[:MOST]:
        yield Hit(each.name, each.address, each.get_absolute_url())


def _tutors(viewer: User, terms: list[str]) -> Iterable[Hit]:
    rows = CompanyTutor.objects.visible_to(viewer).select_related("company")
    for each in _all_in(rows, terms, *PERSON)[:MOST]:
        url = reverse("admin:placements_companytutor_change", args=[each.pk])
        log = reverse("admin:placements_companytutor_contact", args=[each.pk])
        yield Hit(each.name, each.company.name, url, log)


def _groups(viewer: User, terms: list[str]) -> Iterable[Hit]:
    rows = Group.objects.visible_to(viewer).select_related("organisation")
    for each in _all_in(rows, terms, *GROUP)[:MOST]:
        yield Hit(each.name, each.organisation.name, each.get_absolute_url())


def _certificates(viewer: User, terms: list[str]) -> Iterable[Hit]:
    rows = Certificate.objects.visible_to(viewer).select_related("placement__trainee")
    for each in _all_in(rows, terms, "number__icontains", "code__typed")[:MOST]:
        url = reverse("admin:assessment_certificate_change", args=[each.pk])
        yield Hit(each.number, each.placement.trainee.name, url)


def _badges(viewer: User, terms: list[str]) -> Iterable[Hit]:
    rows = BadgeAward.objects.visible_to(viewer).select_related("trainee", "level")
    for each in _all_in(rows, terms, "code__typed")[:MOST]:
        url = reverse("admin:assessment_badgeaward_change", args=[each.pk])
        yield Hit(grouped(each.code), f"{each.trainee.name}, {each.level.name}", url)
