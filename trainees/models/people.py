import uuid
from calendar import isleap
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Purpose
from accounts.models import AccessLink, User, Viewer, initials

from ..enums import Sex
from .groups import Group, SendingTutor
from .stand_ins import falls_to


class TraineeQuerySet(models.QuerySet["Trainee"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Oneself; one's school's (sending tutor); agency tutors: theirs, and whose they stand in for."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff and viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        if viewer.is_staff:
            return self.filter(falls_to(viewer, "tutor", "group__lead_tutor"))
        schools = SendingTutor.objects.filter(user=viewer).values("organisation")
        return self.filter(Q(user=viewer) | Q(group__organisation__in=schools))

    def here_on(self, day: date) -> Self:
        """Those whose group's stay holds `day`."""
        return self.filter(group__arrives_on__lte=day, group__leaves_on__gte=day)

    def minors_without_guardian(self, day: date) -> Self:
        """Under 18 on `day`, and nobody at home on file."""
        return self.filter(is_minor_alone(day))


def is_minor_alone(day: date) -> Q:
    """The condition on a trainee: under 18 on `day`, and nobody at home on file."""
    return Q(
        ~models.Exists(Guardian.objects.filter(trainee=models.OuterRef("pk"))),
        birth_date__gt=years_before(day, 18),
    )


def is_minor_unreachable(day: date) -> Q:
    """The condition on a trainee: under 18 on `day`, and no guardian with an e-mail address."""
    reachable = Guardian.objects.filter(trainee=models.OuterRef("pk")).exclude(email="")
    return Q(~models.Exists(reachable), birth_date__gt=years_before(day, 18))


def years_before(day: date, years: int) -> date:
    """The same day so many years before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


class Trainee(models.Model):
    """A participant: one person in one group."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="trainees", verbose_name=_("group")
    )
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trainees",
        verbose_name=_("account"),
    )
    tutor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tutored",
        limit_choices_to={"is_staff": True},
        verbose_name=_("agency tutor"),
        help_text=_("Empty: the group's lead tutor."),
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    birth_date = models.DateField(_("birth date"))
    in_compulsory_school = models.BooleanField(
        _("still in compulsory schooling"),
        default=False,
        db_default=False,
        help_text=_("Shorter limits on working time hold until then."),
    )
    sex = models.CharField(
        _("sex"),
        max_length=1,
        choices=Sex,
        blank=True,
        default="",
        db_default="",
        help_text=_("As the identity document says it: for rooms and the police’s guest file."),
    )
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    field = models.CharField(_("field"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    # [{"language": "de", "level": "C2"}, …], CEFR
    spoken = models.JSONField(_("languages spoken"), default=list, blank=True)
    emergency_name = models.CharField(_("emergency contact"), max_length=200, blank=True)
    emergency_phone = models.CharField(_("emergency phone"), max_length=40, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")
        ordering = ["last_name", "first_name", "pk"]
        permissions = [("view_all_trainees", "May see every trainee, not only their own")]
        constraints = [
            models.UniqueConstraint(
                "group",
                Lower("email"),
                name="trainees_trainee_email_once_in_group",
                condition=~Q(email=""),
                violation_error_message=_("Somebody in this group has this e-mail address."),
            ),
            models.UniqueConstraint(
                "group",
                Lower("last_name"),
                Lower("first_name"),
                "birth_date",
                name="trainees_trainee_name_once_in_group",
                condition=Q(email=""),
                violation_error_message=_("Somebody in this group has this name and birth date."),
            ),
            models.UniqueConstraint(
                fields=["group", "user"], name="trainees_trainee_account_once_in_group"
            ),
            models.CheckConstraint(
                name="trainees_trainee_email_is_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
        ]
        # The order of the desk's list: its first page must not sort everybody who ever came.
        indexes = [
            models.Index(fields=["last_name", "first_name", "id"], name="trainees_trainee_by_name")
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_trainee_change", args=[self.pk])

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name)

    @property
    def responsible(self) -> User:
        """The agency tutor in charge: the trainee's own, else the group's lead tutor."""
        return self.tutor or self.group.lead_tutor

    @property
    def stay(self) -> tuple[date, date]:
        """First and last day: the group's, which must be loaded."""
        return self.group.arrives_on, self.group.leaves_on

    def age_on(self, day: date) -> int:
        """Full years on `day`."""
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before

    def is_minor_on(self, day: date) -> bool:
        """Under 18 on `day`."""
        return self.age_on(day) < 18

    @property
    def of_age_on(self) -> date:
        """The first day that `is_minor_on` says no to; of a leap day's child the first of March."""
        year = self.birth_date.year + 18
        if (self.birth_date.month, self.birth_date.day) == (2, 29) and not isleap(year):
            return date(year, 3, 1)
        return self.birth_date.replace(year=year)

    def clean(self) -> None:
        self.email = self.email.strip().lower()


class GuardianQuerySet(models.QuerySet["Guardian"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the trainee; themselves, to who came in by a guardian's link."""
        if isinstance(viewer, AccessLink):
            is_theirs = viewer.is_live and viewer.purpose == Purpose.GUARDIAN
            return self.filter(pk=viewer.holder_id if is_theirs else None)
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))


class Guardian(models.Model):
    """A parent or another person responsible for a minor."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    own_language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: the language of the school."),
    )
    wants_news = models.BooleanField(_("news by e-mail"), default=True, db_default=True)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "trainee", Lower("name"), name="trainees_guardian_once_per_trainee"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """What we write and speak to them in."""
        return self.own_language or self.trainee.group.organisation.language

    @property
    def first_name(self) -> str:
        """How a mail greets them; we know one name only."""
        return self.name

    @property
    def is_active(self) -> bool:
        """Their link works as long as they are on file."""
        return True


class AttentionSnoozeQuerySet(models.QuerySet["AttentionSnooze"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        return self.filter(user=viewer)


class AttentionSnooze(models.Model):
    """«Later» on the Today board: a trainee's row stays away until then, unless a reason is new."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="snoozes"
    )
    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="snoozes")
    until = models.DateTimeField(_("until"))
    reasons = models.JSONField(default=list)  # the keys of the reasons seen

    objects = AttentionSnoozeQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "trainee"], name="trainees_attentionsnooze_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.until:%Y-%m-%d %H:%M}"


class AttentionOwnerQuerySet(models.QuerySet["AttentionOwner"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the trainee."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(trainee__in=Trainee.objects.visible_to(viewer))


class AttentionOwner(models.Model):
    """«I do it» on the Today board: who looks after a trainee's reasons, so that colleagues know.

    Or a colleague handed it to them, with a word. It ends by itself when the last of these reasons is gone.
    """

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="attention_owner"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(_("since"), default=timezone.now)
    reasons = models.JSONField(default=list)  # the keys of the reasons seen
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    word = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = AttentionOwnerQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_attentionowner_handed_by_another",
                condition=Q(handed_by=None) | ~Q(handed_by=models.F("user")),
                violation_error_message=_("Choose a colleague."),
            ),
            models.CheckConstraint(
                name="trainees_attentionowner_word_of_who_hands_over",
                condition=Q(word="") | Q(handed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.user}"
