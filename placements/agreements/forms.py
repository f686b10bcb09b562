"""What is typed and chosen about agreements."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from imyportal import fields, uploads, vocabulary
from imyportal.forms import OnceMixin

from ..enums import AgreementParty
from ..models import Agreement
from . import typed


class TypedForm(forms.Form):
    """The texts of a draft in each language, each may be empty until it is sent.

    English is offered where it is written already: school and company have their own languages.
    """

    def __init__(
        self, *args: Any, agreement: Agreement, texts: dict[str, list[list[str]]], **kwargs: Any
    ) -> None:
        """`texts` as they stand now: what comes by itself is shown in its empty box."""
        kwargs["initial"] = agreement.typed
        super().__init__(*args, **kwargs)
        kind, first = agreement.kind, agreement.language
        wanted = typed.wanted(kind, first)
        for key, name, language in typed.boxes(kind, first):
            if language in wanted or agreement.typed.get(key):
                made = self._box(name, language, first, is_alone=len(wanted) == 1)
                made.widget.attrs["placeholder"] = dict(texts.get(name, [])).get(language, "")
                self.fields[key] = made

    def _box(self, name: str, language: str, first: str, *, is_alone: bool) -> forms.CharField:
        # Translators: a text of an agreement and the name of a language, like «Evaluation, Deutsch»
        label = _("%(text)s, %(language)s")
        names = {"text": typed.FIELDS[name], "language": vocabulary.language(language)}
        is_known = language != first and name in (*typed.TERMS, "outcomes")
        return forms.CharField(
            label=typed.FIELDS[name] if is_alone and language == first else label % names,
            help_text=_("Empty: as we have it, while the other language is left as suggested.")
            if is_known and language != typed.ENGLISH
            else "",
            required=False,
            max_length=typed.MOST,
            widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
        )


class SignForm(forms.Form):
    """The digest of what was shown, and the words of who does not sign."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    words = forms.CharField(
        label=_("What should be different?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PaperForm(OnceMixin, uploads.ChooseAgain):
    """Who has signed the printed version by hand, when, and the scan."""

    parties = forms.MultipleChoiceField(
        label=_("Who has signed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick who has signed the sheet.")},
    )
    signed_on = fields.day(_("Signed on"), missing=_("Enter the day that stands on the sheet."))
    file = uploads.UploadField(label=_("Scan of all signed sheets"))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = set(agreement.signatures.values_list("party", flat=True))
        # Whoever was a minor when the sheet was signed may be of age when it is scanned.
        parties = agreement.parties_on(timezone.localdate(agreement.sent_at))
        left = [each for each in parties if each not in signed]
        self.fields["parties"].choices = [  # type: ignore[attr-defined]
            (each.value, capfirst(AgreementParty(each).label)) for each in left
        ]
