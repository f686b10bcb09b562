from typing import Any, Self

from django.db import models


class SentFormQuerySet(models.QuerySet["SentForm"]):
    def visible_to(self, viewer: Any) -> Self:
        """Nobody: these are keys, not facts about anyone."""
        return self.none()


class SentForm(models.Model):
    """A one-time form key that was used: the same form sent again is not done again."""

    key = models.UUIDField(primary_key=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "pk"]

    def __str__(self) -> str:
        return str(self.key)
