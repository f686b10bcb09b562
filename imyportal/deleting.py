"""What the desk's page before deleting shows: no name that the person may not see."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects, quote
from django.db import models, router
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .visible import visible


class _Deleted:
    """What would go with some rows, named as far as the person may see it."""

    def __init__(self, request: HttpRequest, site: admin.AdminSite) -> None:
        self.request, self.site = request, site
        self.lacking: set[str] = set()
        self.seen: dict[type[models.Model], set[Any]] = {}

    def look(self, rows: Iterable[models.Model]) -> None:
        by_model: dict[type[models.Model], set[Any]] = defaultdict(set)
        for row in rows:
            by_model[type(row)].add(row.pk)
        for model, keys in by_model.items():
            found = visible(model, self.request.user).filter(pk__in=keys)
            self.seen.setdefault(model, set()).update(found.values_list("pk", flat=True))

    def name(self, row: models.Model) -> Any:
        opts = row._meta
        if not self.site.is_registered(type(row)):
            known = row.pk in self.seen.get(type(row), ())
            return f"{capfirst(opts.verbose_name)}: {row}" if known else capfirst(opts.verbose_name)
        if not self.site.get_model_admin(type(row)).has_delete_permission(self.request):
            self.lacking.add(str(opts.verbose_name))
        if row.pk not in self.seen.get(type(row), ()):
            # Translators: a kind of row, like «placement», in the charge of a colleague
            return _("%(kind)s of a colleague") % {"kind": capfirst(opts.verbose_name)}
        try:
            url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[quote(row.pk)])
        except NoReverseMatch:
            return f"{capfirst(opts.verbose_name)}: {row}"
        return format_html('{}: <a href="{}">{}</a>', capfirst(opts.verbose_name), url, row)


def deleted_objects(
    objs: Any, request: HttpRequest, site: admin.AdminSite
) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
    """What Django's page before deleting shows: nested names, counts, missing rights, obstacles."""
    rows = list(objs)
    if not rows:
        return [], {}, set(), []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])), origin=rows)
    collector.collect(rows)
    names = _Deleted(request, site)
    names.look(row for found in collector.model_objs.values() for row in found)
    names.look(collector.protected)
    nested = collector.nested(names.name)
    lacking = set(names.lacking)
    by_model: Any = collector.model_objs
    counts = {str(model._meta.verbose_name_plural): len(found) for model, found in by_model.items()}
    return nested, counts, lacking, [names.name(row) for row in collector.protected]
