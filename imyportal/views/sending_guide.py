"""What the agency gave a school to read: its list, the text, the file, the receipt."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from trainees.models import Handover
from trainees.models.publications import HandoverQuerySet
from trainees.publications import receipts, shelf
from trainees.views.guide import pdf_answer

from .sending import only_sending_tutors


def _given(request: UserRequest) -> HandoverQuerySet:
    """What the school has, the newest first; 404 for who is of no school."""
    only_sending_tutors(request)
    seen = Handover.objects.visible_to(request.user)
    found = seen.select_related("edition", "received_by", "given_by")
    return found.order_by("-given_at", "edition__kind", "-pk")


@require_safe
def guide(request: UserRequest) -> HttpResponse:
    """All that was given."""
    return render(request, "sending/guide.html", {"given": list(_given(request))})


@require_safe
def publication(request: UserRequest, pk: int) -> HttpResponse:
    """One of them on one page, and the button that confirms it."""
    row = get_object_or_404(_given(request), pk=pk)
    context = {
        "row": row,
        "facts": shelf.facts(row.edition),
        "chapters": shelf.chapters(row.edition),
    }
    return render(request, "sending/publication.html", context)


@require_safe
def publication_pdf(request: UserRequest, pk: int) -> HttpResponseBase:
    """The same on paper."""
    return pdf_answer(request, get_object_or_404(_given(request), pk=pk).edition)


@require_POST
def publication_received(request: UserRequest, pk: int) -> HttpResponse:
    """The school has it."""
    row = get_object_or_404(_given(request), pk=pk)
    receipts.receive(row, by=request.user)
    messages.success(request, _("Thank you. The agency sees that you have it."))
    return redirect("sending:guide")
