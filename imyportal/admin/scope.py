"""What every admin module of the desk rests on.

`Scoped` narrows all a tutor can reach to what `visible_to()` says: rows, search, forms and what they
may post, autocomplete, filters, inlines, history, and the names on the page before deleting.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.forms import DateInput, TimeInput
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import history, tracking
from ..deleting import deleted_objects
from ..labels import Labelled
from ..visible import visible
from .tools import tools_for

# --- Small things -----------------------------------------------------------------------------


def tag(label: Any, tone: str = "") -> SafeString:
    """A state as a word; `tone` is "ok", "wait", "warn" or "" and only adds a colour."""
    css = f"dk-tag dk-tag-{tone}" if tone else "dk-tag"
    return format_html('<span class="{}">{}</span>', css, label)


def link(url: str, label: Any) -> SafeString:
    """A link in a list or a read-only field."""
    return format_html('<a href="{}">{}</a>', url, label)


class CappedPaginator(Paginator):
    """Counts to 1000 and no further: at a hundred thousand rows the count is the dear part."""

    MOST = 1000

    @cached_property
    def count(self) -> int:
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return min(self.object_list.order_by()[: self.MOST + 1].count(), self.MOST)


# --- Filters ----------------------------------------------------------------------------------


class VisibleRelated(admin.RelatedFieldListFilter):
    """A filter over a relation that names only rows the person may see, forty at most.

    The choices come from the related table alone; asking which of them occur in a long list would
    read the whole of it.
    """

    MOST = 40

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        model = field.remote_field.model
        rows = visible(model, request.user).complex_filter(field.get_limit_choices_to())
        return [(row.pk, str(row)) for row in rows[: self.MOST]]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1 or self.lookup_val is not None


# --- Scope ------------------------------------------------------------------------------------


class _Narrowed(Labelled):
    """What model pages and inlines have in common."""

    model: type[models.Model]
    formfield_overrides: Any = {
        # Native fields: no script, the phone's own picker, and a label they cannot lose.
        models.DateField: {"widget": DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.TimeField: {"widget": TimeInput(attrs={"type": "time"}, format="%H:%M")},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).visible_to(request.user)

    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet[Any]:
        """What a relation may point to, shown or posted."""
        ordered = super().get_field_queryset(db, db_field, request)
        if ordered is None:
            return visible(db_field.remote_field.model, request.user)
        return ordered.visible_to(request.user) if hasattr(ordered, "visible_to") else ordered

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a relation only «add»: other rows are changed on their own pages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.can_change_related = wrapper.can_delete_related = False
            wrapper.can_view_related = False
        return field

    def sees(self, request: HttpRequest, row: models.Model | None) -> bool:
        """Whether the person may know of `row`; asked once a request."""
        if row is None or row.pk is None or not isinstance(row, self.model):
            return True
        seen: dict[Any, bool] = request.__dict__.setdefault("_seen_rows", {})
        key = (type(row), row.pk)
        if key not in seen:
            seen[key] = visible(type(row), request.user).filter(pk=row.pk).exists()
        return seen[key]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self.sees(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.sees(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.sees(request, obj)


_PLAIN_LOOKUPS = {
    "exact", "id__exact", "isnull", "gte", "lt", "year", "month", "day",
}  # fmt: skip


class Scoped(_Narrowed, admin.ModelAdmin):
    """A model page that holds only what the person may see; anything else is 404, as if missing."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    view_on_site = False
    # Columns that links from elsewhere narrow the list by; no choice of them is shown.
    linked_filters: list[str] = []
    # An empty list says what comes here and from where; then the list to go to for it, by name.
    empty: Any = ""
    empty_list: str = ""

    def get_ordering(self, request: HttpRequest) -> Any:
        # Said aloud, or Django forgets it where a list counts something per row.
        return self.ordering or self.opts.ordering

    @admin.display(description=format_html('<input type="checkbox" id="{}">', "action-toggle"))
    def action_checkbox(self, obj: models.Model) -> SafeString:
        """Django's own tick box. As a form field it was the dearest cell of a list."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            _("Select this object for an action - {}").format(obj),
        )

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the page offers: an address is not a way to probe other columns."""
        names = [*self.linked_filters]
        if self.date_hierarchy:
            names.append(self.date_hierarchy)
        for item in self.list_filter:
            name: Any = item[0] if isinstance(item, tuple | list) else item
            names.append(getattr(name, "parameter_name", name))
        return any(
            lookup == name or lookup.removeprefix(f"{name}__") in _PLAIN_LOOKUPS for name in names
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Headed by what the list holds."""
        heading = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, heading | (extra_context or {}))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """As Django's. Who was overtaken by another writer is judged once more, with words.

        Between the form's check and its writing somebody may have been faster; the second check sees
        their row and says so at the field.
        """
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """As Django's. What the database holds before is remembered for `log_change`."""
        if change:
            request.__dict__["_before"] = tracking.read([form.instance])
        return super().save_form(request, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """As Django's; rows below that have a page of their own keep what was changed of them."""
        rows = [each.instance for each in formset.initial_forms]
        with tracking.kept_each(rows, by=request.user):
            super().save_formset(request, form, formset, change)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """As Django's, and from what to what as `tracking` has it."""
        if (before := request.__dict__.pop("_before", None)) is not None:
            tracking.keep({obj.pk: obj}, before, by=request.user)
        return super().log_change(request, obj, message)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            request.__dict__.setdefault("_seen_rows", {})[type(row), row.pk] = True
        return row

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> Any:
        raise Http404

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """As Django's, but what the person may not see is counted, not named."""
        return deleted_objects(objs, request, self.admin_site)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """As Django's, below what was changed from what to what where a room keeps that."""
        row = self.get_object(request, unquote(object_id))
        lines = history.lines(row) if row is not None else []
        return super().history_view(request, object_id, {"changes": lines, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = context.get("original")
        context["tools"] = tools_for(request, row) if row is not None else []
        return super().render_change_form(request, context, *args, **kwargs)


class ReadOnly:
    """Rows that are looked at; what may happen to them are actions."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LabelledFormSet(BaseInlineFormSet):
    """Names the tick box that deletes a line, which stock Django leaves without a label."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = str(_("Delete this line"))


class _Rows(_Narrowed):
    """Rows below their parent's form, only those the person may see."""

    formset = LabelledFormSet
    extra = 0
    max_num = 50

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """As Django's, which would build two thousand lines for who asks for them: ten seconds of work."""
        return super().get_formset(request, obj, **{"absolute_max": 100} | kwargs)


class ScopedTabular(_Rows, admin.TabularInline):
    """Rows in a table, a line each."""


class ScopedStacked(_Rows, admin.StackedInline):
    """Rows with long texts, one below the other."""


class ReadOnlyRows(ReadOnly, ScopedTabular):
    """Rows below their parent that are only looked at, as a plain table."""

    template = "admin/read_only_rows.html"
