"""A guardian says yes or no, by the link in our mail or on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import uploads

from .. import consent_texts
from ..enums import ConsentHow, ConsentPurpose, Giver
from ..models import Consent, Trainee
from .holding import Standing, check_minor, standing
from .register import empty_without, end_word, locked, say
from .telling import tell, tell_tutor


@transaction.atomic
def answer(
    link: AccessLink, purpose: ConsentPurpose, *, agrees: bool, version: int, language: str
) -> Consent:
    """The guardian who came in by `link` says yes or no to the text they saw; it replaces older answers.

    Raises `ValidationError` once the trainee is 18 (`adult`), and when the text is not the one that was
    shown (`text`).
    """
    guardian: Any = link.holder
    trainee = locked(guardian.trainee)
    now = standing(trainee, purpose)
    check_minor(now)
    text = consent_texts.text(purpose, trainee.first_name, language=language)
    if version != text.version:
        raise ValidationError(_("The text was changed meanwhile. Read it again."), code="text")
    told = now.guardian
    if told and told.agrees == agrees and told.link_id == link.pk:
        return told
    word = say(
        trainee,
        purpose,
        Giver.GUARDIAN,
        text,
        agrees=agrees,
        how=ConsentHow.LINK,
        by=link,
        name=guardian.name,
    )
    _begin_anew(word, now, by=link)
    took_back = told is not None and told.agrees and not agrees
    what = "back" if took_back else "yes" if agrees else "no"
    if purpose == ConsentPurpose.BADGES:
        tell(word, what, ["trainee", "tutor"])
    elif not agrees:
        tell_tutor(word, what)
        empty_without(word, by=link)
    return word


@transaction.atomic
def record_paper(
    trainee: Trainee,
    purposes: Sequence[ConsentPurpose],
    *,
    name: str,
    said_on: date,
    language: str,
    file: UploadedFile,
    by: User,
) -> list[Consent]:
    """A guardian agreed to these on one paper; the agency keeps the scan.

    Raises `ValidationError`: `adult` once the trainee is 18, `future` for a day that has not come, and
    whatever `uploads.take_in` says of the file.
    """
    if said_on > timezone.localdate():
        ahead = ValidationError(_("This day has not come yet."), code="future")
        raise ValidationError({"said_on": ahead})
    scan = uploads.take_in(file, by=by)  # before anything is locked: it may take a while
    trainee = locked(trainee)
    words = []
    for purpose in purposes:
        now = standing(trainee, purpose)
        check_minor(now)
        text = consent_texts.text(purpose, trainee.first_name, language=language)
        word = say(
            trainee,
            purpose,
            Giver.GUARDIAN,
            text,
            agrees=True,
            how=ConsentHow.PAPER,
            by=by,
            name=name.strip(),
            said_on=said_on,
            scan=scan,
        )
        _begin_anew(word, now, by=by)
        if purpose == ConsentPurpose.BADGES:
            tell(word, "yes", ["trainee"])
        words.append(word)
    return words


def _begin_anew(word: Consent, before: Standing, *, by: User | AccessLink) -> None:
    """A new yes permits: the trainee, who asked for it perhaps long ago, says again that it shall be done."""
    if word.purpose != ConsentPurpose.BADGES:
        return  # both words stand beside each other
    if word.agrees and before.own and not (before.guardian and before.guardian.agrees):
        end_word(before.own, by=by, name=word.name)
