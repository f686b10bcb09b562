import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from trainees.models import Trainee

from ..enums import PeerAnswer
from .evaluations import Evaluation


class PeerRequestQuerySet(models.QuerySet["PeerRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who sees the evaluation, and the trainee who was asked: this one and no other."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        evaluations = Evaluation.objects.visible_to(viewer)
        return self.filter(Q(evaluation__in=evaluations) | Q(peer__user=viewer))

    def asked_of(self, user: User) -> Self:
        """Those this trainee has to answer."""
        return self.filter(peer__user=user)

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(answer="")


class PeerRequest(models.Model):
    """A trainee asks another one of the group to confirm: we talked it over together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="requests")
    peer = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer = models.CharField(_("answer"), max_length=10, choices=PeerAnswer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    word = models.CharField(_("in a word"), max_length=300, blank=True)

    objects = PeerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to another trainee")
        verbose_name_plural = _("requests to other trainees")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=~Q(answer=PeerAnswer.DECLINED),
                name="assessment_peerrequest_one_at_a_time",
                violation_error_message=_("Somebody was asked already."),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "peer"], name="assessment_peerrequest_once_a_person"
            ),
            models.CheckConstraint(
                name="assessment_peerrequest_answered_has_a_time",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="assessment_peerrequest_declined_with_a_word",
                condition=~Q(answer=PeerAnswer.DECLINED) | ~Q(word=""),
                violation_error_message=_("Say why in a few words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation.placement.trainee}, {self.peer}"
