import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer

from ..enums import BreachParty, Rung, ToldHow
from .people import Trainee
from .stand_ins import answered_by

SEES_ALL = "trainees.view_all_breaches"


class BreachQuerySet(models.QuerySet["Breach"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who has the right to the register; the trainee's responsible tutor or stand-in; the trainee."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if not viewer.is_staff:
            return self.filter(trainee__user=viewer)
        if viewer.has_perm(SEES_ALL):
            return self.all()
        return self.filter(answered_by(viewer, "trainee__"))


class Breach(models.Model):
    """A house rule was broken, as it was written down; what follows are rows below it. Nothing is ever changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="+", verbose_name=_("trainee")
    )
    rule = models.CharField(_("which rule"), max_length=200)
    text = models.TextField(_("what happened"))
    happened_at = models.DateTimeField(_("when it happened"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach of the house rules")
        verbose_name_plural = _("breaches of the house rules")
        ordering = ["-happened_at", "-pk"]
        permissions = [("view_all_breaches", "May see the register of broken house rules")]
        constraints = [
            models.CheckConstraint(
                name="trainees_breach_says_what",
                condition=~Q(rule="") & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="trainees_breach_happened_before",
                condition=Q(happened_at__lte=F("at")),
                violation_error_message=_("It happened first, then it is written down."),
            ),
        ]

    def __str__(self) -> str:
        """Neither who nor what: this stands in the trail and in the heads of pages."""
        # Translators: number of an entry in the register of broken house rules
        return str(_("House rules %(number)s") % {"number": self.pk})


class OfBreachQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the breach."""
        return self.filter(breach__in=Breach.objects.visible_to(viewer))


class BreachMeasure(models.Model):
    """What followed: a rung of the ladder. Skipping one needs a reason."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="measures")
    rung = models.PositiveSmallIntegerField(_("what follows"), choices=Rung)
    # The highest rung the trainee had stood on until then; 0: none. A trigger checks it.
    after = models.PositiveSmallIntegerField(_("after"), default=0)
    text = models.TextField(_("what was said and agreed"))
    because = models.CharField(_("why at once"), max_length=300, blank=True)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = OfBreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_breachmeasure_on_the_ladder",
                condition=Q(rung__in=Rung.values, after__lte=4) & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="trainees_breachmeasure_skips_with_a_reason",
                condition=Q(rung__lte=F("after") + 1) | ~Q(because=""),
                violation_error_message=_("Write why a rung of the ladder is skipped."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_rung_display()


class BreachReply(models.Model):
    """What the trainee says to it: typed by themselves, or said and written down by a tutor."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("what the trainee says"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = OfBreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_breachreply_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class BreachNotice(models.Model):
    """Who was told of it, when and how."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="notices")
    party = models.CharField(_("who"), max_length=10, choices=BreachParty)
    name = models.CharField(_("name"), max_length=200)
    how = models.CharField(_("how"), max_length=8, choices=ToldHow)
    told_at = models.DateTimeField(_("told"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = OfBreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("party told")
        verbose_name_plural = _("who was told")
        ordering = ["told_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="trainees_breachnotice_to_somebody",
                condition=~Q(name="") & Q(told_at__lte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_party_display()
