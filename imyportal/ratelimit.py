"""How often something may happen, counted in the database cache: holds with and without Redis."""

from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The visitor's address: what our own proxies say, never what the visitor says.

    With `TRUSTED_PROXY_COUNT` proxies of ours in front, the n-th entry of X-Forwarded-For from the
    right was written by the outermost of them. What is no address there is passed over.
    """
    count = settings.TRUSTED_PROXY_COUNT
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    if count and len(entries) >= count:
        try:
            return str(ip_address(entries[-count].strip()))
        except ValueError:
            pass
    return str(request.META.get("REMOTE_ADDR", ""))


def hit(key: str, *, limit: int, seconds: int) -> bool:
    """Use `key` once; False when it was used `limit` times in the last `seconds`.

    Each use takes one of `limit` places and keeps it for `seconds`. Taking a place is one atomic
    insert, so many at once get no more than there are; a counter would have to be read and written.
    """
    places = [f"rate:{key}:{number}" for number in range(limit)]
    taken = cache.get_many(places)
    return any(cache.add(place, 1, timeout=seconds) for place in places if place not in taken)
