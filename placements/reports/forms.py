"""What is typed about weekly reports: the words «in short», questions and answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from imyportal.forms import OnceMixin

LONGEST = 2000  # characters


class InShortForm(forms.Form):
    """The tutor's words, and what they looked at; the lines are ticked beside it."""

    in_short = forms.CharField(
        label=_("In short"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Drafted from the lines below that are shown. What you type stays; empty it to have it "
            "drafted again."
        ),
    )
    offered = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class QuestionForm(OnceMixin):
    """A question of the school."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        error_messages={"required": _("Write your question.")},
    )


class AnswerForm(OnceMixin):
    """The agency's answer."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your answer.")},
    )
