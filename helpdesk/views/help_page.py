from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from imyportal import opening
from placements import stays
from placements.absences import ahead

from ..tickets import threads
from . import requests


@require_safe
def help_page(request: UserRequest) -> HttpResponse:
    """How a trainee reaches the help desk, their tutor and, first of all, help at once."""
    now = timezone.now()
    found = stays.of(request.user, today=timezone.localdate(now))
    if found is None:
        raise Http404
    is_open = opening.is_open(now)
    context = {
        "tab": "help",
        "is_open": is_open,
        "state": _("Open now") if is_open else _("Closed now"),
        "until": _until(now, is_open=is_open),
        "tutor": found.trainee.responsible,
        "cannot_go": ahead.offer(found.current, found.today),
        "requests": [threads.task(each) for each in requests.own(request.user)[: requests.SHOWN]],
    }
    return render(request, "helpdesk/help.html", context)


def _until(now: datetime, *, is_open: bool) -> str:
    if is_open:
        return _("Somebody answers until %(time)s.") % {"time": f"{opening.CLOSES:%H:%M}"}
    opens = opening.opens_next(now)
    time = f"{opens:%H:%M}"
    if opens.date() == timezone.localdate(now):
        return _("Opens today at %(time)s.") % {"time": time}
    if opens.date() == timezone.localdate(now) + timedelta(days=1):
        return _("Opens tomorrow at %(time)s.") % {"time": time}
    # Translators: as in «Opens on Monday at 09:30.»
    return _("Opens on %(day)s at %(time)s.") % {"day": formatted(opens, "l"), "time": time}
