"""The trainee's own phone number."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest

from .. import phones
from .people import trainee_of


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=gettext_lazy("With its country, like +49 1512 3456789."),
        error_messages={
            "required": gettext_lazy(
                "Enter a phone number with its country, like +49 1512 3456789."
            )
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: UserRequest) -> HttpResponse:
    """Enter or change it; the tutor's pages show it at once."""
    trainee = trainee_of(request)
    number = phones.written(trainee)
    form = PhoneForm(request.POST or None, initial={"phone": number})
    if form.is_valid():
        try:
            number = phones.change(trainee, form.cleaned_data["phone"], by=request.user)
        except ValidationError as error:
            form.add_error("phone", error)
        else:
            messages.success(request, _("Stored: %(number)s") % {"number": number})
            return redirect("settings")
    context = {"tab": "home", "form": form, "number": number, "tutor": trainee.responsible}
    return render(request, "trainees/phone.html", context)
