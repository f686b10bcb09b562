"""A row of the Today board handed to a colleague by name, with a word.

The word stays on the desk: the colleague's morning mail says only from whom the row comes.
"""

from datetime import datetime

from django import forms
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from trainees.models import AttentionOwner, StandIn, Trainee

from . import today


def colleagues(trainee: Trainee, *, of: User) -> QuerySet[User]:
    """Agency tutors but `of` who see `trainee` today: to nobody else is a row handed. One query."""
    theirs = [trainee.tutor_id, trainee.group.lead_tutor_id]
    stand_ins = StandIn.objects.holding(timezone.localdate()).filter(tutor__in=theirs)
    right = Permission.objects.filter(
        codename="view_all_trainees", content_type__app_label="trainees"
    )
    everybody = User.objects.filter(
        Q(is_superuser=True)
        | Q(user_permissions__in=right)
        | Q(groups__in=Group.objects.filter(permissions__in=right))
    )
    sees = (
        Q(pk__in=[pk for pk in theirs if pk])
        | Q(pk__in=stand_ins.values("colleague"))
        | Q(pk__in=everybody.values("pk"))
    )
    return User.objects.tutors().filter(sees).exclude(pk=of.pk).order_by("first_name", "pk")


@transaction.atomic
def hand_over(trainee: Trainee, *, to: User, word: str, by: User, now: datetime) -> None:
    """`to` looks after the trainee's reasons from now on, and reads from whom; the last who says it holds.

    Raises `ValidationError` for who does not see the trainee, and where there is no reason any more.
    """
    if not colleagues(trainee, of=by).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("Choose a colleague who sees this trainee.")})
    reasons = [each.key for each in today.signals(by, now).get(trainee.pk, [])]
    if not reasons:
        raise ValidationError(_("Nobody needs to look after it any more."), code="gone")
    said = {"user": to, "reasons": reasons, "taken_at": now, "handed_by": by, "word": word}
    AttentionOwner.objects.update_or_create(trainee=trainee, defaults=said)


class HandForm(forms.Form):
    """To whom, and a word."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("To whom"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )
    word = forms.CharField(
        label=gettext_lazy("A word about it"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "It stands in the row on their board. No mail has it; the mail of the morning says that it comes from you."
        ),
    )

    def __init__(self, *args: object, trainee: Trainee, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        to: forms.ModelChoiceField[User] = self.fields["to"]  # type: ignore[assignment]
        to.queryset = colleagues(trainee, of=by)

    @property
    def has_choice(self) -> bool:
        """Whether any colleague sees the trainee."""
        return any(self["to"])
