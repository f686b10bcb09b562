from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal.models import StoredFile
from trainees.enums import ToldHow
from trainees.models import Trainee
from trainees.models.stand_ins import answered_by

from ..enums import IncidentKind, IncidentSeverity, PartyTold

# INAIL is told of an accident at work within 48 hours: legislative decree 81/2008, article 18 (1) (r);
# decree 1124/1965, article 53, for more than three days away. Both count from the medical certificate; we
# count from when it became known, which is never later. Of one that killed, or may, within 24 hours of the
# accident itself, by any means (decree 1124/1965, article 53).
REPORT_WITHIN = timedelta(hours=48)
REPORT_DEADLY_WITHIN = timedelta(hours=24)
SEES_ALL = "placements.view_all_incidents"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who has the right to the register; the trainee's responsible tutor or stand-in. Nobody else."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        if viewer.has_perm(SEES_ALL):
            return self.all()
        return self.filter(answered_by(viewer, "trainee__"))

    def open(self) -> Self:
        """Without an outcome."""
        return self.filter(closed_at=None)


class Incident(models.Model):
    """An accident, conflict, danger or misconduct, as it was reported; what came after are rows below it.

    Never changed but for the end of its clock and of itself, and closed it is kept: triggers see to it.
    """

    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="+", verbose_name=_("trainee")
    )
    kind = models.CharField(_("what it is"), max_length=10, choices=IncidentKind)
    severity = models.PositiveSmallIntegerField(_("how grave"), choices=IncidentSeverity)
    is_deadly = models.BooleanField(_("death, or danger of death"), null=True)  # null: no
    happened_at = models.DateTimeField(_("when it happened"))
    place = models.CharField(_("where"), max_length=200)
    text = models.TextField(_("what happened"))
    known_at = models.DateTimeField(_("when it became known"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)

    # Why INAIL need not be told, such as no day away from work.
    spared_because = models.CharField(_("INAIL need not be told"), max_length=300, blank=True)
    spared_at = models.DateTimeField(null=True)
    spared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    outcome = models.TextField(_("outcome"), blank=True)
    lessons = models.TextField(_("what we learn from it"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-known_at", "-pk"]
        permissions = [("view_all_incidents", "May see the register of incidents")]
        constraints = [
            models.CheckConstraint(
                name="placements_incident_is_told_in_order",
                condition=Q(happened_at__lte=F("known_at"), known_at__lte=F("reported_at")),
                violation_error_message=_(
                    "It happened first, then it became known, then it is reported."
                ),
            ),
            models.CheckConstraint(
                name="placements_incident_says_what_and_where",
                condition=~Q(text="") & ~Q(place=""),
            ),
            models.CheckConstraint(
                name="placements_incident_severity_is_one_of_three",
                condition=Q(severity__range=(1, 3)),
            ),
            models.CheckConstraint(
                name="placements_incident_spared_by_somebody",
                condition=Q(spared_because="", spared_at=None, spared_by=None)
                | (
                    ~Q(spared_because="")
                    & Q(
                        spared_at__isnull=False, spared_by__isnull=False, kind=IncidentKind.ACCIDENT
                    )
                ),
            ),
            models.CheckConstraint(
                name="placements_incident_closed_with_an_outcome",
                condition=Q(outcome="", lessons="", closed_at=None, closed_by=None)
                | (~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                violation_error_message=_("Write how it ended."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["trainee"], condition=Q(closed_at=None), name="placements_incident_open"
            ),
        ]

    def __str__(self) -> str:
        """Neither who nor what: this stands in the trail and in the heads of pages."""
        # Translators: number of an incident in the restricted register
        return str(_("Incident %(number)s") % {"number": self.pk})

    @property
    def report_by(self) -> datetime | None:
        """Until when INAIL must be told; None for what is no accident."""
        if self.kind != IncidentKind.ACCIDENT:
            return None
        if self.is_deadly:
            return self.happened_at + REPORT_DEADLY_WITHIN
        return self.known_at + REPORT_WITHIN


class OfIncidentQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the incident."""
        return self.filter(incident__in=Incident.objects.visible_to(viewer))


class IncidentNotice(models.Model):
    """Who was told of an incident, when and how."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    party = models.CharField(_("who"), max_length=10, choices=PartyTold)
    name = models.CharField(_("name"), max_length=200)
    how = models.CharField(_("how"), max_length=8, choices=ToldHow)
    told_at = models.DateTimeField(_("told"))
    number = models.CharField(_("reference number"), max_length=60, blank=True)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("party told")
        verbose_name_plural = _("who was told")
        ordering = ["told_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_incidentnotice_to_somebody",
                condition=~Q(name="") & Q(told_at__lte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_party_display()


class IncidentStep(models.Model):
    """A step of mediation, or a word added: what was agreed, with whom, until when."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    text = models.TextField(_("what was agreed"))
    with_whom = models.CharField(_("with whom"), max_length=300, blank=True)
    due_on = models.DateField(_("by when"), null=True)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_incidentstep_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class IncidentStepDoneQuerySet(models.QuerySet["IncidentStepDone"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the incident."""
        return self.filter(step__incident__in=Incident.objects.visible_to(viewer))


class IncidentStepDone(models.Model):
    """A step of an incident was done: once, by whom and when."""

    step = models.OneToOneField(IncidentStep, on_delete=models.PROTECT, related_name="done")
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("done by")
    )
    at = models.DateTimeField(_("done"), default=timezone.now)

    objects = IncidentStepDoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("step that is done")
        verbose_name_plural = _("steps that are done")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class IncidentPaper(models.Model):
    """A document of an incident, such as a medical certificate or the report to INAIL."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("what it is"), max_length=120)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    at = models.DateTimeField(_("added"), default=timezone.now)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_incidentpaper_has_a_title", condition=~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
