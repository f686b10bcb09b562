"""Papers a sending organisation wants of its participants: what is asked for, what was handed in, what became of it."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from imyportal import words
from imyportal.models import StoredFile

from ..enums import DueFrom, PaperBy, PaperNeed, PaperVerdict
from .groups import Group
from .own import OwnQuerySet
from .people import Trainee
from .templated import TemplatedQuerySet


class PaperWantedQuerySet(TemplatedQuerySet):
    def of_kind(self, kind: str) -> Self:
        """Those of the template for every group, and for this kind of group."""
        return self.template().filter(kind_of_group__in=["", kind])


class PaperWanted(models.Model):
    """A paper that is asked for. Without a group: of the agency's template, for one kind of group or for all."""

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="papers_wanted",
        verbose_name=_("group"),
    )
    kind_of_group = models.CharField(
        _("kind of group"),
        max_length=60,
        blank=True,
        help_text=_("Of the template: for which groups, like Erasmus+ VET. Empty: for all."),
    )
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"))  # {"en": …, "it": …}
    helps = models.JSONField(_("help"), default=dict, blank=True)  # {"en": …, "it": …}
    filled_by = models.CharField(
        _("who fills it in"), max_length=8, choices=PaperBy, default=PaperBy.TRAINEE
    )
    needed_for = models.CharField(
        _("needed for"), max_length=12, choices=PaperNeed, default=PaperNeed.NOTHING
    )
    due_from = models.CharField(
        _("day counted from"), max_length=10, choices=DueFrom, default=DueFrom.ARRIVAL
    )
    due_days = models.SmallIntegerField(
        _("days after it"), default=0, help_text=_("Less than 0: days before it.")
    )
    blank_form = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("blank form"),
    )
    example = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("example"),
    )

    objects = PaperWantedQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper asked for")
        verbose_name_plural = _("papers asked for")
        ordering = ["group_id", "kind_of_group", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "code"],
                name="trainees_paperwanted_once_in_group",
                violation_error_message=_("This group has a paper with this code."),
            ),
            models.UniqueConstraint(
                fields=["kind_of_group", "code"],
                condition=Q(group=None),
                name="trainees_paperwanted_once_in_template",
                violation_error_message=_("The template has a paper with this code."),
            ),
            models.CheckConstraint(
                name="trainees_paperwanted_due_within_a_year",
                condition=Q(due_days__range=(-366, 366)),
                violation_error_message=_("Count at most 366 days."),
            ),
            models.CheckConstraint(
                name="trainees_paperwanted_kind_is_of_the_template",
                condition=Q(group=None) | Q(kind_of_group=""),
                violation_error_message=_("Leave the kind of group empty: this paper has a group."),
            ),
            models.CheckConstraint(
                name="trainees_paperwanted_in_known_words",
                condition=Q(
                    filled_by__in=PaperBy.values,
                    needed_for__in=PaperNeed.values,
                    due_from__in=DueFrom.values,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language, else English."""
        return words.pick(self.names)

    @property
    def help(self) -> str:
        """What it is and how it is filled in; may be empty."""
        return words.pick(self.helps)

    def due_on(self, group: Group) -> date:
        """The day by which it is to be handed in."""
        start = group.arrives_on if self.due_from == DueFrom.ARRIVAL else group.leaves_on
        return start + timedelta(days=self.due_days)


class PaperHandInQuerySet(models.QuerySet["PaperHandIn"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The trainee and their agency tutors: all. The school: what was delivered to it."""
        found = self.filter(trainee__in=Trainee.objects.visible_to(viewer))
        if isinstance(viewer, User) and not viewer.is_staff:
            found = found.filter(Q(trainee__user=viewer) | Q(delivered_at__isnull=False))
        return found

    def waiting(self) -> Self:
        """Those nobody of the agency has looked at."""
        return self.filter(verdict=PaperVerdict.WAITING)

    def to_deliver(self) -> Self:
        return self.filter(verdict=PaperVerdict.ACCEPTED, delivered_at=None)


class PaperHandIn(models.Model):
    """One file that was handed in for a paper. What was handed in never changes: triggers see to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="papers", verbose_name=_("trainee")
    )
    wanted = models.ForeignKey(
        PaperWanted, on_delete=models.PROTECT, related_name="hand_ins", verbose_name=_("paper")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    verdict = models.CharField(
        _("state"), max_length=8, choices=PaperVerdict, default=PaperVerdict.WAITING
    )
    note = models.CharField(_("what is to be done"), max_length=500, blank=True)
    judged_at = models.DateTimeField(_("looked at"), null=True)
    judged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("looked at by")
    )
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    delivered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("delivered by")
    )
    fetched_at = models.DateTimeField(_("fetched by the school"), null=True)
    fetched_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PaperHandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper handed in")
        verbose_name_plural = _("papers handed in")
        ordering = ["handed_in_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "wanted"],
                condition=Q(verdict="waiting"),
                name="trainees_paperhandin_one_waits",
            ),
            models.UniqueConstraint(
                fields=["trainee", "wanted"],
                condition=Q(verdict="accepted"),
                name="trainees_paperhandin_one_accepted",
            ),
            models.CheckConstraint(
                name="trainees_paperhandin_judged_by_somebody",
                condition=Q(verdict="waiting", judged_at=None, judged_by=None)
                | (
                    Q(verdict__in=["accepted", "returned", "replaced"])
                    & Q(judged_at__isnull=False, judged_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="trainees_paperhandin_returned_with_words",
                condition=~Q(verdict="returned") | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="trainees_paperhandin_delivered_once_accepted",
                condition=Q(delivered_at=None, delivered_by=None)
                | Q(
                    verdict__in=["accepted", "returned"],
                    delivered_at__isnull=False,
                    delivered_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="trainees_paperhandin_fetched_once_delivered",
                condition=Q(fetched_at=None, fetched_by=None)
                | Q(delivered_at__isnull=False, fetched_at__isnull=False, fetched_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.wanted}"


class PaperWaiver(models.Model):
    """A trainee need not hand in a paper that their group is asked for. Taking it back deletes the row."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="+")
    wanted = models.ForeignKey(PaperWanted, on_delete=models.CASCADE, related_name="waivers")
    reason = models.CharField(_("why not"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper not needed")
        verbose_name_plural = _("papers not needed")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trainee", "wanted"], name="trainees_paperwaiver_once"),
            models.CheckConstraint(name="trainees_paperwaiver_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.wanted}"


class PaperReminder(models.Model):
    """A trainee was reminded of a paper, once; afterwards it is the board's."""

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="+")
    wanted = models.ForeignKey(PaperWanted, on_delete=models.CASCADE, related_name="+")
    reminded_at = models.DateTimeField(_("reminded"), default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a paper")
        verbose_name_plural = _("reminders of papers")
        ordering = ["reminded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "wanted"], name="trainees_paperreminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.wanted}"
