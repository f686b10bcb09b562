"""Buttons above a row's form that other rooms add: a lower room never imports an upper one."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

FEW = 6  # so many are found without headings


class Part(models.TextChoices):
    """The heading below which a button stands where a row has many; in this order."""

    BEFORE = "before", _("Before and on arrival")
    STAY = "stay", _("During the stay")
    END = "end", _("Results and going home")
    MORE = "more", _("Further")


@dataclass(frozen=True)
class Tool:
    """A button above a row's form. `url_name` is reversed with the row's pk; `url` goes before it.

    `label` may be made from the row.
    """

    label: Any
    url_name: str = ""
    permission: str = ""
    shown: Callable[[Any], bool] = lambda row: True
    may: Callable[[Any, Any], bool] = lambda user, row: True  # a policy
    url: Callable[[Any], str] | None = None
    is_post: bool = False

    def on(self, row: models.Model) -> dict[str, Any]:
        """For the page of `row`."""
        label = self.label(row) if callable(self.label) else self.label
        url = self.url(row) if self.url else reverse(self.url_name, args=[row.pk])
        return {"label": str(label), "url": url, "is_post": self.is_post}

    def is_for(self, user: Any, row: models.Model) -> bool:
        """Whether `user` gets it on the page of `row`."""
        allowed = not self.permission or user.has_perm(self.permission)
        return allowed and self.shown(row) and self.may(user, row)


_tools: dict[str, list[tuple[Part, Tool]]] = defaultdict(list)


def add_tool(model: str, tool: Tool, part: Part = Part.MORE) -> None:
    """Put a button above the form of `model` ("trainees.Group"); `part` counts where there are many."""
    _tools[model.lower()].append((part, tool))


def tools_for(request: HttpRequest, row: models.Model) -> list[tuple[str, list[dict[str, Any]]]]:
    """Headings with the buttons that `request.user` gets above the form of `row`.

    Few stand together, without a heading.
    """
    mine = [
        (part, tool.on(row))
        for part, tool in _tools[row._meta.label_lower]
        if tool.is_for(request.user, row)
    ]
    if len(mine) <= FEW:
        return [("", [tool for _part, tool in mine])]
    found = [(part.label, [tool for of, tool in mine if of == part]) for part in Part]
    return [(heading, tools) for heading, tools in found if tools]
