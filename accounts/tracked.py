"""Which changes of accounts are kept; also of the packages that stand for sign-ins."""

from imyportal.tracking import PORTAL, STAMPED, leave, track

track(
    "accounts.User",
    plain="language is_staff is_superuser is_active wants_morning_mail",
    hidden="email first_name last_name phone",
    without={
        "password": "Never stands in the clear; the audit trail says when it was set.",
        "last_login": "Stamped by signing in.",
    },
)
leave("accounts.AccessLink accounts.AccessLinkUse", STAMPED)
leave(
    "account.EmailAddress account.EmailConfirmation mfa.Authenticator sessions.Session"
    " admin.LogEntry",
    PORTAL,
)
leave(
    "imyportal.AuditEvent imyportal.Change imyportal.StoredFile imyportal.OutgoingMail"
    " imyportal.ReplyAddress imyportal.InboundMail",
    PORTAL,
)
