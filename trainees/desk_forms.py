"""What agency tutors type about schools and their people."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, normal_email

from . import registration
from .import_plan import age_fault
from .lists.values import nationality_of
from .models import SendingOrganisation, SendingTutor, Trainee


class SendingOrganisationForm(forms.ModelForm[SendingOrganisation]):
    """A school."""

    class Meta:
        model = SendingOrganisation
        fields = ["name", "address", "city", "country", "email", "phone", "language"]
        help_texts = {
            "language": gettext_lazy("Of its new trainees and of guardians: mails and pages."),
        }


class SendingTutorForm(forms.ModelForm[SendingTutor]):
    """A school's tutor together with their account, which is made here and belongs to them."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=100)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=100)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)

    class Meta:
        model = SendingTutor
        fields = ["organisation", "role", "wants_reports"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("first_name", "last_name", "email"):
                self.fields[name].initial = getattr(self.instance.user, name)

    def clean_email(self) -> str:
        email = normal_email(self.cleaned_data["email"])
        others = User.objects.filter(email=email)
        if self.instance.pk:
            others = others.exclude(pk=self.instance.user_id)
        if others.exists():
            raise forms.ValidationError(
                _("Somebody has an account with this address. Ask a coordinator.")
            )
        return email

    @transaction.atomic
    def save(self, commit: bool = True) -> SendingTutor:
        names = {name: self.cleaned_data[name] for name in ("first_name", "last_name", "email")}
        if self.instance.pk:
            User.objects.filter(pk=self.instance.user_id).update(**names)
        else:
            self.instance.user = User.objects.create_user(
                language=self.cleaned_data["organisation"].language, **names
            )
        return super().save(commit)


class TraineeForm(forms.ModelForm[Trainee]):
    """A trainee; the account follows the address, the birth date and nationality are possible ones."""

    class Meta:
        model = Trainee
        fields = ["email"]

    def clean_email(self) -> str:
        email = normal_email(self.cleaned_data["email"])
        if email and (fault := registration.address_fault(email)):
            raise forms.ValidationError(fault)
        return email

    def clean_nationality(self) -> str:
        text: str = self.cleaned_data["nationality"].strip()
        code = nationality_of(text) if text else ""
        if code is None:
            raise forms.ValidationError(_("Write the country in two letters, like DE."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        birth_date, group, today = data.get("birth_date"), data.get("group"), timezone.localdate()
        if birth_date and group:
            day = max(today, group.arrives_on)
            if fault := age_fault(birth_date, today=today, day=day):
                self.add_error("birth_date", fault)
        return data
