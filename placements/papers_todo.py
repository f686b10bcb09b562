"""What the trainee's home page says of papers for the school."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainees.enums import PaperVerdict
from trainees.models import PaperHandIn, PaperWaiver, PaperWanted, Trainee

from . import todo
from .models import Placement
from .todo import Said, Todo

AHEAD = 21  # days before its day a paper stands on the home page; one that came back at once


def _missing(trainee: Trainee, today: date) -> QuerySet[PaperWanted]:
    own = PaperHandIn.objects.filter(trainee=trainee, wanted=OuterRef("pk"))
    there = own.filter(verdict__in=[PaperVerdict.WAITING, PaperVerdict.ACCEPTED])
    waived = PaperWaiver.objects.filter(trainee=trainee, wanted=OuterRef("pk"))
    return PaperWanted.objects.filter(~Exists(there), ~Exists(waived), group=trainee.group_id)


@todo.register(when=_missing)
def papers(trainee: Trainee, placement: Placement | None, today: date) -> Said:
    """What is to be handed in soon, or anew; one query."""
    back = PaperHandIn.objects.filter(
        trainee=trainee, wanted=OuterRef("pk"), verdict=PaperVerdict.RETURNED
    )
    found = _missing(trainee, today).annotate(is_back=Exists(back))
    said = Said()
    for row in sorted(found, key=lambda row: row.due_on(trainee.group)):
        due_on = row.due_on(trainee.group)
        if not row.is_back and (due_on - today).days > AHEAD:
            continue
        # Translators: a day, like «by 12 March»
        note = _("by %(day)s") % {"day": date_format(due_on, "j E")}
        if row.is_back:
            note = _("It came back: look what is to be done")
        said.todos.append(Todo(row.name, note, reverse("trainees:paper", args=[row.pk]), "file"))
    return said
