"""Which rows of a model somebody may see, also where the model has no say in it."""

from typing import Any

from django.db import models
from django.db.models import QuerySet


def visible(model: type[models.Model], viewer: Any) -> QuerySet[Any]:
    """The rows of `model` that `viewer` may see; all of a model that is not ours."""
    rows = model._default_manager.all()
    return rows.visible_to(viewer) if hasattr(rows, "visible_to") else rows
