"""Names for the desk's form controls that Django's admin leaves without one."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _


class Labelled:
    """Mixin before `ModelAdmin` or an inline: every control has a name for a screen reader.

    Stock Django labels neither the cells of a tabular inline nor the two halves of date and time.
    """

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field: forms.Field | None = super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        if field is not None:
            name_controls(field, cells=hasattr(self, "parent_model"))
        return field


def name_controls(field: forms.Field, *, cells: bool) -> None:
    """Put an `aria-label` on the controls of `field` that get no label; `cells` means all of them."""
    widget = field.widget
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    label = str(field.label or "")
    if isinstance(widget, forms.SplitDateTimeWidget):
        for part, name in zip(widget.widgets, (_("date"), _("time")), strict=True):
            part.attrs.setdefault("aria-label", f"{label}, {name}")
    elif cells and label:
        widget.attrs.setdefault("aria-label", label)
