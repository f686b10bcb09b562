"""What an agency tutor types about contacts."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from imyportal import fields
from imyportal.forms import OnceMixin

from .contact_log import Said
from .contact_log.subjects import Subject
from .enums import ContactKind, ContactWith
from .models import Contact
from .models.contact_log import MOST_MINUTES


class ContactForm(OnceMixin):
    """One contact; only what was said must be typed."""

    about = forms.TypedMultipleChoiceField(
        label=gettext_lazy("About"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose about whom it was.")},
    )
    kind = fields.one_of(gettext_lazy("How"), ContactKind, gettext_lazy("Choose how it went."))
    with_whom = fields.one_of(gettext_lazy("With"), ContactWith, gettext_lazy("Choose with whom."))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Empty: the person we have on file."),
    )
    at = fields.moment(gettext_lazy("When"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={"invalid": gettext_lazy("Enter whole minutes, like 10.")},
    )
    text = fields.words(
        gettext_lazy("What was said"),
        rows=4,
        missing=gettext_lazy("Write in a few words what was said."),
        help_text=gettext_lazy("Agency tutors alone read it."),
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It comes to the Today board when it is due."),
    )
    next_on = fields.day(gettext_lazy("By when"), required=False)
    next_by = forms.ModelChoiceField(
        label=gettext_lazy("Who does it"), queryset=User.objects.none(), required=False
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Share with the school"), required=False)
    school_text = fields.words(
        gettext_lazy("What the school reads"),
        required=False,
        help_text=gettext_lazy("Nothing else of this contact but when, how and with whom."),
    )

    def __init__(self, *args: Any, subject: Subject, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.user = subject, user
        self._offer_trainees()
        owners = {each.pk for each in [user, *subject.owners]}
        owner: Any = self.fields["next_by"]
        owner.queryset = User.objects.visible_to(user).tutors().filter(pk__in=owners)
        owner.empty_label = None
        self.initial.setdefault("next_by", user.pk)
        self.initial.setdefault("kind", ContactKind.CALL)
        self.initial.setdefault("with_whom", subject.with_whom)
        self.initial.setdefault("at", timezone.localtime())

    def _offer_trainees(self) -> None:
        if not self.subject.is_choice:
            del self.fields["about"]
            return
        field: Any = self.fields["about"]
        field.choices = [(each.pk, each.name) for each in self.subject.trainees]
        if self.subject.group is not None:
            field.required = False
            field.help_text = _("Nobody ticked: the group as a whole.")

    def clean_at(self) -> datetime:
        value: datetime = self.cleaned_data["at"]
        if value > timezone.now():
            text = _(
                "This is still to come. Write down what has been, and what comes as next step."
            )
            raise forms.ValidationError(text, code="future")
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("next_step") and not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Enter by when."))
        if data.get("next_on") and not data.get("next_step"):
            self.add_error("next_step", _("Write what is to be done."))
        if data.get("is_shared") and not data.get("school_text"):
            self.add_error("school_text", _("Write what the school reads."))
        known = self.subject.name_of(data.get("with_whom", ""))
        data["name"] = data.get("name") or known
        if data.get("with_whom") == ContactWith.OTHER and not data["name"]:
            self.add_error("name", _("Say with whom."))
        return data

    def chosen(self) -> Any:
        """Trainees, or the group, as `contact_log.log` takes them."""
        if "about" not in self.fields:
            return self.subject.trainees
        keys = set(self.cleaned_data["about"])
        return [each for each in self.subject.trainees if each.pk in keys] or self.subject.group

    def said(self) -> Said:
        data = self.cleaned_data
        has_step = bool(data["next_step"])
        return Said(
            kind=data["kind"],
            with_whom=data["with_whom"],
            at=data["at"],
            text=data["text"],
            name=data["name"],
            minutes=data["minutes"],
            next_step=data["next_step"],
            next_on=data["next_on"],
            next_by=(data["next_by"] or self.user) if has_step else None,
            is_shared=data["is_shared"],
            school_text=data["school_text"],
        )


class ChangeForm(ContactForm):
    """An entry put right by who wrote it."""

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        names = [name for name in vars(Said("", "", contact.at, "")) if name != "next_by"]
        initial = {name: getattr(contact, name) for name in names}
        if contact.next_by_id:
            initial["next_by"] = contact.next_by_id
        initial["at"] = timezone.localtime(contact.at)
        super().__init__(*args, initial=initial, **kwargs)
        self.fields.pop("about", None)


class NoteForm(OnceMixin):
    """What came to light afterwards."""

    text = fields.words(
        gettext_lazy("Note"),
        missing=gettext_lazy("Write the note."),
        help_text=gettext_lazy(
            "It stands below the contact, with your name. The school never reads it."
        ),
    )
