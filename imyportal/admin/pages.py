"""Pages of our own on the desk, below those of the models they are about."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse


def framed(site: AdminSite, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, …, context=)` behind the desk's door; the context is what its frame shows."""

    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, context=site.each_context(request), **kwargs)

    return site.admin_view(page)
