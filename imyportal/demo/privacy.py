"""One who is home again asks to be forgotten; of another everything is held, because of a claim."""

from datetime import timedelta

from trainees.models import ErasureRequest, Trainee
from trainees.privacy import erasing, retention


def build() -> None:
    """Of the group that went home last."""
    home = Trainee.objects.select_related("user", "group").order_by("group__leaves_on", "pk")
    asks, held = home.filter(user__isnull=False)[:2]
    if asks.user:
        asked = erasing.ask(asks, by=asks.user)
        since = asked.asked_at - timedelta(hours=9)
        ErasureRequest.objects.filter(pk=asked.pk).update(asked_at=since)
    coordinator = erasing.deciding().first()
    if coordinator:
        retention.hold(
            held, by=coordinator, reason="The insurance still asks about the fall on the stairs."
        )
