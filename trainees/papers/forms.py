"""What is typed and chosen about papers of the school."""

from django import forms
from django.utils.translation import gettext_lazy as _

from imyportal import uploads
from imyportal.forms import OnceMixin


class HandInForm(OnceMixin, uploads.ChooseAgain):
    """One file."""

    file = uploads.UploadField(label=_("The paper"))


class NoteForm(forms.Form):
    """Why it comes back."""

    note = forms.CharField(
        label=_("What is to be done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The trainee reads it. Say what to do, like: sign page 2, scan both pages."),
        error_messages={"required": _("Write what is to be done, so that it works next time.")},
    )


class WaiveForm(forms.Form):
    """Why one need not hand it in."""

    reason = forms.CharField(
        label=_("Why it is not needed"),
        max_length=300,
        error_messages={"required": _("Write why it is not needed.")},
    )


class BeginForm(forms.Form):
    """For which kind of group the template is taken."""

    kind = forms.ChoiceField(label=_("Kind of group"), required=False)

    def __init__(self, *args: object, kinds: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            *((each, each) for each in kinds),
            ("", _("none of these")),
        ]
