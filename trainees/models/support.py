"""Support plans: what helps a learner, in the words of needs and adjustments, never of diagnoses."""

import uuid
from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal import vault

from ..enums import ShareParty, SupportTopic
from .people import Trainee
from .stand_ins import answered_by


class SupportPlanQuerySet(models.QuerySet["SupportPlan"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The learner, and the one agency tutor who is responsible, or stands in: nobody else, no coordinator."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.is_staff:
            return self.filter(answered_by(viewer, "trainee__"))
        return self.filter(trainee__user=viewer)


class SupportPlan(models.Model):
    """That a learner has a plan. What it says lies sealed in its entries; without permission there are none."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="support_plan", verbose_name=_("trainee")
    )
    # Somebody of us speaks with the learner at least every so many days; empty: as usual.
    contact_days = models.PositiveSmallIntegerField(_("a contact every … days"), null=True)
    # What the agreed hours and the evaluations follow once the learner agrees; empty: as for everybody.
    day_minutes = models.PositiveSmallIntegerField(_("minutes a day at most"), null=True)
    evaluation_days = models.PositiveSmallIntegerField(_("days more for evaluations"), null=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    agreed_at = models.DateTimeField(_("agreed by the learner"), null=True)  # to what stood there

    objects = SupportPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("support plan")
        verbose_name_plural = _("support plans")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_supportplan_contacts_within_a_week",
                condition=Q(contact_days=None) | Q(contact_days__range=(1, 7)),
                violation_error_message=_("Enter 1 to 7 days."),
            ),
            models.CheckConstraint(
                name="trainees_supportplan_adjusts_within_reason",
                condition=(Q(day_minutes=None) | Q(day_minutes__range=(30, 600)))
                & (Q(evaluation_days=None) | Q(evaluation_days__range=(1, 7))),
                violation_error_message=_("At most 10 hours a day, and 1 to 7 days more."),
            ),
        ]

    def __str__(self) -> str:
        """Not whose: this stands in the trail and in the heads of pages."""
        # Translators: number of a support plan
        return str(_("Support plan %(number)s") % {"number": self.pk})

    @property
    def is_agreed(self) -> bool:
        """The learner agreed to what stands there now."""
        return self.agreed_at is not None and self.agreed_at >= self.changed_at


class OfPlanQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the plan."""
        return self.filter(plan__in=SupportPlan.objects.visible_to(viewer))


class SupportEntry(models.Model):
    """What a plan says of one topic, sealed and bound to this plan and topic."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="entries")
    topic = models.CharField(_("topic"), max_length=14, choices=SupportTopic)
    sealed = vault.SealedField(where=lambda row: row.where)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a support plan")
        verbose_name_plural = _("entries of support plans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "topic"], name="trainees_supportentry_once_a_topic"
            ),
            models.CheckConstraint(
                name="trainees_supportentry_is_sealed", condition=Q(sealed__startswith="v1.")
            ),
        ]

    def __str__(self) -> str:
        return self.get_topic_display()

    @property
    def where(self) -> str:
        """The place that the text is bound to."""
        return f"trainees.supportentry|{self.plan.public_id}|{self.topic}"

    @property
    def text(self) -> str:
        """In the clear; raises `vault.VaultError`. Whoever shows it notes the look."""
        return vault.take(self, "sealed")

    def write(self, text: str) -> None:
        """Seal `text`; not stored yet."""
        vault.put(self, "sealed", text)


class SupportShareQuerySet(models.QuerySet["SupportShare"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the plan; and those in force to who they were given to."""
        if isinstance(viewer, AccessLink):
            if not viewer.is_live:
                return self.none()
            mine = Q(to_type=viewer.holder_type_id, to_id=viewer.holder_id)
            return self.in_force().filter(mine)
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        given = Q(pk__in=self._given_to(viewer).values("pk"))
        return self.filter(Q(plan__in=SupportPlan.objects.visible_to(viewer)) | given)

    def given_to(self, viewer: Viewer) -> Self:
        """Only what others share with them."""
        if isinstance(viewer, User) and viewer.is_active:
            return self._given_to(viewer)
        return self.visible_to(viewer) if isinstance(viewer, AccessLink) else self.none()

    def _given_to(self, viewer: User) -> Self:
        user = ContentType.objects.get_for_model(User)
        return self.in_force().filter(to_type=user, to_id=viewer.pk)

    def running(self) -> Self:
        """Nobody ended it and its last day is not over; the learner agreed, or is asked."""
        return self.filter(ended_at=None, until__gte=timezone.localdate())

    def in_force(self) -> Self:
        """Running, and the learner agreed: to the share, and to what stands in its topic now."""
        text = SupportEntry.objects.filter(plan=OuterRef("plan"), topic=OuterRef("topic"))
        agreed = Q(at__lte=OuterRef("agreed_at")) | Q(at__lte=OuterRef("plan__agreed_at"))
        return self.running().filter(Exists(text.filter(agreed)), agreed_at__isnull=False)


class SupportShare(models.Model):
    """One topic for one person until a day, as soon as the learner agrees and until anybody ends it."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="shares")
    topic = models.CharField(_("topic"), max_length=14, choices=SupportTopic)
    party = models.CharField(_("who"), max_length=8, choices=ShareParty)
    # A company tutor, a guardian, or the user of a sending tutor or colleague.
    to_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    to_id = models.PositiveBigIntegerField()
    to = GenericForeignKey("to_type", "to_id")
    name = models.CharField(_("name"), max_length=200)
    until = models.DateField(_("until"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("proposed"), default=timezone.now)
    agreed_at = models.DateTimeField(_("agreed by the learner"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = SupportShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a support plan")
        verbose_name_plural = _("shares of support plans")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "topic", "to_type", "to_id"],
                condition=Q(ended_at=None),
                name="trainees_supportshare_once",
            ),
            models.CheckConstraint(
                name="trainees_supportshare_company_sees_adjustments_only",
                condition=~Q(party=ShareParty.COMPANY)
                | Q(topic__in=[each.value for each in SupportTopic.for_companies()]),
                violation_error_message=_("A company sees adjustments at work only."),
            ),
            models.CheckConstraint(
                name="trainees_supportshare_never_why_something_is_not_evaluated",
                condition=~Q(topic=SupportTopic.NOT_EVALUATED),
                violation_error_message=_("Why something is not evaluated is not shared."),
            ),
            models.CheckConstraint(
                name="trainees_supportshare_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_type", "to_id"],
                condition=Q(ended_at=None),
                name="trainees_supportshare_to",
            )
        ]

    def __str__(self) -> str:
        return self.get_topic_display()
