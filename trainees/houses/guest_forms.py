"""What is typed for the police's guest file."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal import fields, uploads

from ..enums import PoliceCodeKind, Sex
from ..models import GuestEntry, GuestIdentity, PoliceCode
from . import codes, identities
from .guest_files import needs_document
from .identities import Identity

PLACE_HELP = gettext_lazy("Only for Italy, like: Pistoia (PT).")


class IdentityForm(forms.Form):
    """Who a guest is; the document only of who comes alone or leads a group."""

    sex = fields.one_of(
        gettext_lazy("Sex, as the document says it"),
        Sex.choices,
        gettext_lazy("Choose what the document says."),
    )
    born_on = fields.day(gettext_lazy("Birth date"), missing=gettext_lazy("Enter the birth date."))
    citizenship = forms.ChoiceField(
        label=gettext_lazy("Citizenship"),
        error_messages={"required": gettext_lazy("Choose the citizenship.")},
    )
    birth_state = forms.ChoiceField(
        label=gettext_lazy("Country of birth"),
        error_messages={"required": gettext_lazy("Choose the country of birth.")},
    )
    birth_place = forms.CharField(
        label=gettext_lazy("Municipality of birth"),
        required=False,
        max_length=120,
        help_text=PLACE_HELP,
    )
    document = forms.ChoiceField(
        label=gettext_lazy("Document"),
        error_messages={"required": gettext_lazy("Choose the kind of document.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=30,
        error_messages={"required": gettext_lazy("Write the number of the document.")},
    )
    issued_state = forms.ChoiceField(
        label=gettext_lazy("Country that issued it"),
        error_messages={"required": gettext_lazy("Choose the country that issued it.")},
    )
    issued_place = forms.CharField(
        label=gettext_lazy("Municipality that issued it"),
        required=False,
        max_length=120,
        help_text=PLACE_HELP,
    )

    def __init__(
        self, *args: Any, entry: GuestEntry, known: Identity | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.italy = entry, codes.italy()
        if not needs_document(entry):
            for name in ("document", "number", "issued_state", "issued_place"):
                del self.fields[name]
        if entry.trainee is not None:
            del self.fields["born_on"]
        states = [("", "–"), *codes.states()]
        for name in {"citizenship", "birth_state", "issued_state"} & set(self.fields):
            self.fields[name].choices = states  # type: ignore[attr-defined]
        if "document" in self.fields:
            self.fields["document"].choices = [("", "–"), *codes.documents()]  # type: ignore[attr-defined]
        self.initial = self._known(known) if known else self._guess()

    def _guess(self) -> dict[str, str]:
        """What the person's page lets expect; everything can be changed."""
        trainee, person = self.entry.trainee, self.entry.person
        country = trainee.nationality if trainee else person.group.organisation.country
        state = codes.state_of(country)
        states = dict.fromkeys(("citizenship", "birth_state", "issued_state"), state)
        return states | {"sex": person.sex}

    def _known(self, known: Identity) -> dict[str, str]:
        places = PoliceCode.objects.filter(kind=PoliceCodeKind.PLACE)
        names = {
            each.code: str(each)
            for each in places.filter(code__in=[known.birth_place, known.issued])
        }
        return {
            "sex": self.entry.person.sex,
            "born_on": known.born_on,
            "citizenship": known.citizenship,
            "birth_state": known.birth_state,
            "birth_place": names.get(known.birth_place, ""),
            "document": known.document,
            "number": known.number,
            "issued_state": self.italy if known.issued in names else known.issued,
            "issued_place": names.get(known.issued, ""),
        }

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if born_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return born_on

    def clean_number(self) -> str:
        number = re.sub(r"[\s\-./]", "", self.cleaned_data["number"]).upper()
        if not re.fullmatch(r"[A-Z0-9]{1,20}", number):
            raise ValidationError(_("Write letters and digits only, at most 20."))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        trainee = self.entry.trainee
        self._place("birth", born_on=trainee.birth_date if trainee else data.get("born_on"))
        if "issued_state" in self.fields:
            self._place("issued")
        return data

    def _place(self, which: str, **how: Any) -> None:
        """Where something happened in Italy, the municipality is a code; elsewhere there is none."""
        data = self.cleaned_data
        text = data.get(f"{which}_place", "")
        data[f"{which}_code"] = ""
        if not self.italy or data.get(f"{which}_state") != self.italy:
            return
        try:
            data[f"{which}_code"] = codes.place(text, **how)
        except ValidationError as error:
            self.add_error(f"{which}_place", error)

    def identity(self) -> Identity:
        """What was typed."""
        data = self.cleaned_data
        return Identity(
            birth_state=data["birth_state"],
            birth_place=data["birth_code"],
            citizenship=data["citizenship"],
            document=data.get("document", ""),
            number=data.get("number", ""),
            issued=data.get("issued_code") or data.get("issued_state", ""),
            born_on=f"{data['born_on']:%Y-%m-%d}" if data.get("born_on") else "",
        )


def form_of(entry: GuestEntry, posted: Any) -> IdentityForm:
    """The form of one guest with what is known."""
    row = GuestIdentity.objects.of(entry.person).select_related("trainee", "accompanying").first()
    known = identities.read(row) if row is not None else None
    return IdentityForm(posted, entry=entry, known=known)


class ArrivedForm(forms.Form):
    """When they came."""

    arrived_at = fields.moment(gettext_lazy("Arrived"))


class ReceiptForm(uploads.ChooseAgain):
    """The receipt of the police."""

    receipt = uploads.UploadField(label=gettext_lazy("Receipt of the police (PDF)"))
