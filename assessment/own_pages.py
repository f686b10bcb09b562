"""The page of one of a trainee's own evaluations: open as a form, else to read."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from placements.models import Placement

from . import peers, written_models
from .enums import OWN_KINDS, ComparedWith, EvaluationKind, PeerAnswer
from .framework import Framework
from .models import Indicator, Objective, PeerRequest, WrittenModel
from .own_forms import FORMS, AskForm, OwnForm, PeerForm, asked, value_in
from .progress import own_title
from .record import Record
from .slots import Key, Slot

Answer = tuple[Objective | Indicator, int | None]
Line = tuple[Objective, list[Answer]]


def draft_key(placement: Placement, slot_key: str) -> str:
    """Under which the phone keeps answers that are not sent yet."""
    return f"self-{placement.pk}-{slot_key}"


def _when(key: Key) -> tuple[date, bool]:
    """The start before the week it lies in."""
    return key[1], not key[2]


def _under_headings(lines: list[Line]) -> list[tuple[str, list[Answer]]]:
    """The answers by objective; where objectives were scored as a whole, all under one heading."""
    if all(about == objective for objective, rows in lines for about, _value in rows):
        return [(_("Scores"), [each for _objective, rows in lines for each in rows])]
    return [(objective.name, rows) for objective, rows in lines]


class Page:
    """What one slot shows, from a record that is loaded already."""

    def __init__(self, record: Record, slot: Slot, today: date) -> None:
        self.record, self.slot, self.today = record, slot, today
        own = [each for each in record.given + record.waiting if each.evaluation.kind in OWN_KINDS]
        self.given = next((each for each in own if each.key == slot.takes), None)
        before = [
            each for each in own if each is not self.given and _when(each.key) <= _when(slot.takes)
        ]
        self.earlier = sorted(before, key=lambda each: (_when(each.key), each.on), reverse=True)

    @property
    def is_closed(self) -> bool:
        """Not open yet, over, or no longer to be changed."""
        last = self.slot.changes_until if self.given else self.slot.closes_on
        return self.today < self.slot.opens_on or self.today > last or self.is_confirmed

    @property
    def is_confirmed(self) -> bool:
        return self.given is not None and self.given.evaluation.confirmed_at is not None

    @cached_property
    def requests(self) -> list[PeerRequest]:
        """Who was asked to confirm, the newest first; one query."""
        if self.given is None or self.slot.kind != EvaluationKind.PEER:
            return []
        return list(self.given.evaluation.requests.select_related("peer"))

    @property
    def _framework(self) -> Framework:
        """As it was asked when it was given, or will be."""
        return self.record.framework.asked_in(self.given.evaluation if self.given else None)

    def form(self, data: QueryDict | None) -> OwnForm:
        """The form of the slot's kind, with what was given before."""
        evaluation = self.given.evaluation if self.given else None
        observed = self._framework
        extra: dict[str, Any] = {}
        if self.slot.kind == EvaluationKind.PEER:
            latest = self.requests[0] if self.requests else None
            waits = latest is not None and latest.answer != PeerAnswer.DECLINED
            extra = {
                "people": self._people(),
                "asked_of": latest.peer if latest and waits else None,
            }
        if self.slot.kind == EvaluationKind.MODEL:
            trainee = self.record.placement.trainee
            field = trainee.field or trainee.group.field
            extra = {"models": written_models.of(observed.objectives, field=field)}
        return FORMS[self.slot.kind](
            data,
            framework=observed,
            earlier=self.earlier,
            given=self.given,
            initial={
                "comment": evaluation.comment if evaluation else "",
                "compared_with": evaluation.compared_with if evaluation else "",
            },
            **extra,
        )

    def _people(self) -> Any:
        declined = [each.peer_id for each in self.requests if each.answer == PeerAnswer.DECLINED]
        return peers.choices(self.record.placement, self.slot).exclude(pk__in=declined)

    def thanks(self, form: OwnForm) -> str:
        """What is said once it is sent."""
        if self.slot.kind != EvaluationKind.PEER:
            return _("Your self-evaluation is sent.")
        # Translators: first name of another trainee
        text = _("Sent. It counts when %(name)s has confirmed it.")
        return text % {"name": form.cleaned_data["peer"].first_name}

    def context(self, form: OwnForm) -> dict[str, Any]:
        """For the page with the form."""
        return self._shared() | {
            "form": form,
            "is_change": self.given is not None,
            "kind": self.slot.kind,
            "nobody": isinstance(form, PeerForm) and not form.has_people,
        }

    def closed_context(self) -> dict[str, Any]:
        """For the page to read, and to ask somebody else."""
        lines = [
            (objective, [(each, value_in(self.given, each)) for each in abouts])
            for objective, abouts in asked(self._framework, self.slot.kind).items()
        ]
        can_ask = bool(self.requests) and not self.is_confirmed
        kept = self._models()
        return self._shared() | {
            "given": self.given,
            "models": [(each, kept[each.pk]) for each, _rows in lines if each.pk in kept],
            "is_early": self.today < self.slot.opens_on,
            "lines": _under_headings(lines) if self.given else [],
            "compared_with": self._compared_with(),
            "ask": AskForm(people=self._people()) if can_ask else None,
        }

    def _models(self) -> dict[int, WrittenModel]:
        """The model that was read beside each objective, by its key; one query."""
        if self.given is None or self.slot.kind != EvaluationKind.MODEL:
            return {}
        scores = self.given.evaluation.scores.select_related("model")
        return {
            each.objective_id: each.model for each in scores if each.objective_id and each.model
        }

    def _compared_with(self) -> str:
        value = self.given.evaluation.compared_with if self.given else ""
        return str(ComparedWith(value).label) if value else ""

    def _shared(self) -> dict[str, Any]:
        placement = self.record.placement
        return {
            "tab": "progress",
            "title": own_title(self.slot),
            "slot": self.slot,
            "requests": self.requests,
            "draft": draft_key(placement, self.slot.key),
            "tutor": placement.trainee.responsible.get_short_name(),
            "company_tutor": placement.company_tutor.first_name,
        }
