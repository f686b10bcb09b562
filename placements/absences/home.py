"""What the trainee's home page says of absences."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from trainees.models import Trainee

from .. import todo
from ..enums import AbsenceKind
from ..models import Absence, AbsencePaper, Placement
from ..todo import Said, Todo
from . import wording


def _current(trainee: Trainee, today: date) -> QuerySet[Absence]:
    return (
        Absence.objects.holding()
        .filter(placement__trainee=trainee)
        .filter(
            Q(last_day__gte=today)
            | Q(kind=AbsenceKind.UNKNOWN, denied_at=None)
            | Q(paper_asked_at__isnull=False, paper_settled_at=None)
        )
    )


@todo.register(when=_current)
def absences(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What happened, a paper that is asked for, and what was announced; one query."""
    said = Said()
    papers = AbsencePaper.objects.filter(absence=OuterRef("pk"))
    rows = _current(trainee, today).annotate(has_paper=Exists(papers))
    for row in rows.order_by("first_day"):
        url = reverse("placements:absence_page", args=[row.public_id])
        day = wording.days_of(row)
        if row.kind == AbsenceKind.UNKNOWN and row.denied_at is None:
            title = _("What happened on %(day)s?") % {"day": day}
            said.todos.append(Todo(title, _("Two taps. We want to know."), url, "alert"))
        elif row.paper_asked_at and not row.paper_settled_at and not row.has_paper:
            note = _("Like a medical certificate. The company does not see it.")
            said.todos.append(Todo(_("Hand in a paper: %(day)s") % {"day": day}, note, url, "file"))
        elif row.last_day >= today:
            # Translators: day is like «Thursday 12 March»
            title = _("You said you can’t come: %(day)s") % {"day": day}
            said.told.append(Todo(title, _("I can go after all"), url, "calendar"))
    return said
