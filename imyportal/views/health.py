"""`/health/`: for whoever watches the portal. Says nothing that is worth hiding."""

import contextlib
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from imyportal import mail, pulse

MAIL_LATE = 15 * 60  # seconds a due mail may wait before this counts as trouble


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while pages work, somebody does the work and mail goes out, else 503.

    A broker, worker, beat or sweep that is away only slows work while another one does it.
    """
    state: dict[str, Any] = {
        "database": "down",
        "broker": _broker(),
        "oldest_due_mail_seconds": None,
    }
    ok = False
    with contextlib.suppress(DatabaseError):
        now = timezone.now()
        late, pulses = mail.queue_age(now), pulse.read(now)
        state |= {"database": "ok", "oldest_due_mail_seconds": late}
        state |= {name: each.state for name, each in pulses.items()}
        state["seconds_since"] = {name: each.seconds for name, each in pulses.items()}
        ok = late <= MAIL_LATE and _is_anybody_at_work(pulses)
    return JsonResponse({"ok": ok} | state, status=200 if ok else 503)


def _is_anybody_at_work(pulses: dict[str, pulse.Pulse]) -> bool:
    return any(pulses[name].state == "ok" for name in pulses if name != pulse.BEAT)


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
