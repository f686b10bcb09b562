"""Where each paper of each trainee stands, and whose turn it is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..enums import PaperBy, PaperVerdict
from ..models import PaperHandIn, PaperWaiver, PaperWanted, Trainee


class State(TextChoices):
    """What is made of the rows about one paper; none of it is stored."""

    MISSING = "missing", gettext_lazy("missing")
    WAITING = "waiting", gettext_lazy("waits for the tutor")
    RETURNED = "returned", gettext_lazy("sent back")
    ACCEPTED = "accepted", gettext_lazy("accepted")
    DELIVERED = "delivered", gettext_lazy("delivered")
    WAIVED = "waived", gettext_lazy("not needed")


SETTLED = frozenset({State.ACCEPTED, State.DELIVERED, State.WAIVED})
OF_TRAINEE = frozenset({State.MISSING, State.RETURNED})  # the trainee must act


@dataclass(frozen=True)
class Standing:
    """One paper of one trainee; their group must be loaded."""

    trainee: Trainee
    wanted: PaperWanted
    last: PaperHandIn | None  # what was handed in last
    waiver: PaperWaiver | None

    @property
    def state(self) -> State:
        if self.last is None or self.last.verdict == PaperVerdict.REPLACED:
            return State.WAIVED if self.waiver else State.MISSING
        if self.last.verdict == PaperVerdict.ACCEPTED:
            return State.DELIVERED if self.last.delivered_at else State.ACCEPTED
        if self.waiver:
            return State.WAIVED
        return State.RETURNED if self.last.verdict == PaperVerdict.RETURNED else State.WAITING

    @property
    def due_on(self) -> date:
        return self.wanted.due_on(self.trainee.group)

    def is_late(self, today: date) -> bool:
        """The trainee has to act, and the day is past."""
        return self.state in OF_TRAINEE and self.due_on < today

    def tone(self, today: date) -> str:
        """Of a tag: ok, wait, warn or empty."""
        if self.is_late(today):
            return "warn"
        tones = {State.WAITING: "wait", State.RETURNED: "warn", State.WAIVED: "", State.MISSING: ""}
        return tones.get(self.state, "ok")

    def said_to_trainee(self, today: date) -> str:
        """The state in a few words."""
        if self.is_late(today) and self.state == State.MISSING:
            return _("Late")
        return {
            State.MISSING: _("To hand in"),
            State.WAITING: _("With your tutor"),
            State.RETURNED: _("Sent back"),
            State.ACCEPTED: _("Accepted"),
            State.DELIVERED: _("Your school has it"),
            State.WAIVED: _("Not needed"),
        }[self.state]

    def said_in_desk(self, today: date) -> str:
        """The state in a few words, with whose turn it is."""
        if self.is_late(today) and self.state == State.MISSING:
            return _("late since %(day)s") % {"day": date_format(self.due_on, "j M")}
        if self.state == State.WAITING:
            return _("waits for you")
        return str(self.state.label)

    def note(self) -> str:
        """When it is due and who fills it in, for the trainee."""
        # Translators: a day, like «by 12 March»
        parts = [_("by %(day)s") % {"day": date_format(self.due_on, "j E")}]
        if self.wanted.filled_by == PaperBy.COMPANY:
            parts.append(_("your company fills it in"))
        if self.wanted.filled_by == PaperBy.AGENCY:
            parts.append(_("IMY fills it in"))
        if self.wanted.needed_for != "nothing":
            # Translators: what is like «the certificate»
            needed = _("needed for %(what)s")
            parts.append(needed % {"what": self.wanted.get_needed_for_display()})
        return ", ".join(parts)


def of(people: Collection[Trainee], papers: Collection[PaperWanted]) -> dict[int, list[Standing]]:
    """By the trainee's key, in the order of the papers; two queries, however many there are."""
    last: dict[tuple[int, int], PaperHandIn] = {}
    rows = PaperHandIn.objects.filter(trainee__in=people, wanted__in=papers)
    for row in rows.order_by("handed_in_at", "pk"):
        last[row.trainee_id, row.wanted_id] = row
    waivers = {
        (row.trainee_id, row.wanted_id): row
        for row in PaperWaiver.objects.filter(trainee__in=people, wanted__in=papers)
    }
    found: dict[int, list[Standing]] = defaultdict(list)
    for trainee in people:
        for wanted in papers:
            key = (trainee.pk, wanted.pk)
            found[trainee.pk].append(Standing(trainee, wanted, last.get(key), waivers.get(key)))
    return found


def of_trainee(trainee: Trainee) -> list[Standing]:
    """All papers of one trainee, what is to be done first; three queries. The group must be loaded."""
    papers = list(PaperWanted.objects.filter(group=trainee.group_id))
    found = of([trainee], papers)[trainee.pk]
    return sorted(found, key=lambda each: (each.state not in OF_TRAINEE, each.due_on))
