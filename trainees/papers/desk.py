"""What the desk shows of papers: the grid of a group, and one paper of one person with its deeds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.forms import add_errors

from ..enums import PaperVerdict
from ..models import Group, PaperHandIn, PaperWanted, Trainee
from . import course, standing
from .forms import HandInForm, NoteForm, WaiveForm


@dataclass(frozen=True)
class Cell:
    """One paper of one person."""

    url: str
    tone: str
    label: str
    name: str  # for a screen reader
    to_accept: int | None  # key of what waits


class Grid:
    """Four queries, however many people and papers."""

    def __init__(self, group: Group, viewer: User) -> None:
        self.group, self.viewer = group, viewer
        self.today = timezone.localdate()

    @cached_property
    def people(self) -> list[Trainee]:
        found = Trainee.objects.visible_to(self.viewer).filter(group=self.group)
        return list(found.select_related("group"))

    @cached_property
    def columns(self) -> list[tuple[PaperWanted, str]]:
        """Each paper with who fills it in, and the day by which it is wanted."""
        found = PaperWanted.objects.filter(group=self.group)
        return [(each, f"{each.due_on(self.group):%d.%m.}") for each in found]

    @cached_property
    def _standings(self) -> dict[int, list[standing.Standing]]:
        return standing.of(self.people, [each for each, _due in self.columns])

    @property
    def rows(self) -> list[tuple[Trainee, list[Cell]]]:
        """Each person with a cell for each column."""
        return [
            (each, [self._cell(one) for one in self._standings.get(each.pk, [])])
            for each in self.people
        ]

    def _cell(self, one: standing.Standing) -> Cell:
        place = [self.group.pk, one.trainee.pk, one.wanted.pk]
        waits = one.last if one.state == standing.State.WAITING else None
        return Cell(
            url=reverse("admin:trainees_group_paper", args=place),
            tone=one.tone(self.today),
            label=one.said_in_desk(self.today),
            name=f"{one.trainee.name}: {one.wanted.name}",
            to_accept=waits.pk if waits else None,
        )

    def _last(self, state: standing.State) -> list[PaperHandIn]:
        all_of_them = [one for each in self._standings.values() for one in each]
        return [one.last for one in all_of_them if one.state == state and one.last]

    @cached_property
    def waiting(self) -> list[PaperHandIn]:
        return self._last(standing.State.WAITING)

    @cached_property
    def to_deliver(self) -> list[PaperHandIn]:
        return self._last(standing.State.ACCEPTED)

    @property
    def delivered(self) -> int:
        return len(self._last(standing.State.DELIVERED))

    @property
    def lacking(self) -> int:
        """How many papers the trainees have still to hand in."""
        of_trainees = standing.OF_TRAINEE
        return sum(one.state in of_trainees for each in self._standings.values() for one in each)


class OnePaper:
    """One request for the page of one paper of one person; each form says by `do` what it is."""

    def __init__(self, trainee: Trainee, wanted: PaperWanted, request: HttpRequest) -> None:
        self.trainee, self.wanted, self.user = trainee, wanted, request.user
        self.asked = request.POST.get("do", "")
        self.problem = ""  # of a button without a form
        data = {name: request.POST if self.asked == name else None for name in ("back", "waive")}
        self.back, self.waive = NoteForm(data["back"]), WaiveForm(data["waive"])
        is_file = self.asked == "file"
        self.file = HandInForm(request.POST, request.FILES) if is_file else HandInForm()

    @property
    def now(self) -> standing.Standing:
        return standing.of([self.trainee], [self.wanted])[self.trainee.pk][0]

    def do(self) -> str:
        """Do what was sent; what happened in words, or nothing where a form says what is wrong."""
        deeds: dict[str, tuple[Form | None, Callable[[], str]]] = {
            "accept": (None, self._accept),
            "back": (self.back, self._send_back),
            "waive": (self.waive, self._waive),
            "need": (None, self._need),
            "file": (self.file, self._hand_in),
        }
        form, deed = deeds.get(self.asked, (None, str))
        if form is not None and not form.is_valid():
            return ""
        try:
            return deed()
        except ValidationError as error:
            if form is None:
                self.problem = error.messages[0]
            else:
                add_errors(form, error)
            return ""

    def _last(self) -> PaperHandIn:
        row = self.now.last
        if row is None:
            raise ValidationError(_("Nothing was handed in yet."), code="none")
        return row

    def _accept(self) -> str:
        course.accept(self._last(), by=self.user)  # type: ignore[arg-type]
        return _("Accepted.")

    def _send_back(self) -> str:
        course.send_back(self._last(), self.back.cleaned_data["note"], by=self.user)  # type: ignore[arg-type]
        return _("Sent back. %(name)s gets a mail.") % {"name": self.trainee.first_name}

    def _waive(self) -> str:
        reason = self.waive.cleaned_data["reason"]
        course.waive(self.trainee, self.wanted, reason, by=self.user)  # type: ignore[arg-type]
        return _("Not needed from %(name)s.") % {"name": self.trainee.first_name}

    def _need(self) -> str:
        course.need_again(self.trainee, self.wanted, by=self.user)  # type: ignore[arg-type]
        return _("It is needed again.")

    def _hand_in(self) -> str:
        course.hand_in(self.trainee, self.wanted, by=self.user, **self.file.cleaned_data)  # type: ignore[arg-type]
        return _("Handed in for %(name)s.") % {"name": self.trainee.first_name}

    def context(self) -> dict[str, Any]:
        """What `trainees/desk/paper.html` needs."""
        now, today = self.now, timezone.localdate()
        rows = PaperHandIn.objects.filter(trainee=self.trainee, wanted=self.wanted)
        people = ("file", "handed_in_by", "judged_by", "delivered_by", "fetched_by")
        forms = {"back": self.back, "waive": self.waive, "file": self.file}
        state = now.state
        return {
            "now": now,
            "tone": now.tone(today),
            "label": now.said_in_desk(today),
            "handed_in": rows.select_related(*people).order_by("-handed_in_at", "-pk"),
            "back": self.back,
            "waive": self.waive,
            "file": self.file,
            "may_accept": state == standing.State.WAITING,
            "may_send_back": now.last is not None
            and now.last.verdict in (PaperVerdict.WAITING, PaperVerdict.ACCEPTED),
            "may_hand_in": now.last is None or now.last.verdict != PaperVerdict.ACCEPTED,
            "may_waive": state in standing.OF_TRAINEE,
            "sent": forms.get(self.asked, self.back),
        }
