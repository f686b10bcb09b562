"""About whom a contact can be, on the page of a trainee, a placement, a company tutor or a group."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from trainees import phones
from trainees.models import Group, Trainee

from ..enums import ContactWith
from ..models import CompanyTutor, Contact, Placement

RECENT = timedelta(days=30)  # so long a company is still asked about a trainee who has left
LOADED = ("tutor", "group__lead_tutor", "group__sending_tutor__user", "group__organisation")


@dataclass(frozen=True)
class Person:
    """Somebody to be in contact with."""

    with_whom: ContactWith
    name: str
    phone: str = ""
    email: str = ""


@dataclass
class Subject:
    """Trainees to choose from, or one; or a group as a whole."""

    title: str
    url: str  # of its page on the desk
    trainees: list[Trainee]
    group: Group | None = None
    people: list[Person] = field(default_factory=list)
    with_whom: ContactWith = ContactWith.TRAINEE  # most likely

    @property
    def is_choice(self) -> bool:
        """Whether somebody must say about whom."""
        return self.group is not None or len(self.trainees) != 1

    @property
    def only(self) -> Trainee | None:
        """The one trainee it is about."""
        return None if self.is_choice else self.trainees[0]

    @property
    def is_nobody(self) -> bool:
        """A company tutor without a trainee the person sees."""
        return self.group is None and not self.trainees

    @property
    def owners(self) -> list[User]:
        """Agency tutors in charge."""
        found = [each.responsible for each in self.trainees]
        if self.group is not None:
            found.append(self.group.lead_tutor)
        return list(dict.fromkeys(found))

    def name_of(self, with_whom: str) -> str:
        """What the only such person is called; empty where there are several."""
        names = {each.name for each in self.people if each.with_whom == with_whom}
        return names.pop() if len(names) == 1 else ""


def find(viewer: User, model: str, pk: int) -> Subject:
    """That of a row of one of `MODELS`. Raises `Http404` for what is not seen."""
    return MODELS[model](viewer, pk)


def of_contact(viewer: User, contact: Contact) -> Subject:
    """That of an entry."""
    if contact.group_id is not None:
        return _group(viewer, contact.group_id)
    return _trainee(viewer, contact.trainee_id or 0)


def _trainee(viewer: User, pk: int) -> Subject:
    seen = Trainee.objects.visible_to(viewer).select_related(*LOADED)
    return _about(get_object_or_404(seen, pk=pk))


def _placement(viewer: User, pk: int) -> Subject:
    seen = Placement.objects.visible_to(viewer).select_related("trainee")
    placement = get_object_or_404(seen, pk=pk)
    subject = _trainee(viewer, placement.trainee_id)
    subject.url = placement.get_absolute_url()
    return subject


def _about(trainee: Trainee) -> Subject:
    people = [Person(ContactWith.TRAINEE, trainee.name, phones.written(trainee), trainee.email)]
    nearest = (
        Placement.objects.live().filter(trainee=trainee).select_related("company_tutor", "company")
    )
    if placement := nearest.nearest_first(timezone.localdate()).first():
        people.append(_of_company(placement.company_tutor, placement.company.phone))
    people += [
        Person(ContactWith.GUARDIAN, each.name, each.phone, each.email)
        for each in trainee.guardians.all()
    ]
    people += _of_school(trainee.group)
    return Subject(trainee.name, trainee.get_absolute_url(), [trainee], people=people)


def _of_company(tutor: CompanyTutor, phone: str) -> Person:
    """The company's number stands where there is none of their own."""
    return Person(ContactWith.COMPANY, tutor.name, tutor.phone or phone, tutor.email)


def _of_school(group: Group) -> list[Person]:
    if group.sending_tutor is None:
        return []
    user = group.sending_tutor.user
    return [Person(ContactWith.SENDING, str(user), user.phone, user.email)]


def _company_tutor(viewer: User, pk: int) -> Subject:
    tutor = get_object_or_404(
        CompanyTutor.objects.visible_to(viewer).select_related("company"), pk=pk
    )
    today = timezone.localdate()
    theirs = Placement.objects.visible_to(viewer).live().filter(company_tutor=tutor)
    now = theirs.filter(ends_on__gte=today - RECENT, starts_on__lte=today + RECENT)
    trainees = Trainee.objects.filter(pk__in=now.values("trainee")).select_related(*LOADED)
    return Subject(
        tutor.name,
        reverse("admin:placements_companytutor_change", args=[pk]),
        list(trainees),
        people=[_of_company(tutor, tutor.company.phone)],
        with_whom=ContactWith.COMPANY,
    )


def _group(viewer: User, pk: int) -> Subject:
    seen = Group.objects.visible_to(viewer).select_related("lead_tutor", "sending_tutor__user")
    group = get_object_or_404(seen, pk=pk)
    trainees = Trainee.objects.visible_to(viewer).filter(group=group).select_related(*LOADED)
    return Subject(
        group.name,
        group.get_absolute_url(),
        list(trainees),
        group,
        _of_school(group),
        ContactWith.SENDING,
    )


MODELS = {
    "trainees_trainee": _trainee,
    "trainees_group": _group,
    "placements_placement": _placement,
    "placements_companytutor": _company_tutor,
}


def latest(viewer: User, subject: Subject, most: int = 5) -> list[Contact]:
    """The last contacts about it, for who is about to write the next one."""
    about = Q(group=subject.group) if subject.group else Q(trainee__in=subject.trainees)
    seen = Contact.objects.visible_to(viewer).filter(about)
    return list(seen.select_related("by", "trainee", "group")[:most])
