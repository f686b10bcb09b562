"""What one of the cast has asked the help desk."""

import hashlib
from datetime import timedelta
from typing import Any

from helpdesk.models import Article, Attachment, Message, ReplyTemplate, Ride, Ticket
from imyportal import files
from imyportal.models import StoredFile
from tests import uploaded
from tests.cast_words import NOW, Words


def request(trainee, tutor, words: Words) -> dict[str, Any]:
    """A request with a photo, a note and an answer; it waits for another one."""
    ticket = Ticket.objects.create(
        trainee=trainee,
        topic="transport",
        subject=f"Taxi of {words.trainee}",
        owner=tutor,
        opened_at=NOW,
        last_at=NOW,
        asked_at=NOW,
        due_at=NOW + timedelta(hours=4),
    )
    Ride.objects.create(
        ticket=ticket,
        leaves_at=NOW + timedelta(days=2),
        origin=f"House of {words.trainee}",
        destination=f"Station of {words.school}",
        people=2,
    )
    said = {"ticket": ticket, "at": NOW}
    asked = Message.objects.create(
        body=f"Question of {words.trainee}", by=trainee.user, from_agency=False, **said
    )
    stored = _photo(trainee.user)
    small = {"small": uploaded.picture(), "small_width": 40, "small_height": 30}
    Attachment.objects.create(message=asked, file=stored, **small)
    ours = {"by": tutor, "from_agency": True} | said
    Message.objects.create(body=f"Note on {words.trainee}", is_note=True, **ours)
    answer = Message.objects.create(body=f"Answer to {words.trainee}", **ours)
    template, _is_new = ReplyTemplate.objects.get_or_create(title="Plumber", text="He comes today.")
    article, is_new = Article.objects.get_or_create(
        topic="rooms", code="cast", defaults={"is_published": True}
    )
    if is_new:
        article.texts.create(language="en", title="There is no hot water", short="Wait an hour.")
    found = {
        "article": article,
        "ticket": ticket,
        "ticket_answer": answer,
        "ticket_file": stored,
        "reply_template": template,
    }
    return found | _line(trainee, tutor, words)


def _line(trainee, tutor, words: Words) -> dict[str, Any]:
    """The direct line: both wrote, and a mail came from elsewhere."""
    line = Ticket.objects.create(
        trainee=trainee,
        kind="line",
        opened_at=NOW,
        last_at=NOW,
        asked_at=NOW,
        due_at=NOW + timedelta(hours=4),
    )
    said = {"ticket": line, "at": NOW}
    answer = Message.objects.create(
        body=f"Line to {words.trainee}", by=tutor, from_agency=True, **said
    )
    Message.objects.create(
        body=f"Strange mail for {words.trainee}",
        from_agency=True,
        is_note=True,
        via="mail",
        sender="elsewhere@example.org",
        **said,
    )
    Message.objects.create(
        body=f"Line of {words.trainee}", by=trainee.user, from_agency=False, **said
    )
    return {"line": line, "line_answer": answer}


def _photo(by) -> StoredFile:
    content = b"a photo"
    stored = StoredFile.objects.create(
        place=f"uploads/{by.pk}.jpg",
        kind="jpg",
        state="clean",
        done_at=NOW,
        name="boiler.jpg",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        width=1,
        height=1,
        uploaded_by=by,
    )
    files.write_whole(stored.path, content)
    return stored
