"""Mail that comes in: an answer to a mail of ours lands in its thread, for all rooms.

A mail that expects an answer has `reply_to=inbound.address_for("ticket", ticket.pk, person)`, and its room
says in its `emails.py` what happens with an answer:

    @inbound.receives("ticket")
    def reply(reply: inbound.Reply) -> None: ...

What comes in is a row first (`take_in`), read by a worker in a process of its own (`parser.py`).
"""

from .addresses import address_for
from .doing import Reply, receives, work_off
from .fetching import fetch
from .keeping import LARGEST, forget, take_in, try_again

__all__ = [
    "LARGEST",
    "Reply",
    "address_for",
    "fetch",
    "forget",
    "receives",
    "take_in",
    "try_again",
    "work_off",
]
