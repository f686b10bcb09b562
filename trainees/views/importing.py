"""The three steps of every import in the desk: choose a file, look at the preview, bring it in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.sites import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import UserRequest
from trainees.import_forms import ListForm
from trainees.lists.plan import Plan
from trainees.models import HandedInList


@dataclass(frozen=True)
class Page:
    """What the three steps of one kind of list say and where they lead.

    `button` and `result` make a sentence from a number of rows; `tools` are asked for when needed.
    """

    site: AdminSite
    title: str
    about: str
    back_url: str
    back_label: str
    upload_url: str
    person: str
    button: Callable[[int], str]
    result: Callable[[int], str]
    tools: Callable[[], list[dict[str, Any]]] = list  # forms of the result: label and url

    def context(self, request: UserRequest, **more: Any) -> dict[str, Any]:
        return {**self.site.each_context(request), "title": self.title, "page": self, **more}


def upload(
    request: UserRequest, page: Page, *, keep: Callable[[bytes, str], HandedInList]
) -> HttpResponse:
    """The form; a readable file is kept and its preview opened at `<upload>/<id>/`."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            pending = keep(file.read(), file.name)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect(f"{page.upload_url}{pending.pk}/")
    context = page.context(request, form=form, errors=form.errors)
    return render(request, "trainees/desk/import_upload.html", context)


def preview(
    request: UserRequest,
    page: Page,
    pending: HandedInList,
    *,
    plan: Callable[[bytes, str], Plan],
    apply: Callable[[str], dict[str, Any]],
) -> HttpResponse:
    """The plan with its one button; after it, what came of it."""
    if request.method == "POST":
        try:
            apply(request.POST.get("plan", ""))
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return redirect(request.path)
    if pending.applied_at:
        written = pending.result["new"] + pending.result["changed"]
        sentence = page.result(written)
        context = page.context(request, pending=pending, sentence=sentence, tools=page.tools())
        return render(request, "trainees/desk/import_result.html", context)
    planned = plan(bytes(pending.content), pending.file_name)
    button = page.button(planned.to_write)
    context = page.context(request, pending=pending, plan=planned, button=button)
    return render(request, "trainees/desk/import_preview.html", context)
