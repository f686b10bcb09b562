"""Conversations between trainees and their tutors: most are answered, some wait."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from helpdesk.enums import TicketKind, TicketState
from helpdesk.models import Message, Ticket
from helpdesk.tickets.due import due
from placements.models import Placement

# Hours ago, whether the trainee wrote it, what.
TALKS = [
    [
        (50, True, "Hi, I arrived at the company, everyone is nice. When do I get the bus ticket?"),
        (47, False, "Great to hear. The ticket is at the office from 15:00, bring your ID."),
        (46, True, "Perfect, thank you"),
        (3, True, "One more thing: my key turns but the front door does not open since yesterday."),
    ],
    [
        (72, False, "Welcome to Pistoia. Write to me here whenever something is unclear."),
        (70, True, "Thank you. My room is fine."),
        (27, False, "How was your first day in the kitchen?"),
        (26, True, "Long, but good. I made 80 ravioli."),
        (25, False, "Then I know where to eat next week."),
    ],
    [(5, True, "Can I change my shift on Friday? We want to visit Florence with the group.")],
]


def build(placements: list[Placement], today: date) -> None:
    """The first trainees at work who have an account."""
    now = timezone.now()
    running = [each for each in placements if each.status == "confirmed" and each.holds(today)]
    people = [each.trainee for each in running if each.trainee.user_id]
    for trainee, talk in zip(people, TALKS, strict=False):
        times = [now - timedelta(hours=hours) for hours, _mine, _text in talk]
        waits = talk[-1][1] and talk[-1][0] < 24
        line = Ticket.objects.create(
            trainee=trainee,
            kind=TicketKind.LINE,
            state=TicketState.OPEN if waits else TicketState.WAITING,
            opened_at=times[0],
            last_at=times[-1],
            asked_at=times[-1] if waits else None,
            due_at=due(times[-1], "general") if waits else None,
        )
        Message.objects.bulk_create(
            _message(line, at, is_theirs, text, is_last=at == times[-1])
            for at, (_hours, is_theirs, text) in zip(times, talk, strict=True)
        )


def _message(line: Ticket, at: datetime, is_theirs: bool, text: str, *, is_last: bool) -> Message:
    trainee = line.trainee
    return Message(
        ticket=line,
        at=at,
        from_agency=not is_theirs,
        by=trainee.user if is_theirs else trainee.responsible,
        body=text,
        read_at=None if is_last else at + timedelta(minutes=20),
    )
