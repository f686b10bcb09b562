"""What a certificate says in its second language, beside the English."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def also(context: Context, key: str) -> SafeString | str:
    """The words of `second` with this key, marked as of their language; nothing without them."""
    second: dict[str, Any] = context.get("second") or {}
    return said(second.get(key, ""), second)


@register.simple_tag
def said(words: str, second: dict[str, Any] | None) -> SafeString | str:
    """These words, marked as of the second language; nothing when there are none."""
    if not words or not second:
        return ""
    return format_html(' <i class="also" lang="{}">{}</i>', second["language"], words)
