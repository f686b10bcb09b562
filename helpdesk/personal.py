"""Whose data this room holds, what of it a trainee is given, and when it goes."""

from collections.abc import Iterator

from django.db.models import Q

from imyportal.personal import (
    INTERNAL,
    WHO_DID_IT,
    WITHIN,
    Kept,
    Paper,
    of_nobody,
    of_others,
    of_trainee,
    papers,
)
from trainees.models import Trainee

from .models import Attachment

of_trainee(
    "helpdesk.Ticket",
    "trainee",
    subject="requests",
    given="kind subject topic room state opened_at asked_at solved_at helped rated_at",
    left_out={
        "public_id last_at first_answered_at first_answer_minutes merged_into made_from": WITHIN,
        "visit incident": INTERNAL,
        "owner solved_by": WHO_DID_IT,
        "due_at snoozed_until": INTERNAL,
    },
    kept=Kept.TALK,
)
of_trainee(
    "helpdesk.Ride",
    "ticket__trainee",
    subject="rides",
    given="leaves_at origin destination people",
    kept=Kept.TALK,
)
of_trainee(
    "helpdesk.Message",
    "ticket__trainee",
    subject="messages",
    given="at from_agency via body left_out read_at",
    left_out={"is_note sender": INTERNAL, "by link": WHO_DID_IT, "key": WITHIN},
    only=Q(is_note=False),
    kept=Kept.TALK,
)
of_trainee(
    "helpdesk.Attachment",
    "message__ticket__trainee",
    subject="messages_files",
    given="message file",
    left_out={"small small_width small_height": WITHIN},
    only=Q(message__is_note=False),
    kept=Kept.TALK,
)
of_trainee(
    "helpdesk.ArticleVote",
    "trainee",
    subject="words_on_answers",
    given="article language has_helped at",
    kept=Kept.TALK,
)
of_nobody(
    "helpdesk.ReplyTemplate helpdesk.Article helpdesk.ArticleText",
    "Answers prepared for everybody.",
)
of_nobody(
    "helpdesk.MissedWord",
    "Single words of searches that found nothing, counted by week, without who asked; go after twelve weeks.",
)


@papers
def attachments(trainee: Trainee) -> Iterator[Paper]:
    """What was sent to and fro with requests."""
    rows = Attachment.objects.filter(message__ticket__trainee=trainee, message__is_note=False)
    for row in rows.select_related("file").order_by("pk"):
        yield Paper.handed_in(row.file)


of_others(
    "helpdesk.CallbackRequest",
    "whoever asked on the public page to be called",
    "Nobody has proved who it was; goes by itself ninety days after it was done, or was due.",
)
of_nobody("helpdesk.QuietHours", "When an agency tutor reads messages; goes with the tutor.")
