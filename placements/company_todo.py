"""What else waits for a company tutor beside hours: every room adds its own.

A room above this one registers a function in a module its `AppConfig.ready()` imports:

    @company_todo.register
    def certificates(placements: Sequence[Placement]) -> list[Todo]: ...
"""

from collections.abc import Callable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AccessLink

from . import support
from .absences import offers
from .cycle import questions
from .models import Placement
from .models.placements import COMPANY_SEES
from .todo import Todo
from .visits import home

Asked = Callable[[Sequence[Placement]], list[Todo]]
_todos: list[Asked] = []


def register(function: Asked) -> Asked:
    """`function` says what waits, of the placements of `recent`; a fixed number of queries."""
    _todos.append(function)
    return function


def recent(viewer: AccessLink) -> list[Placement]:
    """The placements of who came in by this link, but those long over; with all that is shown of them."""
    return list(
        offers.with_told(
            home.with_visits(
                questions.with_open(support.with_shared(Placement.objects.visible_to(viewer)))
            )
        )
        .filter(ends_on__gte=timezone.localdate() - COMPANY_SEES)
        .select_related("company", "company_tutor", "trainee__group")
        .order_by("trainee__last_name", "pk")
    )


def todos(placements: Sequence[Placement]) -> list[Todo]:
    """What the other rooms want of this company tutor, in the order they registered."""
    asked = [row for ask in _todos for row in ask(placements)]
    own = [*questions.todos(placements), *support.todos(placements)]
    return [*home.todos(placements), *asked, *own]


def heading(weeks: int, needed: int) -> str:
    """Over the company's list: what waits, by its number, where it is more than `weeks` of hours."""
    if not needed:
        return _("Hours to sign") if weeks else _("Nothing to sign")
    # Translators: heading of a company's page: hours and papers to sign, scores to give; read by a company
    return ngettext("%d thing to do", "%d things to do", weeks + needed) % (weeks + needed)
