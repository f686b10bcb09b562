"""What a trainee chooses about the badge, and on which server of Mastodon they are."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .certificate_forms import WithdrawForm

HOST = re.compile(r"(?!.*\.\.)[a-z0-9](?:[a-z0-9.-]{0,250})\.[a-z]{2,}")


class ChoicesForm(forms.Form):
    """How much more than first name and initial the badge tells."""

    full_name = forms.BooleanField(label=gettext_lazy("Show my full name"), required=False)
    results = forms.BooleanField(
        label=gettext_lazy("Show my results, 0 to 100 for each objective"), required=False
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = helper.disable_csrf = False
        return helper


class MastodonForm(forms.Form):
    """The server somebody's account is on."""

    server = forms.CharField(
        label=gettext_lazy("Your Mastodon server"),
        max_length=253,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "placeholder": "mastodon.social"}),
        error_messages={"required": gettext_lazy("Enter the server, like mastodon.social")},
    )

    def clean_server(self) -> str:
        """The host name alone, from whatever was pasted: @me@server, or an address."""
        typed = self.cleaned_data["server"].strip().lower()
        host: str = typed.split("@")[-1].removeprefix("https://").split("/")[0]
        if not HOST.fullmatch(host):
            raise forms.ValidationError(_("Enter the server, like mastodon.social"))
        return host

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = helper.disable_csrf = False
        return helper


class WithdrawBadgeForm(WithdrawForm):
    """Why a badge counts no more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The trainee reads it. The badge then counts at no level, and cannot be given again."
        )
