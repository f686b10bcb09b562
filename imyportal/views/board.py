"""What a tutor does on the Today board: put a row off, take it, remind those who are late."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import UserRequest
from assessment import reminders as evaluation_reminders
from placements import reminders as company_reminders
from trainees.models import Trainee

from .. import today


def urls(site: AdminSite) -> list[URLPattern]:
    """The buttons for `site.get_urls()`; names below `admin:`."""
    return [
        path("later/<int:pk>/", site.admin_view(later), name="later"),
        path("take/<int:pk>/", site.admin_view(take), name="take"),
        path("morning-mail/", site.admin_view(morning_mail), name="morning_mail"),
        path("remind/companies/", site.admin_view(remind_companies), name="remind_companies"),
        path("remind/hours/<int:pk>/", site.admin_view(remind_hours), name="remind_hours"),
        path("remind/self-evaluations/", site.admin_view(remind_self), name="remind_self"),
        path(
            "remind/evaluations/<int:pk>/", site.admin_view(remind_late), name="remind_evaluations"
        ),
    ]


def _back() -> HttpResponse:
    return redirect("admin:index")


@require_POST
def later(request: UserRequest, pk: int) -> HttpResponse:
    """Put a trainee's row off until tomorrow morning, or, with `back`, bring it back."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    if "back" in request.POST:
        today.bring_back(trainee, by=request.user)
        return redirect(f"{reverse('admin:index')}#trainee-{pk}")
    now = timezone.now()
    until = timezone.localtime(today.put_off(trainee, by=request.user, now=now))
    if until.date() == timezone.localdate(now):
        text = _("%(name)s comes back at %(time)s, or earlier with a new reason.")
    else:
        text = _("%(name)s comes back tomorrow at %(time)s, or earlier with a new reason.")
    messages.success(request, text % {"name": trainee, "time": f"{until:%H:%M}"})
    return _back()


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Say that one looks after a trainee's reasons, or, with `leave`, no longer."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    if "leave" in request.POST:
        today.leave(trainee, by=request.user)
    else:
        today.take(trainee, by=request.user, now=timezone.now())
    return redirect(f"{reverse('admin:index')}#trainee-{pk}")


@require_POST
def morning_mail(request: UserRequest) -> HttpResponse:
    """Whether one wants the mail of working days at 08:30."""
    wants = request.POST.get("wants") == "yes"
    User.objects.filter(pk=request.user.pk).update(wants_morning_mail=wants)
    yes = _("You get a mail at 08:30 on working days, if a trainee needs you.")
    no = _("You get no mail in the morning any more.")
    messages.success(request, yes if wants else no)
    return _back()


def _tell_reminded(request: UserRequest, count: int) -> HttpResponse:
    if count:
        text = ngettext("%d reminder is on its way.", "%d reminders are on their way.", count)
        messages.success(request, text % count)
    else:
        messages.info(request, _("Everybody was reminded this week already."))
    return _back()


@require_POST
def remind_companies(request: UserRequest) -> HttpResponse:
    """One mail to each company tutor with late weeks."""
    return _tell_reminded(request, company_reminders.remind_companies(viewer=request.user))


@require_POST
def remind_hours(request: UserRequest, pk: int) -> HttpResponse:
    """A mail to a trainee whose hours are missing."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    count = company_reminders.remind_trainees(viewer=request.user, trainee_id=trainee.pk)
    return _tell_reminded(request, count)


@require_POST
def remind_late(request: UserRequest, pk: int) -> HttpResponse:
    """Remind of a trainee's evaluations that are late, each once."""
    trainee = get_object_or_404(Trainee.objects.visible_to(request.user), pk=pk)
    return _tell_reminded(
        request, evaluation_reminders.remind_late(viewer=request.user, trainee=trainee.pk)
    )


@require_POST
def remind_self(request: UserRequest) -> HttpResponse:
    """A mail to each trainee whose self-evaluation of this week is open."""
    return _tell_reminded(
        request, evaluation_reminders.remind_self_evaluations(viewer=request.user)
    )
