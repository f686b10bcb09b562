"""What every template may say about the agency."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    """`agency`, and whether this is the demo."""
    return {"agency": settings.AGENCY, "demo": settings.DEMO}
