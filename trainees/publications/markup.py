"""The text of a section as HTML: CommonMark (spec 0.31), as far as a page for the phone needs it.

Raw HTML and pictures do not exist in it, a link leads to https, mailto or tel, and each piece of text
is escaped where it is put into its element: nothing that somebody typed is ever markup.
"""

from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_RULES = ["list", "heading", "emphasis", "link", "newline", "escape", "entity"]
_MARKDOWN = MarkdownIt("zero").enable(_RULES)

_ELEMENTS = {
    "paragraph": "<p>{}</p>",
    "heading": "<h3>{}</h3>",
    "bullet_list": "<ul>{}</ul>",
    "ordered_list": "<ol>{}</ol>",
    "list_item": "<li>{}</li>",
    "strong": "<strong>{}</strong>",
    "em": "<em>{}</em>",
    "hardbreak": "<br>{}",
}
SCHEMES = {"https", "mailto", "tel"}


def html(text: str) -> SafeString:
    """`text` as elements that a page or a PDF puts below a heading."""
    return _inside(SyntaxTreeNode(_MARKDOWN.parse(text)))


def _inside(node: SyntaxTreeNode) -> SafeString:
    return format_html_join("", "{}", ((_one(child),) for child in node.children))


def _one(node: SyntaxTreeNode) -> SafeString | str:
    if node.type in ("text", "softbreak"):
        return node.content or "\n"
    if node.type == "link":
        return _link(str(node.attrs.get("href", "")), _inside(node))
    # A paragraph of a list without empty lines has no element of its own.
    element = "{}" if node.hidden else _ELEMENTS.get(node.type, "{}")
    return format_html(element, _inside(node))


def _link(address: str, label: SafeString) -> SafeString:
    if urlsplit(address).scheme not in SCHEMES:
        return label
    return format_html('<a href="{}">{}</a>', address, label)
