"""How often something may happen, counted in the database cache: holds with and without Redis."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The visitor's address: what our own proxies say, never what the visitor says.

    With `TRUSTED_PROXY_COUNT` proxies of ours in front, the n-th entry of X-Forwarded-For from the
    right was written by the outermost of them.
    """
    count = settings.TRUSTED_PROXY_COUNT
    if count:
        entries = request.headers.get("X-Forwarded-For", "").split(",")
        if len(entries) >= count and entries[-count].strip():
            return entries[-count].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `key`; True while at most `limit` were counted in the running window."""
    name = f"rate:{key}"
    if cache.add(name, 1, timeout=seconds):
        return True
    try:
        return cache.incr(name) <= limit
    except ValueError:  # it ran out between the two calls
        cache.add(name, 1, timeout=seconds)
        return True
