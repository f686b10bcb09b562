"""Whose data accounts and sign-ins are, and when they go; also of the packages that stand for sign-ins."""

from django.utils.translation import gettext_lazy as _

from imyportal.personal import FORGEABLE, WITHIN, Erase, Kept, of_nobody, of_others, of_trainee

of_trainee(
    "accounts.User",
    "trainees",
    subject="account",
    given="email first_name last_name phone language last_login joined_at",
    left_out={
        "password": FORGEABLE,
        "is_superuser is_staff is_active wants_morning_mail sessions_ended": WITHIN,
    },
    erase=Erase.BLANKED,
    because=_("E-mail address, name and phone; nobody signs in with it any more."),
    kept=Kept.ACCOUNT,
)
of_others(
    "accounts.AccessLink",
    "whoever got a link by mail",
    "Only a digest of the address is stored; it ends by itself after 21 days, and at once with an erasure.",
)
of_others(
    "accounts.AccessLinkUse", "whoever opened a link", "Goes with the link; holds an address."
)
of_trainee(
    "account.EmailAddress",
    "user__trainees",
    subject="account_addresses",
    given="email verified primary",
    left_out={},
    kept=Kept.ACCOUNT,
)
of_trainee(
    "account.EmailConfirmation",
    "email_address__user__trainees",
    left_out={"created sent": WITHIN, "key": FORGEABLE},
    kept=Kept.ACCOUNT,
)
of_trainee(
    "mfa.Authenticator",
    "user__trainees",
    subject="account_second_factors",
    given="type created_at last_used_at",
    left_out={"data": FORGEABLE},
    kept=Kept.ACCOUNT,
)
of_others("admin.LogEntry", "agency tutors", "What was saved on the desk, beside the audit trail.")
of_others("sessions.Session", "whoever is signed in", "Ends with the sign-in, or by itself.")
of_nobody(
    "auth.Permission auth.Group contenttypes.ContentType",
    "What the portal is made of, and names of roles.",
)
