"""`/health/`: for whoever watches the portal. Says nothing that is worth hiding."""

from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from imyportal.models import OutgoingMail

MAIL_LATE = 15 * 60  # seconds a due mail may wait before this counts as trouble


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while pages work and mail goes out, else 503. A broker that is down only slows work."""
    state: dict[str, Any] = {
        "database": "down",
        "broker": _broker(),
        "oldest_due_mail_seconds": None,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        state |= {"database": "ok", "oldest_due_mail_seconds": _oldest_due_mail()}
    except DatabaseError:
        pass
    late = (state["oldest_due_mail_seconds"] or 0) > MAIL_LATE
    ok = state["database"] == "ok" and not late
    return JsonResponse({"ok": ok} | state, status=200 if ok else 503)


def _broker() -> str:
    if not settings.REDIS_URL:
        return "none"
    try:
        with redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "down"
    return "ok"


def _oldest_due_mail() -> int:
    """How many seconds the mail that has waited longest is late; 0 when none is due."""
    now = timezone.now()
    oldest = OutgoingMail.objects.waiting().filter(due_at__lte=now).order_by("due_at").first()
    return int((now - oldest.created_at).total_seconds()) if oldest else 0
