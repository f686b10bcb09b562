"""The page of one absence as the trainee sees it: what is known, and forms for what can be done."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from imyportal.forms import add_errors

from ..absence_forms import AnswerForm, GoForm, HandInForm
from ..absences import days, going, noticing, papers, saying
from ..absences import wording as words
from ..enums import AbsenceKind, NoticeOf, NoticeTo
from ..models import Absence
from ..todo import Todo


def rows(absences: list[Absence]) -> list[Todo]:
    """Absences as rows that lead to their pages."""
    return [
        Todo(
            words.days_of(each),
            state(each),
            reverse("placements:absence_page", args=[each.public_id]),
            "calendar",
        )
        for each in absences
    ]


def state(absence: Absence) -> str:
    """Where it stands, in a few words."""
    if absence.withdrawn_at is not None:
        return _("Taken back")
    if absence.denied_at is not None:
        return _("You said: I was at work")
    if absence.kind == AbsenceKind.UNKNOWN:
        return _("Say what happened")
    if absence.paper_asked_at and not absence.paper_settled_at and not absence.papers.exists():
        return _("A paper is needed")
    return words.why(absence.kind)


class AbsencePage:
    """One request for the page."""

    def __init__(self, absence: Absence, request: UserRequest) -> None:
        self.absence, self.user = absence, request.user
        self.today = timezone.localdate()
        self.is_over = False  # nothing is left to do on this page
        do = request.POST.get("do", "")
        data = {name: request.POST if do == name else None for name in ("answer", "go")}
        self.answer = AnswerForm(data["answer"], absence=absence)
        self.go = GoForm(data["go"], days=self.days_to_go(), today=self.today)
        self.paper = HandInForm(request.POST, request.FILES) if do == "paper" else HandInForm()
        self.form: Form | None = {"answer": self.answer, "go": self.go, "paper": self.paper}.get(do)
        self.may_answer = (
            absence.kind == AbsenceKind.UNKNOWN
            and absence.denied_at is None
            and absence.withdrawn_at is None
        )

    @property
    def status(self) -> int:
        return 409 if self.form is not None and self.form.non_field_errors() else 200

    def days_to_go(self) -> list[date]:
        """Days of the absence from today on, on which one could go after all."""
        absence = self.absence
        first = max(self.today, absence.first_day)
        if absence.withdrawn_at or absence.kind == AbsenceKind.UNKNOWN or first > absence.last_day:
            return []
        agreed = days.agreed(absence.placement)
        return days.within(absence.placement, agreed, first, absence.last_day)

    def do(self) -> str | None:
        """Do what was sent; what happened in words, or None where the form says what is wrong."""
        form = self.form
        if form is None or not form.is_valid():
            return None
        try:
            if form is self.paper:
                papers.hand_in(self.absence, form.cleaned_data["file"], by=self.user)
                return _("Your paper is handed in. Your IMY tutor looks at it.")
            return self._go() if form is self.go else self._answer()
        except ValidationError as error:
            if form is self.paper:
                form.add_error("file", error)
            else:
                add_errors(form, error)
            return None

    def _go(self) -> str:
        day = self.go.cleaned_data["day"]
        gone = going.go(self.absence, day, by=self.user)
        self.is_over = gone.absence.withdrawn_at is not None
        # Translators: name is the company tutor's
        text = _("%(name)s and IMY hear that you come on %(day)s.")
        names = {"name": self.absence.placement.company_tutor.name, "day": words.days(day, day)}
        return text % names

    def _answer(self) -> str:
        if self.answer.is_denied:
            noticing.deny(self.absence, by=self.user)
            return _("Thank you. Your IMY tutor talks to the company.")
        saying.answer(self.absence, self.answer.saying(), by=self.user)
        return _("Thank you. The company and IMY know it now; the company does not read why.")

    def context(self) -> dict[str, Any]:
        """What `placements/trainee/absence_page.html` needs."""
        absence = self.absence
        handed_in = list(absence.papers.all())
        return {
            "tab": "home",
            "absence": absence,
            "title": words.days_of(absence),
            "state": state(absence),
            "facts": self._facts(),
            "answer": self.answer if self.may_answer else None,
            "go": self.go if self.days_to_go() else None,
            "single": len(self.days_to_go()) == 1,
            "paper": self.paper if absence.withdrawn_at is None else None,
            "is_wanted": bool(absence.paper_due_on)
            and not handed_in
            and absence.paper_settled_at is None,
            "papers": [
                (
                    reverse("placements:absence_paper", args=[each.public_id]),
                    _moment(each.at),
                )
                for each in handed_in
            ],
            "is_settled": absence.paper_settled_at is not None,
            "form": self.form,
        }

    def _facts(self) -> list[tuple[str, str]]:
        absence = self.absence
        known = [(_("Reason"), words.why(absence.kind))]
        if absence.said_at:
            known.append((_("Said"), _moment(absence.said_at)))
        if absence.noticed_at:
            known.append((_("Noticed by the company"), _moment(absence.noticed_at)))
        for notice in absence.notices.exclude(to=NoticeTo.TRAINEE):
            label = _("Told: comes after all") if notice.what == NoticeOf.BACK else _("Told")
            known.append((label, f"{notice.name}, {_moment(notice.at)}"))
        if absence.back_on:
            known.append((_("Back on"), words.days(absence.back_on, absence.back_on)))
        return known


def _moment(at: Any) -> str:
    """Thursday 12 March, 07:12."""
    here = localtime(at)
    return f"{date_format(here, 'l j F')}, {here:%H:%M}"
