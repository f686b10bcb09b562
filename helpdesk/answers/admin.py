"""Articles on the desk: what there is in which language, whether it helped, when somebody looked at it last."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.forms import Textarea
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from imyportal import history
from imyportal.admin import Scoped, ScopedStacked, Tool, add_tool, add_trail, tag

from ..models import Article, ArticleText
from ..views import answers_desk
from . import writing


class TextInline(ScopedStacked):
    model = ArticleText
    fields = ["language", "title", "short", "more"]
    extra = 0
    min_num = 1
    max_num = len(Language)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in ("short", "more"):
            rows = 3 if db_field.name == "short" else 10
            field.widget = Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
        return field


class Lacks(admin.SimpleListFilter):
    """Articles without a text in a language."""

    title = _("missing in")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        written = ArticleText.objects.filter(language=self.value())
        return queryset.exclude(pk__in=written.values("article"))


@admin.register(Article)
class ArticleAdmin(Scoped):
    list_display = ["title", "topic", "state", "languages", "helped", "not_helped", "looked_at"]
    list_filter = ["topic", "is_published", Lacks]
    list_select_related = ["house"]
    search_fields = ["texts__title__alike", "texts__short"]
    fields = ["topic", "house", "is_published"]
    inlines = [TextInline]
    empty = _("Here you see answers that trainees find before they ask.")

    def get_urls(self) -> list[URLPattern]:
        return [*answers_desk.urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """With the texts, and what their readers said."""
        votes = {"yes": Q(votes__has_helped=True), "no": Q(votes__has_helped=False)}
        counts = {name: Count("votes", filter=which) for name, which in votes.items()}
        return super().get_queryset(request).prefetch_related("texts").annotate(**counts)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        request.before = writing.parts(form.instance) if change else None  # type: ignore[attr-defined]
        return super().save_form(request, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        by: Any = request.user
        writing.written(form.instance, by=by, before=request.before)  # type: ignore[attr-defined]

    @admin.display(description=_("title"))
    def title(self, row: Article) -> SafeString | str:
        if row.house is None:
            return str(row)
        return format_html('{} <span class="dk-sub">{}</span>', row, row.house)

    @admin.display(description=_("state"), ordering="is_published")
    def state(self, row: Article) -> SafeString:
        return tag(_("published"), "ok") if row.is_published else tag(_("draft"), "wait")

    @admin.display(description=_("languages"))
    def languages(self, row: Article) -> SafeString:
        """Those it is written in, then those of the portal that are missing."""
        here = {each.language for each in row.texts.all()}
        there = [code for code, _name in settings.LANGUAGES if code not in here]
        written = format_html_join(" ", "<b>{}</b>", ((each.upper(),) for each in sorted(here)))
        if not there:
            return written
        lacking = " ".join(each.upper() for each in there)
        # Translators: before names of languages, like «missing: DE FR»
        return format_html('{} <span class="dk-sub">{} {}</span>', written, _("missing:"), lacking)

    @admin.display(description=_("helped"), ordering="yes")
    def helped(self, row: Any) -> int:
        found: int = row.yes
        return found

    @admin.display(description=_("did not help"), ordering="no")
    def not_helped(self, row: Any) -> int:
        found: int = row.no
        return found

    @admin.display(description=_("last looked at"), ordering="checked_at")
    def looked_at(self, row: Article) -> str:
        if row.checked_at is None:
            return "–"
        return date_format(timezone.localtime(row.checked_at), "j M Y")


add_tool(
    "helpdesk.Article",
    Tool(
        _("As trainees read it"),
        url=lambda row: reverse("admin:helpdesk_article_read", args=[row.pk]),
    ),
)
add_tool(
    "helpdesk.Article",
    Tool(
        _("Looked at, it still holds"),
        "admin:helpdesk_article_holds",
        "helpdesk.change_article",
        is_post=True,
    ),
)
add_trail("helpdesk.Article")
history.speak("helpdesk.Article", writing.labels, writing.text)
