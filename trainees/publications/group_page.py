"""What the desk shows of a group's reading: what its school has, and who has read what."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Edition, Group, Handover, Receipt, Reflection, Trainee
from . import editions, receipts, reflections


@dataclass(frozen=True)
class Given:
    """One publication and how far it has come on its way to the school."""

    edition: Edition
    handover: Handover | None


@dataclass(frozen=True)
class Cell:
    """One publication and one trainee."""

    tone: str
    label: str


@dataclass(frozen=True)
class Line:
    """One trainee."""

    trainee: Trainee
    cells: list[Cell]
    reflection: Reflection | None  # once it is sent


class Reading:
    """Seven queries, however many trainees."""

    def __init__(self, group: Group, viewer: User) -> None:
        self.group = group
        people = Trainee.objects.visible_to(viewer).filter(group=group).select_related("user")
        self.people = list(people)
        self.current = list(Edition.objects.current())
        found = Receipt.objects.filter(trainee__in=self.people).select_related("edition")
        self.said: dict[int, list[Receipt]] = defaultdict(list)
        for each in found:
            self.said[each.trainee_id].append(each)
        self.handovers = {
            each.edition_id: each
            for each in Handover.objects.filter(organisation=group.organisation_id).select_related(
                "received_by", "given_by"
            )
        }
        sent = Reflection.objects.visible_to(viewer).filter(trainee__in=self.people)
        self.reflections = {each.trainee_id: each for each in sent.sent()}
        self.topics = reflections.topics(group, viewer)

    @property
    def given(self) -> list[Given]:
        """What the school reads, in its language."""
        mine = editions.choose(self.current, self.group.organisation.language)
        return [Given(each, self.handovers.get(each.pk)) for each in mine]

    @property
    def to_give(self) -> int:
        """How many of them the school has not got."""
        return sum(each.handover is None for each in self.given)

    @property
    def columns(self) -> list[str]:
        """The publications there are."""
        return [str(each.get_kind_display()) for each in editions.choose(self.current, "en")]

    @property
    def lines(self) -> list[Line]:
        """Each trainee with a cell for each column."""
        return [
            Line(
                each,
                [self._cell(each, one) for one in self._of(each)],
                self.reflections.get(each.pk),
            )
            for each in self.people
        ]

    def _of(self, trainee: Trainee) -> list[Edition]:
        language = trainee.user.language if trainee.user else trainee.language
        return editions.choose(self.current, language)

    def _cell(self, trainee: Trainee, edition: Edition) -> Cell:
        said = [each for each in self.said[trainee.pk] if each.edition.kind == edition.kind]
        for each in said:
            if receipts.is_read(edition, [each]):
                return Cell("ok", date_format(timezone.localdate(each.at), "j F"))
        return Cell("wait", _("old version")) if said else Cell("warn", _("not read"))

    @property
    def missing(self) -> int:
        """How many trainees have not read everything."""
        return sum(any(cell.tone != "ok" for cell in line.cells) for line in self.lines)
