"""Articles on the desk beside their forms: as they are read, that they still hold, and their numbers."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import UserRequest
from imyportal.admin.pages import framed

from ..answers import figures, nameless, pages, writing
from ..answers.forms import BeginForm
from ..models import Article, Ticket
from ..tickets import replies


def urls(site: AdminSite) -> list[URLPattern]:
    """Below the list of articles."""
    return [
        path("from/<int:pk>/", framed(site, begin), name="helpdesk_article_from"),
        path("figures/", framed(site, numbers), name="helpdesk_article_figures"),
        path("<int:pk>/read/", framed(site, read), name="helpdesk_article_read"),
        path("<int:pk>/holds/", framed(site, holds), name="helpdesk_article_holds"),
    ]


def _seen(request: UserRequest, pk: int) -> Article:
    rows = Article.objects.visible_to(request.user).prefetch_related("texts")
    row = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("helpdesk.view_article"):
        raise PermissionDenied
    return row


@require_safe
def read(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """As trainees read it, in each language."""
    row = _seen(request, pk)
    texts = [(each, pages.html(each)) for each in row.texts.all()]
    context |= {"title": str(row), "article": row, "texts": texts}
    return render(request, "admin/helpdesk/article/read.html", context)


@require_POST
def holds(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """Somebody looked at it and found nothing to change."""
    row = _seen(request, pk)
    if not request.user.has_perm("helpdesk.change_article"):
        raise PermissionDenied
    writing.looked_at(row, by=request.user)
    messages.success(request, _("Noted: looked at today."))
    return redirect("admin:helpdesk_article_change", pk)


@require_http_methods(["GET", "POST"])
def begin(request: UserRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    """A draft of the answer that was given to a request, with the names taken out."""
    seen = Ticket.objects.visible_to(request.user).requests().select_related("trainee__user")
    ticket = get_object_or_404(seen.select_related("room__house"), pk=pk)
    if not request.user.has_perm("helpdesk.add_article"):
        raise PermissionDenied
    known = {"topic": ticket.topic, "language": replies.language(ticket)}
    form = BeginForm(request.POST or None, initial=vars(nameless.draft(ticket)) | known)
    if form.is_valid():
        article = writing.begin(form.cleaned_data["topic"], form.instance, by=request.user)
        messages.success(request, _("The draft is stored. Nobody reads it until it is published."))
        return redirect("admin:helpdesk_article_change", article.pk)
    if request.method == "GET":
        text = _(
            "Names and numbers were taken out. Read it through: does it still tell of somebody?"
        )
        messages.warning(request, text)
    context |= {
        "form": form,
        "title": _("Make an answer for everybody"),
        "button": _("Store the draft"),
    }
    back = reverse("admin:helpdesk_ticket_change", args=[pk])
    return render(request, "admin/desk_form.html", context | {"back": back})


@require_safe
def numbers(request: UserRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Which helped, which did not, and what was looked for in vain."""
    if not request.user.has_perm("helpdesk.view_article"):
        raise PermissionDenied
    context |= {
        "title": _("Answers in numbers"),
        "rows": figures.of_articles(request.user),
        "missed": figures.missed(request.user),
        "weeks": figures.WEEKS,
    }
    return render(request, "admin/helpdesk/article/figures.html", context)
