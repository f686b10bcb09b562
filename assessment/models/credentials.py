"""Keys that sign badges, and the lists that say which credentials were withdrawn."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer

from ..enums import KeyKind


class IssuerKeyQuerySet(models.QuerySet["IssuerKey"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors, who see the public half; that one is published anyway."""
        if not isinstance(viewer, User) or not (viewer.is_active and viewer.is_staff):
            return self.none()
        return self.defer("private")

    def signing(self) -> Self:
        """Those that new credentials are signed with."""
        return self.filter(retired_at=None)


class IssuerKey(models.Model):
    """A key pair of the issuer `controller`. Its public half stays published for good."""

    controller = models.URLField(_("issuer"), max_length=300)
    name = models.CharField(_("name"), max_length=100, unique=True)  # made of the public half
    kind = models.CharField(_("kind"), max_length=10, choices=KeyKind)
    public = models.JSONField(_("public half"))  # JWK, RFC 7517
    private = models.TextField(editable=False)  # PKCS 8, encrypted: credentials/keys.py
    valid_from = models.DateTimeField(_("in use since"), default=timezone.now)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    compromised_at = models.DateTimeField(_("stolen"), null=True, editable=False)

    objects = IssuerKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key for badges")
        verbose_name_plural = _("keys for badges")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "kind"],
                condition=Q(retired_at=None),
                name="assessment_issuerkey_one_in_use",
            ),
            models.CheckConstraint(
                name="assessment_issuerkey_stolen_is_retired",
                condition=Q(compromised_at=None) | Q(retired_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name[:16]}"

    @property
    def address(self) -> str:
        """What proofs and tokens name it by: `verificationMethod`, or `kid`."""
        if self.kind == KeyKind.RSA:
            return f"{self.controller}keys/{self.name}/"
        return f"{self.controller}#{self.name}"


class StatusListQuerySet(models.QuerySet["StatusList"]):
    def visible_to(self, viewer: Any) -> Self:
        """Nobody: what is public of it is published at its own address."""
        return self.none()


class StatusList(models.Model):
    """A published list of 131,072 places, and the signed credential that says which are withdrawn."""

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField(null=True)  # as it is published; None before it was first signed
    signed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = StatusListQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return str(self.number)


class StatusEntryQuerySet(models.QuerySet["StatusEntry"]):
    def visible_to(self, viewer: Any) -> Self:
        """Nobody: whose it is says the row of the credential."""
        return self.none()

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)


class StatusEntry(models.Model):
    """One credential's place in a status list; never given to another one."""

    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = StatusEntryQuerySet.as_manager()

    class Meta:
        ordering = ["status_list", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "place"], name="assessment_statusentry_place_once"
            ),
            models.CheckConstraint(
                name="assessment_statusentry_place_in_list", condition=Q(place__lt=131_072)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status_list_id}#{self.place}"
