"""What was decided about the models of `imyportal` itself."""

from django.utils.translation import gettext_lazy as _

from .register import (
    FORGEABLE,
    OTHERS,
    WITHIN,
    Erase,
    Kept,
    of_nobody,
    of_others,
    of_trainee,
)

of_trainee(
    "imyportal.AuditEvent",
    "user__trainees",
    subject="sign_ins_and_deeds",
    given="at action ip",
    left_out={"link_id actor_kind actor about_kind about_id details": WITHIN, "about": OTHERS},
    erase=Erase.STAYS,
    because=_("Shows who did what; nobody can change it, and it goes by its age."),
)
of_others(
    "imyportal.Change",
    "whoever changed hours, evaluations or certificates",
    "Goes with the audit trail, by its age; texts of people are not copied into it.",
)
of_trainee(
    "imyportal.StoredFile",
    "uploaded_by__trainees",
    subject="files",
    given="name kind size pages uploaded_at",
    left_out={
        "public_id place": FORGEABLE,
        "sha256 width height state refused_because uploaded_by": WITHIN,
    },
    kept=Kept.STAY,
)
of_trainee(
    "imyportal.OutgoingMail",
    "to",
    key="email",
    subject="mails",
    given="to template language created_at sent_at",
    left_out={"key about_type about_id details message_id bounced_at bounce": WITHIN},
    kept=Kept.MAIL,
)
of_trainee(
    "imyportal.ReplyAddress",
    "person__trainees",
    left_out={"kind thread made_at": WITHIN, "nonce token_hash": FORGEABLE},
    kept=Kept.TALK,
)
of_others(
    "imyportal.InboundMail",
    "whoever answered by mail",
    "Emptied once it was read; what a person wrote goes on in their request for help.",
)
of_nobody(
    "imyportal.Office imyportal.OpeningSpan imyportal.Closure",
    "When the agency is open, and where.",
)
of_nobody("imyportal.AuditSeal", "Digests of the audit trail.")
of_nobody("imyportal.SentForm", "Random keys of forms; they go after days.")
of_nobody("imyportal.Heartbeat imyportal.JobTally", "How the workers are.")
