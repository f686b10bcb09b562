from typing import Any, Self

from django.db import models


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def visible_to(self, viewer: Any) -> Self:
        """Nobody: `/health/` says what is to be known."""
        return self.none()


class Heartbeat(models.Model):
    """When one of the processes behind the pages, whichever of its kind, last said that it is at work."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"


class JobTallyQuerySet(models.QuerySet["JobTally"]):
    def visible_to(self, viewer: Any) -> Self:
        """Nobody: `/metrics/` has the figures."""
        return self.none()


class JobTally(models.Model):
    """What the runs of one kind of work add up to, in all processes since it was first run."""

    name = models.CharField(max_length=60, unique=True)
    runs = models.PositiveBigIntegerField(default=0)
    failed_runs = models.PositiveBigIntegerField(default=0)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_failed = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    succeeded_at = models.DateTimeField(null=True)  # the last run without any failure

    objects = JobTallyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
