import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import User, Viewer

from .stand_ins import falls_to


class SendingOrganisationQuerySet(models.QuerySet["SendingOrganisation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: those of their groups. Sending tutors: their own."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        groups = Group.objects.visible_to(viewer)
        return self.filter(
            Q(pk__in=groups.values("organisation"))
            | Q(pk__in=SendingTutor.objects.filter(user=viewer).values("organisation"))
        )


class SendingOrganisation(models.Model):
    """A school or training centre that sends trainees."""

    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, like DE."))
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)

    objects = SendingOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending organisation")
        verbose_name_plural = _("sending organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "country",
                name="trainees_sendingorganisation_once",
                violation_error_message=_("This organisation is already here."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SendingTutorQuerySet(models.QuerySet["SendingTutor"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With their organisation, to agency tutors; to oneself and one's colleagues."""
        return self.filter(organisation__in=SendingOrganisation.objects.visible_to(viewer))


class SendingTutor(models.Model):
    """Somebody at the sending organisation who follows its trainees."""

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="sending_tutor", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        SendingOrganisation,
        on_delete=models.PROTECT,
        related_name="tutors",
        verbose_name=_("sending organisation"),
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    wants_reports = models.BooleanField(_("weekly report by e-mail"), default=True, db_default=True)

    objects = SendingTutorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending tutor")
        verbose_name_plural = _("sending tutors")
        ordering = ["user__last_name", "user__first_name", "pk"]

    def __str__(self) -> str:
        return str(self.user)


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: groups they, or whom they stand in for, lead or have a trainee in.

        Sending tutors: their school's.
        """
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        if viewer.is_staff:
            tutored = Group.objects.filter(falls_to(viewer, "trainees__tutor")).values("pk")
            return self.filter(falls_to(viewer, "lead_tutor") | Q(pk__in=tutored))
        schools = SendingTutor.objects.filter(user=viewer).values("organisation")
        return self.filter(organisation__in=schools)

    def here_on(self, day: date) -> Self:
        """Groups whose stay holds `day`."""
        return self.filter(arrives_on__lte=day, leaves_on__gte=day)


class Group(models.Model):
    """Trainees who come together: one organisation, one programme, one stay."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    organisation = models.ForeignKey(
        SendingOrganisation,
        on_delete=models.PROTECT,
        related_name="groups",
        verbose_name=_("sending organisation"),
    )
    sending_tutor = models.ForeignKey(
        SendingTutor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("sending tutor"),
    )
    lead_tutor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="led_groups",
        limit_choices_to={"is_staff": True},
        verbose_name=_("lead tutor"),
    )
    programme = models.CharField(_("programme"), max_length=120, blank=True)
    project_code = models.CharField(_("project code"), max_length=60, blank=True)
    field = models.CharField(_("field"), max_length=120, blank=True)
    activity = models.CharField(
        _("kind of mobility"),
        max_length=120,
        blank=True,
        db_default="",
        help_text=_(
            "As the programme calls it, like: short-term learning mobility of VET learners"
        ),
    )
    qualification = models.CharField(
        _("qualification"),
        max_length=160,
        blank=True,
        db_default="",
        help_text=_("What the trainees learn for at home, like: Electronics technician (dual VET)"),
    )
    qualification_level = models.PositiveSmallIntegerField(
        _("EQF level"), null=True, blank=True, help_text=_("1 to 8, if it has one.")
    )
    recognition = models.CharField(
        _("recognition"),
        max_length=400,
        blank=True,
        db_default="",
        help_text=_("How the sending organisation recognises the stay; the certificate says so."),
    )
    language = models.CharField(
        _("second language of certificates"),
        max_length=2,
        choices=Language,
        default=Language.EN,
        help_text=_("Certificates are in English, and in this language beside it."),
    )
    arrives_on = models.DateField(_("arrives on"))
    leaves_on = models.DateField(_("leaves on"))
    # Minutes from the beginning of the last day until they are expected home; empty: as usual.
    home_minutes = models.PositiveSmallIntegerField(_("expected home"), null=True, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["-arrives_on", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_group_leaves_after_arriving",
                condition=Q(leaves_on__gte=F("arrives_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="trainees_group_qualification_level_is_of_eqf",
                condition=Q(qualification_level=None) | Q(qualification_level__range=(1, 8)),
                violation_error_message=_("Levels of the EQF go from 1 to 8."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:trainees_group_change", args=[self.pk])
