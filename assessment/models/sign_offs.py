from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from placements.models import Placement

from ..enums import SignOffMoment
from .objectives import Objective


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement, to people with an account."""
        if isinstance(viewer, AccessLink):
            return self.none()
        return self.filter(placement__in=Placement.objects.visible_to(viewer))

    def current(self) -> Self:
        """Those that no later one has replaced: one a placement and moment."""
        return self.filter(later=None)


class SignOff(models.Model):
    """The results of a placement as the agency tutor confirmed them, at mid-term or at the end.

    Triggers keep it as it was written, apart from what is asked of the trainee: the remark, and the
    talk they may wish for. A change of mind is another one that `supersedes` it.
    """

    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        related_name="sign_offs",
        verbose_name=_("placement"),
    )
    moment = models.CharField(_("moment"), max_length=5, choices=SignOffMoment)
    signed_at = models.DateTimeField(_("signed off"), default=timezone.now)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed off by")
    )
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later",
        verbose_name=_("instead of"),
    )
    reason = models.CharField(_("why it was changed"), max_length=500, blank=True)
    remark = models.TextField(_("remark of the trainee"), blank=True)
    remark_at = models.DateTimeField(_("remark written"), null=True, blank=True)
    remark_printed = models.BooleanField(_("remark on the certificate"), default=False)
    talk_asked_at = models.DateTimeField(_("talk asked for"), null=True, blank=True)
    talk_held_at = models.DateTimeField(_("talked"), null=True, blank=True)
    talk_held_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "moment"],
                condition=Q(supersedes=None),
                name="assessment_signoff_first_once",
                violation_error_message=_("The results of this moment are signed off already."),
            ),
            models.CheckConstraint(
                name="assessment_signoff_moment_is_known",
                condition=Q(moment__in=SignOffMoment.values),
            ),
            models.CheckConstraint(
                name="assessment_signoff_changed_with_reason",
                condition=Q(supersedes=None) | ~Q(reason=""),
                violation_error_message=_("Write why the results change."),
            ),
            models.CheckConstraint(
                name="assessment_signoff_remark_has_a_time",
                condition=Q(remark="", remark_printed=False) | Q(remark_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_signoff_talk_after_it_was_asked_for",
                condition=Q(talk_held_at=None, talk_held_by=None)
                | Q(talk_asked_at__isnull=False, talk_held_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.trainee}, {self.get_moment_display()}, {self.signed_at:%Y-%m-%d}"

    @property
    def overall(self) -> int | None:
        """The mean of the confirmed values, 0-100; with the results loaded it asks nothing."""
        from .. import results

        return results.mean(result.value for result in self.results.all())

    @property
    def values(self) -> dict[int, int | None]:
        """The confirmed value of each objective by its key."""
        return {result.objective_id: result.value for result in self.results.all()}


class SignedResultQuerySet(models.QuerySet["SignedResult"]):
    def visible_to(self, viewer: Any) -> Self:
        """With the sign-off."""
        return self.filter(sign_off__in=SignOff.objects.visible_to(viewer))


class SignedResult(models.Model):
    """One objective of a sign-off: what the rule proposed then, and what was confirmed, 0-100.

    No value means *not observed*; where nothing was proposed, or something else, the reason says why.
    """

    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="results")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    proposed = models.PositiveSmallIntegerField(_("proposed"), null=True)
    value = models.PositiveSmallIntegerField(_("confirmed"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = SignedResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed result")
        verbose_name_plural = _("signed results")
        ordering = ["sign_off", "objective__set", "objective__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_off", "objective"], name="assessment_signedresult_once"
            ),
            models.CheckConstraint(
                name="assessment_signedresult_between_0_and_100",
                condition=(Q(value=None) | Q(value__range=(0, 100)))
                & (Q(proposed=None) | Q(proposed__range=(0, 100))),
                violation_error_message=_("A score is a whole number from 0 to 100."),
            ),
            models.CheckConstraint(
                name="assessment_signedresult_moderated_with_reason",
                # An unknown side would let the comparison pass, so both are asked for.
                condition=Q(value=F("proposed"), value__isnull=False, proposed__isnull=False)
                | ~Q(reason=""),
                violation_error_message=_("Write why the result differs from what is proposed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective}: {'–' if self.value is None else self.value}"

    @property
    def is_moderated(self) -> bool:
        """Another value than the rule proposed."""
        return self.value != self.proposed
