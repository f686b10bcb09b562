"""A trainee's absences: «I can't go», «I can go after all», what happened, papers."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import UserRequest
from imyportal import audit, uploads
from imyportal.enums import Action
from imyportal.forms import add_errors

from ..absence_forms import AbsenceForm
from ..absences import days, saying
from ..absences import wording as words
from ..absences.saying import Known
from ..models import Absence, AbsencePaper, Placement
from ..stays import Stays
from . import absence_page as pages
from .addresses import stays_of

LOOK_AHEAD = timedelta(days=7)
OFFERED = 2  # days to begin with: today and the next day of work


@require_http_methods(["GET", "POST"])
def absence(request: UserRequest) -> HttpResponse:
    """Three taps: here, the reason, the button."""
    found = stays_of(request)
    placement = found.current
    data = request.POST if request.method == "POST" else None
    sent = data.get("first_day", "") if data else ""
    open_days = _open_days(placement, found.today, sent) if placement else []
    form = AbsenceForm(data, open_days=open_days, today=found.today)
    if placement and form.is_valid():
        try:
            known = saying.say(
                placement, form.saying(), by=request.user, once=form.cleaned_data["once"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            _thank(request, placement, known)
            return redirect("placements:home")
    context = {
        "tab": "home",
        "form": form,
        "placement": placement,
        "known": pages.rows(_shown(placement, found)) if placement else [],
        "is_today": bool(open_days) and open_days[0] == found.today,
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "placements/trainee/absence.html", context, status=status)


def _open_days(placement: Placement, today: date, sent: str) -> list[date]:
    """Days to begin with: agreed, still to come, and nobody has said anything about them.

    The day that was `sent` stays, though a first tap has said it already.
    """
    last = min(placement.ends_on, max(today, placement.starts_on) + LOOK_AHEAD)
    first = max(today, placement.starts_on)
    if last < first:
        return []
    found = days.within(placement, days.agreed(placement), first, last)
    known = list(Absence.objects.holding().filter(placement=placement, last_day__gte=first))
    open_days = [day for day in found if not any(each.holds(day) for each in known)][:OFFERED]
    return sorted({*open_days, *(day for day in found if str(day) == sent)})


def _shown(placement: Placement, found: Stays) -> list[Absence]:
    """What is still of interest: now and to come, to be answered, or in want of a paper."""
    rows = Absence.objects.holding().filter(placement__trainee=placement.trainee)
    now = rows.filter(last_day__gte=found.today)
    wanted = Absence.objects.unanswered() | Absence.objects.wanting_paper()
    own = wanted.filter(placement__trainee=placement.trainee)
    return list(
        rows.filter(pk__in=[*now.values_list("pk", flat=True), *own.values_list("pk", flat=True)])
    )


def _thank(request: UserRequest, placement: Placement, known: Known) -> None:
    tutor = placement.company_tutor
    names = {"name": tutor.name, "days": words.days_of(known.absence)}
    if not known.is_new:
        messages.success(request, _("You said this before: %(days)s.") % names)
    elif known.company_told:
        # Translators: name is the company tutor's; days like «Thursday 12 March»
        text = _("%(name)s gets an e-mail now, and IMY knows that you can’t come: %(days)s.")
        messages.success(request, text % names)
    else:
        # Translators: name is the company tutor's, who has no e-mail address
        text = _("IMY knows that you can’t come: %(days)s. Please call %(name)s as well.")
        messages.warning(request, text % names)
    if known.left:
        count = len(known.left)
        text = ngettext(
            "%d day stands in a week that you sent already: take the week back to change it.",
            "%d days stand in weeks that you sent already: take them back to change them.",
            count,
        )
        messages.warning(request, text % count)


@require_http_methods(["GET", "POST"])
def absence_page(request: UserRequest, absence: uuid.UUID) -> HttpResponse:
    """One absence: who was told when, and what can be done about it."""
    stays_of(request)
    own = Absence.objects.visible_to(request.user).filter(placement__trainee__user=request.user)
    row = get_object_or_404(
        own.select_related("placement__trainee__group", "placement__company_tutor"),
        public_id=absence,
    )
    page = pages.AbsencePage(row, request)
    if request.method == "POST":
        if (done := page.do()) is not None:
            messages.success(request, done)
            return redirect("placements:home" if page.is_over else request.path)
        row.refresh_from_db()
    context: dict[str, Any] = page.context()
    return render(request, "placements/trainee/absence_page.html", context, status=page.status)


@require_safe
def paper_file(request: UserRequest, paper: uuid.UUID) -> HttpResponse | FileResponse:
    """A paper: for its trainee, and for agency tutors who may open them. Every look is noted."""
    found = AbsencePaper.objects.visible_to(request.user).select_related("absence", "file")
    row = found.filter(public_id=paper).first()
    if row is None:
        raise Http404
    audit.note(Action.FILE_DOWNLOADED, by=request.user, about=row.absence)
    return uploads.answer(row.file)
