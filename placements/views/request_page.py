"""The desk's page of one correction that was asked for: values ready to print, and what it posts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from imyportal.forms import add_errors

from .. import requests, wording
from ..entries import DayEntry
from ..enums import RequestStatus
from ..models import CorrectionRequest
from ..request_forms import AcceptForm, DeclineForm
from ..sheets import sheet


class RequestPage:
    """One request with its two forms, each with its own button."""

    def __init__(self, asked: CorrectionRequest, data: Any) -> None:
        self.asked = asked
        today = timezone.localdate()
        self.sheet = sheet(asked.week.placement, asked.week.monday, today=today)
        self.line = next(line for line in self.sheet.days if line.date == asked.date)
        is_decline = data is not None and "decline" in data
        self.accept = AcceptForm(
            None if is_decline else data,
            sheet=self.sheet,
            line=self.line,
            asked=asked,
            seen=requests.version(asked),
            prefix="accept",
        )
        self.decline = DeclineForm(data if is_decline else None, prefix="decline")
        self.sent: AcceptForm | DeclineForm = self.decline if is_decline else self.accept

    def decide(self, *, by: User) -> str:
        """Do what the sent form says; raises `ValidationError` as the functions of `requests`."""
        data = self.sent.cleaned_data
        if isinstance(self.sent, DeclineForm):
            requests.decline(self.asked, by=by, answer=data["answer"])
            return _("Declined. Both sides get your answer by mail.")
        requests.accept(
            self.asked, self.sent.entry(), by=by, reason=data["reason"], seen=data["seen"]
        )
        return _("The correction is stored. Both sides get it by mail.")

    def refuse(self, error: ValidationError) -> None:
        add_errors(self.sent, error)
        if isinstance(self.sent, AcceptForm) and self.sent.has_error("__all__", "changed"):
            self.sent.show_anew()

    def stood(self) -> DayEntry | None:
        """The day as it is; once decided, as it was before that."""
        asked, entry = self.asked, self.line.entry
        if asked.correction:
            return DayEntry.from_json(asked.correction.old)
        if asked.decided_at is None:
            return self.line.now
        before = [each for each in self.line.corrections if each.at <= asked.decided_at]
        if before:
            return DayEntry.from_json(before[-1].new)
        return DayEntry.of(entry) if entry else None

    def context(self) -> dict[str, Any]:
        asked = self.asked
        wanted = DayEntry.from_json(asked.wanted or {})
        is_open = asked.status == RequestStatus.OPEN
        return {
            # Translators: name is a trainee's, day like «Monday 9 November»
            "title": _("Correction asked for: %(name)s, %(day)s")
            % {"name": asked.week.placement.trainee, "day": date_format(asked.date, "l j F")},
            "asked": asked,
            "day": date_format(asked.date, "l j F Y"),
            "stood": wording.in_words(self.stood()),
            "decided": wording.in_words(DayEntry.from_json(asked.correction.new))
            if asked.correction
            else "",
            "wanted": wording.in_words(wanted) if wanted else _("as the words beside say"),
            "accept": self.accept if is_open else None,
            "decline": self.decline,
            "sent": self.sent,
            "errors": self.sent.errors,
            "form": self.sent,
        }
