"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

_NOT_SENT = {"submit", "button", "image", "reset"}


@dataclass
class Field:
    """A named control: what it is, and what a browser would send for it untouched."""

    name: str
    kind: str  # text, textarea, select, checkbox, hidden, file, submit …
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form: where it goes, and its fields in order."""

    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)  # (name, value)
    id: str = ""

    @property
    def names(self) -> set[str]:
        """Of all fields and buttons."""
        return {*self.fields, *(name for name, _ in self.buttons)}

    @property
    def shape(self) -> tuple[str, ...]:
        """The same for two forms that differ by the row they are about only."""
        return (self.method, *sorted(self.fields), *sorted(name for name, _ in self.buttons))


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.text = path, [], ""
        self.form = self.select = self.area = None
        self.loose: list[tuple[str, dict[str, str | None], str]] = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "form":
            method, action = (named.get("method") or "get").lower(), named.get("action") or ""
            self.form = Form(method, action or self.path, id=named.get("id") or "")
            self.forms.append(self.form)
        elif tag in ("input", "button", "select", "textarea"):
            self._control(tag, named)
        elif tag == "option" and self.select is not None:
            self._option(named)

    def _control(self, tag, named):
        name, owner = named.get("name"), self.form
        if named.get("form"):
            owner = next((each for each in self.forms if each.id == named["form"]), owner)
        if not name or owner is None or "disabled" in named:
            return
        kind = (
            named.get("type") or ("submit" if tag == "button" else "text")
            if tag in ("input", "button")
            else tag
        ).lower()
        value = named.get("value") or ""
        if kind in _NOT_SENT:
            if kind == "submit":
                owner.buttons.append((name, value))
            return
        found = owner.fields.setdefault(name, Field(name, kind))
        if kind in ("checkbox", "radio"):
            found.choices.append(value or "on")
            if "checked" in named:
                found.values.append(value or "on")
        elif kind == "select":
            self.select = found
        elif kind == "textarea":
            self.area, self.text = found, ""
        elif kind != "file":
            found.values.append(value)

    def _option(self, named):
        value = named.get("value") or ""
        self.select.choices.append(value)
        if "selected" in named:
            self.select.values.append(value)

    def handle_data(self, data):
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select is not None:
            if not self.select.values and self.select.choices:
                self.select.values.append(self.select.choices[0])
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.values.append(self.text.removeprefix("\n"))
            self.area = None


def forms_of(page: str, path: str) -> list[Form]:
    """Every form of the HTML `page`, which was read at `path`."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms


def queries_of(page: str, path: str) -> set[str]:
    """Names that the page's links and GET forms put into addresses of the page itself."""
    found = {name for form in forms_of(page, path) if form.method == "get" for name in form.fields}
    for part in page.split('href="?')[1:]:
        query = part.split('"', 1)[0].replace("&amp;", "&")
        found |= set(parse_qs(urlsplit(f"?{query}").query, keep_blank_values=True))
    return found
