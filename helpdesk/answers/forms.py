"""What is typed to begin an article with an answer that was given."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import Topic
from ..models import ArticleText


class BeginForm(forms.ModelForm[ArticleText]):
    """The topic, and the text in one language."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    field_order = ["topic", "language", "title", "short", "more"]

    class Meta:
        model = ArticleText
        fields = ["language", "title", "short", "more"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, rows in (("short", 4), ("more", 10)):
            self.fields[name].widget.attrs |= {"rows": rows, "class": "vLargeTextField"}
