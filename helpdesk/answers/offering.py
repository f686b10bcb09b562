"""Articles for who answers a request: which fit, and what one sends of them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Article, Message, Ticket
from ..tickets import replies
from . import pages, searching


def for_ticket(ticket: Ticket, said: Iterable[Message], viewer: User) -> list[searching.Found]:
    """A few that fit what the trainee wrote first of what is `said`, in their language; two queries.

    None for what is solved.
    """
    if ticket.is_solved:
        return []
    first = next((each.body for each in said if not each.from_agency), "")
    language = replies.language(ticket)
    typed = f"{ticket.subject} {first}"
    found = searching.search(viewer, typed, language, limit=10, close=pages.CLOSE)
    return [each for each in found if _is_for(each.article, ticket)][: pages.FEW]


def _is_for(article: Article, ticket: Ticket) -> bool:
    """Answers of a house are for who lives there."""
    own = ticket.room.house_id if ticket.room else None
    return article.house_id in (None, own)


def words(chosen: str, offered: list[searching.Found], ticket: Ticket, *, by: User) -> str:
    """The answer with the key `chosen`, as `by` sends it; empty when it is not among those offered."""
    found = next((each for each in offered if str(each.article.pk) == chosen), None)
    if found is None:
        return ""
    with translation.override(replies.language(ticket)):
        # Translators: beginning of an answer, before what helps
        hello = _("Hello %(name)s,") % {"name": ticket.trainee.first_name}
    address = f"{settings.SITE_URL}{found.article.get_absolute_url()}"
    return f"{hello}\n\n{found.text.short}\n{address}\n\n{by.get_full_name()}".strip()
