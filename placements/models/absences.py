import uuid
from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.db import PeriodsDoNotOverlap
from imyportal.models import OutgoingMail, StoredFile
from trainees.models import Group

from ..enums import AbsenceBy, AbsenceKind, NoticeOf, NoticeTo
from .placements import Placement

USUAL_PAPER_AFTER = 3  # days


def _tutors_and_trainee(viewer: Any, rows: Any, path: str) -> Any:
    """Agency tutors: with the placement. Trainees: their own. Nobody else, not even by a link."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return rows.none()
    seen = rows.filter(**{f"{path}__in": Placement.objects.visible_to(viewer)})
    return seen if viewer.is_staff else seen.filter(**{f"{path}__trainee__user": viewer})


class AbsenceRuleQuerySet(models.QuerySet["AbsenceRule"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: the agency's, and those of groups they see."""
        if not isinstance(viewer, User) or not viewer.is_active or not viewer.is_staff:
            return self.none()
        return self.filter(Q(group=None) | Q(group__in=Group.objects.visible_to(viewer)))


class AbsenceRule(models.Model):
    """After how many days an absence needs a paper. A group's goes before the agency's."""

    group = models.OneToOneField(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="absence_rule",
        verbose_name=_("group"),
        help_text=_("Empty: for every group without a rule of its own."),
    )
    paper_after = models.PositiveSmallIntegerField(
        _("a paper from day"),
        default=USUAL_PAPER_AFTER,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_(
            "3: an absence that lasts to its third day needs a paper, weekends counted, such as a "
            "medical certificate."
        ),
    )

    objects = AbsenceRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for absences")
        verbose_name_plural = _("rules for absences")
        ordering = [F("group__name").asc(nulls_first=True), "pk"]
        constraints = [
            # A group is there once, and so is the agency.
            models.UniqueConstraint(
                Coalesce("group", 0),
                name="placements_absencerule_once",
                violation_error_message=_("There is a rule for this already."),
            ),
            models.CheckConstraint(
                name="placements_absencerule_within_a_month",
                condition=Q(paper_after__range=(1, 30)),
                violation_error_message=_("Enter a whole number from 1 to 30."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group or _("every other group"))


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the placement. The trainee's own. Schools and companies see none."""
        seen: Self = _tutors_and_trainee(viewer, self, "placement")
        return seen

    def holding(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> Self:
        """What happened, nobody has said yet."""
        return self.holding().filter(kind=AbsenceKind.UNKNOWN, said_at=None, denied_at=None)

    def wanting_paper(self) -> Self:
        """A paper was asked for, and none was handed in."""
        asked = self.holding().filter(paper_asked_at__isnull=False, paper_settled_at=None)
        return asked.filter(papers=None)


class Absence(models.Model):
    """One time somebody did not come or will not: what was said, when, by whom. Days are agreed ones.

    What was on each day stands in the hour chart (`WorkDay`); here stands how it came to be known.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))  # as expected, inclusive
    # With which day the time away began: an earlier row's where this one only continues it.
    begins_on = models.DateField(_("away since"))
    starts_at = models.DateTimeField(_("agreed start"))  # of the first day
    kind = models.CharField(_("reason"), max_length=8, choices=AbsenceKind)
    shares_reason = models.BooleanField(_("the company may know the reason"), default=False)
    note = models.CharField(_("note for the agency"), max_length=300, blank=True)

    noted_by = models.CharField(_("brought in by"), max_length=8, choices=AbsenceBy)
    noted_at = models.DateTimeField(_("brought in"), default=timezone.now)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # When the trainee said it, to whomever; empty: nobody heard it from the trainee.
    said_at = models.DateTimeField(_("said"), null=True)
    # The company found out by itself.
    noticed_at = models.DateTimeField(_("noticed by the company"), null=True)
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    # The trainee says: I was at work.
    denied_at = models.DateTimeField(_("denied by the trainee"), null=True)
    cleared_at = models.DateTimeField(_("cleared up"), null=True)
    cleared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    back_on = models.DateField(_("back on"), null=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    paper_due_on = models.DateField(_("paper needed from"), null=True)
    paper_asked_at = models.DateTimeField(_("paper asked for"), null=True)
    paper_reminded_at = models.DateTimeField(_("reminded of the paper"), null=True)
    # Found in order, or not needed after all.
    paper_settled_at = models.DateTimeField(_("paper settled"), null=True)
    paper_settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_absence_ends_after_start",
                condition=Q(last_day__gte=F("first_day"), begins_on__lte=F("first_day")),
                violation_error_message=_("The last day is before the first day."),
            ),
            PeriodsDoNotOverlap(
                name="placements_absence_once_a_day",
                who="placement",
                start="first_day",
                end="last_day",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("An absence on some of these days is known already."),
            ),
            models.CheckConstraint(
                name="placements_absence_noted_by_somebody",
                condition=Q(
                    noted_by=AbsenceBy.COMPANY, link__isnull=False, noticed_at__isnull=False
                )
                | Q(noted_by=AbsenceBy.AGENCY, user__isnull=False)
                | Q(noted_by=AbsenceBy.TRAINEE, user__isnull=False, said_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_absence_unknown_until_it_is_said",
                condition=~Q(kind=AbsenceKind.UNKNOWN) | Q(said_at=None),
            ),
            models.CheckConstraint(
                name="placements_absence_reason_shared_only_if_said",
                condition=Q(shares_reason=False) | Q(said_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_absence_denied_was_never_said",
                condition=Q(denied_at=None) | Q(said_at=None),
            ),
            models.CheckConstraint(
                name="placements_absence_back_or_never_away",
                condition=Q(back_on=None) | Q(withdrawn_at=None, back_on__gt=F("first_day")),
            ),
            models.CheckConstraint(
                name="placements_absence_reminded_after_asked",
                condition=Q(paper_reminded_at=None) | Q(paper_asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_absence_cleared_by_somebody",
                condition=Q(cleared_at=None, cleared_by=None)
                | Q(cleared_at__isnull=False, cleared_by__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_absence_paper_settled_by_somebody",
                condition=Q(paper_settled_at=None, paper_settled_by=None)
                | Q(paper_settled_at__isnull=False, paper_settled_by__isnull=False),
            ),
        ]
        indexes = [
            # What the board and the worker ask for, among years of what is settled.
            models.Index(
                fields=["noticed_at"],
                condition=Q(noticed_at__isnull=False, cleared_at=None, withdrawn_at=None),
                name="placements_absence_noticed",
            ),
            models.Index(
                fields=["paper_due_on"],
                condition=Q(paper_due_on__isnull=False, paper_settled_at=None, withdrawn_at=None),
                name="placements_absence_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.trainee}, {self.first_day:%Y-%m-%d}"

    def holds(self, day: date) -> bool:
        """Between first and last day, both included."""
        return self.first_day <= day <= self.last_day


class AbsenceNoticeQuerySet(models.QuerySet["AbsenceNotice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the absence."""
        return self.filter(absence__in=Absence.objects.visible_to(viewer))


class AbsenceNotice(models.Model):
    """Who was told what of an absence, and when; written with the mail that says it."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="notices")
    to = models.CharField(_("who"), max_length=8, choices=NoticeTo)
    what = models.CharField(_("what"), max_length=8, choices=NoticeOf)
    name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("told"), default=timezone.now)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = AbsenceNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of an absence")
        verbose_name_plural = _("notices of absences")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_absencenotice_to_somebody", condition=~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_to_display()}: {self.get_what_display()}"


class AbsencePaperQuerySet(models.QuerySet["AbsencePaper"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The trainee's own; agency tutors with the right to open them: of absences they see."""
        seen: Self = _tutors_and_trainee(viewer, self, "absence__placement")
        if isinstance(viewer, User) and viewer.is_staff:
            is_allowed = viewer.has_perm("placements.view_absencepaper")
            return seen if is_allowed else self.none()
        return seen


class AbsencePaper(models.Model):
    """A paper the trainee handed in for an absence, such as a medical certificate."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="papers")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("handed in"), default=timezone.now)

    objects = AbsencePaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper for an absence")
        verbose_name_plural = _("papers for absences")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
