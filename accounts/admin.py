"""People and their links, for those who run the portal."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from imyportal.admin import ReadOnly, ReadOnlyRows, Scoped, tag

from . import changes, invitations, links, sessions
from .models import AccessLink, AccessLinkUse, User

# Roles are given on a person's page; what a role may do is written in permissions.py. Addresses are
# on the person, and second factors are nobody's to read.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)


@admin.register(User)
class UserAdmin(Scoped):
    """Everybody who signs in. Nobody sees or sets another person's password."""

    list_display = ["__str__", "email", "language", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["first_name__alike", "last_name__alike", "email"]
    readonly_fields = ["last_login", "joined_at"]
    actions = ["invite", "sign_out", "take_factor_away"]
    fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "phone", "language"]}),
        (_("Access"), {"fields": ["is_staff", "is_active", "last_login", "joined_at"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, (_("Coordination"), {"fields": ["is_superuser", "groups"]})]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: "forms.ModelForm[User]", change: bool
    ) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        changes.note(obj, form.changed_data, by=request.user, is_new=not change)  # type: ignore[arg-type]

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                invitations.invite(user, by=request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                self.message_user(request, f"{user}: {error.messages[0]}", messages.WARNING)
            else:
                text = _("%(name)s: the invitation is on its way.")
                self.message_user(request, text % {"name": user}, messages.SUCCESS)

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            sessions.end_all(user, by=request.user)  # type: ignore[arg-type]
            text = _("%(name)s is signed out everywhere.")
            self.message_user(request, text % {"name": user}, messages.SUCCESS)

    @admin.action(description=_("Take the lost second factor away"), permissions=["change"])
    def take_factor_away(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset.tutors():  # type: ignore[attr-defined]
            sessions.take_factor_away(user, by=request.user)  # type: ignore[arg-type]
            text = _("%(name)s sets up a new phone at the next sign-in.")
            self.message_user(request, text % {"name": user}, messages.SUCCESS)


class AccessLinkUseInline(ReadOnlyRows):
    model = AccessLinkUse
    fields = readonly_fields = ["at", "what", "ip"]


@admin.register(AccessLink)
class AccessLinkAdmin(ReadOnly, Scoped):
    """Links that were mailed out: who holds them, until when, how often they were used."""

    list_display = ["whose", "purpose", "created_at", "expires_at", "state", "use_count"]
    list_filter = ["purpose"]
    fields = readonly_fields = [
        "whose", "purpose", "created_at", "expires_at", "state", "revoked_at", "use_count",
    ]  # fmt: skip
    inlines = [AccessLinkUseInline]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessLink]:
        return super().get_queryset(request).prefetch_related("holder")

    @admin.display(description=_("holder"))
    def whose(self, row: AccessLink) -> str:
        return str(row.holder or "–")

    @admin.display(description=_("state"))
    def state(self, row: AccessLink) -> SafeString:
        if row.is_live:
            return tag(_("works"), "ok")
        return tag(_("revoked")) if row.revoked_at else tag(_("run out"))

    @admin.action(description=_("Revoke selected links"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[AccessLink]) -> None:
        count = links.revoke(queryset, by=request.user)
        text = ngettext("%d link is revoked.", "%d links are revoked.", count)
        self.message_user(request, text % count, messages.SUCCESS)
