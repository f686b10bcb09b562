"""`/metrics/`: figures for Prometheus, for who knows the token. For everybody else it is not there."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from imyportal import metrics as figures


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, in Prometheus' own format."""
    wanted, given = f"Bearer {settings.METRICS_TOKEN}", request.headers.get("Authorization", "")
    if not (settings.METRICS_TOKEN and constant_time_compare(given, wanted)):
        raise Http404
    return HttpResponse(figures.text(), content_type=CONTENT_TYPE_LATEST)
