"""What a company tutor may type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imyportal.forms import OnceMixin


class WeekForm(OnceMixin):
    """One page, one form: sign, or send back with what to correct."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    do = forms.ChoiceField(choices=[("sign", "sign"), ("return", "return")], required=False)
    reason = forms.CharField(
        label=_("What is not right?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version

    @property
    def wants_return(self) -> bool:
        return self.cleaned_data.get("do") == "return"

    def show_version(self, version: int) -> None:
        """After a conflict the form carries the version that is shown now."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        empty = "reason" not in self.errors and not data.get("reason", "").strip()
        if data.get("do") == "return" and empty:
            self.add_error("reason", _("Write what is not right, so that it can be corrected."))
        return data


class NotMeForm(forms.Form):
    """Whoever opened the link is somebody else."""

    note = forms.CharField(
        label=_("Who is the right person?"),
        help_text=_("A name or an e-mail address, if you know."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
