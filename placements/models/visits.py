import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.db import TimesDoNotOverlap
from trainees.models import Group, SendingOrganisation, SendingTutor

from ..enums import ANSWERED, OPEN_VISITS, ReportSide, StopAnswer, VisitState
from .companies import CompanyTutor, HostCompany
from .placements import COMPANY_SEES
from .visit_requests import VisitRequest, of_schools

IS_ANSWERED = Q(answer__in=ANSWERED)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: their own, those of groups and schools they see.

        Sending tutors: those on which somebody of their school comes along. A company by link: the visits
        it was asked about.
        """
        if isinstance(viewer, AccessLink):
            return self.filter(pk__in=VisitStop.objects.visible_to(viewer).values("visit"))
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            if viewer.has_perm("trainees.view_all_trainees"):
                return self.all()
            return self.filter(Q(agency_tutor=viewer) | of_schools(viewer))
        schools = SendingTutor.objects.filter(user=viewer).values("organisation")
        somebody = Exists(VisitGuest.objects.filter(visit=OuterRef("pk")))
        return self.filter(somebody, organisation__in=schools)

    def open(self) -> Self:
        """Neither over nor cancelled."""
        return self.filter(state__in=OPEN_VISITS)


class Visit(models.Model):
    """One day on which an agency tutor, sending tutors of one school, or both go round companies.

    Whom they visit follows from the placements of that day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        SendingOrganisation,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("sending organisation"),
    )
    # Empty: all groups of the organisation.
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, related_name="visits", verbose_name=_("group")
    )
    day = models.DateField(_("day"))
    agency_tutor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="visits",
        verbose_name=_("agency tutor who comes along"),
    )
    guests = models.ManyToManyField(
        SendingTutor, through="VisitGuest", related_name="visits", verbose_name=_("sending tutors")
    )
    meeting_at = models.TimeField(_("meeting at"), null=True)
    meeting_point = models.CharField(_("meeting point"), max_length=300, blank=True)
    request = models.ForeignKey(
        VisitRequest, on_delete=models.PROTECT, null=True, related_name="visits"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=VisitState, default=VisitState.PLANNED
    )
    planned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    planned_at = models.DateTimeField(_("planned"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("fixed"), null=True)
    done_at = models.DateTimeField(_("reported"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    cancelled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cancelled by")
    )
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_visit_state_has_its_time",
                condition=Q(state=VisitState.PLANNED, done_at=None, cancelled_at=None)
                | Q(
                    state=VisitState.CONFIRMED,
                    confirmed_at__isnull=False,
                    done_at=None,
                    cancelled_at=None,
                )
                | Q(state=VisitState.DONE, done_at__isnull=False, cancelled_at=None)
                | (
                    Q(state=VisitState.CANCELLED, done_at=None)
                    & Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                    & ~Q(cancel_reason="")
                ),
            ),
        ]
        indexes = [
            # What is to come or waits for its report, among the visits of years.
            models.Index(
                fields=["day"], condition=Q(state__in=OPEN_VISITS), name="placements_visit_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{date_format(self.day, 'j F Y')}, {self.group or self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("admin:placements_visit_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_VISITS


class VisitGuestQuerySet(models.QuerySet["VisitGuest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the visit."""
        return self.filter(visit__in=Visit.objects.visible_to(viewer))


class VisitGuest(models.Model):
    """A sending tutor who comes along; a trigger refuses one of another school."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="guest_rows")
    tutor = models.ForeignKey(
        SendingTutor,
        on_delete=models.PROTECT,
        related_name="visit_rows",
        verbose_name=_("sending tutor"),
    )

    objects = VisitGuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending tutor who comes along")
        verbose_name_plural = _("sending tutors who come along")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "tutor"], name="placements_visitguest_once_a_visit"
            ),
        ]

    def __str__(self) -> str:
        return str(self.tutor)


class VisitStopQuerySet(models.QuerySet["VisitStop"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the visit; a company by link: its own, from when it was asked until long after the day."""
        if isinstance(viewer, AccessLink):
            asked = self.filter(company_tutor__in=CompanyTutor.objects.visible_to(viewer))
            since = timezone.localdate() - COMPANY_SEES
            return asked.filter(asked_at__isnull=False, visit__day__gte=since)
        return self.filter(visit__in=Visit.objects.visible_to(viewer))

    def holding(self) -> Self:
        """Not taken out of the day."""
        return self.filter(withdrawn_at=None)


class VisitStop(models.Model):
    """One company on a day of visits: from when to when, and what the company says of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="stops", verbose_name=_("visit")
    )
    company = models.ForeignKey(
        HostCompany, on_delete=models.PROTECT, related_name="visit_stops", verbose_name=_("company")
    )
    company_tutor = models.ForeignKey(
        CompanyTutor,
        on_delete=models.PROTECT,
        related_name="visit_stops",
        verbose_name=_("company tutor"),
    )
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    answer = models.CharField(
        _("answer"), max_length=6, choices=StopAnswer, default=StopAnswer.OPEN
    )
    asked_at = models.DateTimeField(_("asked"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_link = models.ForeignKey(
        AccessLink, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # An agency tutor who wrote down what the company said on the phone.
    answered_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.TimeField(_("proposed time"), null=True)
    # Empty: the day of the visit. A trigger refuses it beside any other answer.
    proposed_on = models.DateField(_("proposed day"), null=True)
    note = models.CharField(_("what the company wrote"), max_length=300, blank=True)
    # Calendar programs take a change only with a higher number (RFC 5545, 3.8.7.4).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("taken out"), null=True)

    objects = VisitStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("company to visit")
        verbose_name_plural = _("companies to visit")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_visitstop_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end is not after the start."),
            ),
            models.UniqueConstraint(
                fields=["visit", "company"],
                name="placements_visitstop_company_once_a_visit",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This company is there twice."),
            ),
            TimesDoNotOverlap(
                name="placements_visitstop_one_at_a_time",
                who="visit",
                start="starts_at",
                end="ends_at",
                condition=Q(withdrawn_at=None) & ~Q(answer=StopAnswer.NO),
                violation_error_message=_("Two companies at the same time."),
            ),
            models.CheckConstraint(
                name="placements_visitstop_answer_has_its_time",
                condition=(IS_ANSWERED & Q(answered_at__isnull=False))
                | (~IS_ANSWERED & Q(answered_at=None, answered_link=None, answered_user=None)),
            ),
            models.CheckConstraint(
                name="placements_visitstop_asked_has_its_time",
                condition=~Q(answer=StopAnswer.ASKED) | Q(asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_visitstop_other_time_is_said",
                condition=Q(answer=StopAnswer.OTHER, proposed_at__isnull=False)
                | (~Q(answer=StopAnswer.OTHER) & Q(proposed_at=None)),
                violation_error_message=_("Enter the time that suits you better."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M} {self.company}"

    @property
    def begins(self) -> datetime:
        """The moment the visit to this company begins."""
        return timezone.make_aware(datetime.combine(self.visit.day, self.starts_at))

    @property
    def finishes(self) -> datetime:
        """The moment it is over."""
        return timezone.make_aware(datetime.combine(self.visit.day, self.ends_at))

    @property
    def when(self) -> str:
        """Day and time, to see whether they are still those somebody was shown."""
        return f"{self.visit.day:%Y%m%d} {self.starts_at:%H%M}-{self.ends_at:%H%M}"


class VisitReportQuerySet(models.QuerySet["VisitReport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the visit. Sending tutors: their school's own, and those shared with it."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        seen = self.filter(stop__visit__in=Visit.objects.visible_to(viewer))
        return seen if viewer.is_staff else seen.filter(is_shared=True)


class VisitReport(models.Model):
    """What somebody of one side saw at one company; it may be put right after the day is locked."""

    stop = models.ForeignKey(
        VisitStop, on_delete=models.PROTECT, related_name="reports", verbose_name=_("company")
    )
    side = models.CharField(_("written for"), max_length=6, choices=ReportSide)
    spoken_to = models.CharField(_("spoken to"), max_length=200, blank=True)
    seen = models.TextField(_("what was seen"))
    next_step = models.CharField(_("agreed next step"), max_length=300, blank=True)
    next_on = models.DateField(_("by when"), null=True)
    is_shared = models.BooleanField(_("shared with the school"), default=False)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)
    # The entry in the contact log that was written with it.
    occasion = models.UUIDField(null=True, editable=False)

    objects = VisitReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a visit")
        verbose_name_plural = _("reports of visits")
        ordering = ["stop__starts_at", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "side"], name="placements_visitreport_once_a_side"
            ),
            models.CheckConstraint(
                name="placements_visitreport_says_something",
                condition=~Q(seen=""),
                violation_error_message=_("Write in a few words what was seen."),
            ),
            models.CheckConstraint(
                name="placements_visitreport_step_has_a_day",
                condition=Q(next_step="", next_on=None)
                | (~Q(next_step="") & Q(next_on__isnull=False)),
                violation_error_message=_("A next step has a day."),
            ),
            models.CheckConstraint(
                name="placements_visitreport_school_shares_its_own",
                condition=~Q(side=ReportSide.SCHOOL) | Q(is_shared=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stop.company}, {self.get_side_display()}"
