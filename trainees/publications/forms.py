"""What is typed about publications on the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language

from ..enums import PublicationKind


class BeginForm(forms.Form):
    """Which publication, in which language."""

    kind = forms.ChoiceField(label=_("Publication"), choices=PublicationKind)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language,
        help_text=_(
            "A new version begins with the text of the newest one in this language; the first one with "
            "the agency’s starter text, in English where it is not in this language."
        ),
    )
