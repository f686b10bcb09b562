"""Who someone is: people with an account, and links for people without one."""

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.contrib.auth.models import (
    AbstractBaseUser,
    AnonymousUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import Language, Purpose


def normal_email(address: str) -> str:
    """An address as we store and compare it: without blanks, in lower case."""
    return address.strip().lower()


def initials(*names: str) -> str:
    """The first letters of the first and the last name, for the round sign beside a name."""
    words = " ".join(names).split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """Oneself; those who manage people see everybody, agency tutors see their colleagues."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if viewer.has_perm("accounts.view_user"):
            return self.all()
        if viewer.is_staff:
            return self.filter(Q(is_staff=True) | Q(pk=viewer.pk))
        return self.filter(pk=viewer.pk)

    def tutors(self) -> Self:
        """Agency tutors who work here now."""
        return self.filter(is_staff=True, is_active=True)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password they sign in by a code in the mail."""
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Somebody who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=normal_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: trainee, sending tutor, or (`is_staff`) agency tutor."""

    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    is_staff = models.BooleanField(_("agency tutor"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    wants_morning_mail = models.BooleanField(
        _("morning mail when a trainee needs them"), default=True, db_default=True
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # Grows when every session of the person must end.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_user_email_is_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name) if self.last_name else initials(self.email)

    def clean(self) -> None:
        self.email = normal_email(self.email)

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}-{self.sessions_ended}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for digest in super().get_session_auth_fallback_hash():
            yield f"{digest}-{self.sessions_ended}"

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """Those with the permission; the addresses themselves are in no row."""
        if not isinstance(viewer, User) or not viewer.has_perm("accounts.view_accesslink"):
            return self.none()
        return self.all()

    def live(self) -> Self:
        """Neither expired nor revoked."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class AccessLink(models.Model):
    """A mailed link: one holder, one purpose, 21 days, revocable. Only its digest is stored."""

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    holder_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    holder_id = models.PositiveBigIntegerField()
    holder = GenericForeignKey("holder_type", "holder_id")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    use_count = models.PositiveIntegerField(_("times used"), default=0, editable=False)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("access link")
        verbose_name_plural = _("access links")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["holder_type", "holder_id"], name="accounts_link_holder")]
        constraints = [
            models.CheckConstraint(
                name="accounts_accesslink_ends_after_start",
                condition=Q(expires_at__gt=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.holder}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class AccessLinkUseQuerySet(models.QuerySet["AccessLinkUse"]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """As the links themselves."""
        return self.filter(link__in=AccessLink.objects.visible_to(viewer))


class AccessLinkUse(models.Model):
    """One use of a link: opened, signed, sent back …"""

    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, related_name="uses")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    what = models.CharField(_("what"), max_length=30)
    ip = models.GenericIPAddressField(_("address"), null=True)

    objects = AccessLinkUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


Viewer = User | AnonymousUser | AccessLink
