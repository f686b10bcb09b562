"""The consent register: who agreed to what, in which words, and who took it back.

For a minor two words are needed, the trainee's own and a guardian's; any guardian on file may answer,
and the newest answer stands. A guardian's yes permits; the trainee then opens. On the 18th birthday
both end: an adult's page rests on a word given as an adult, which the portal asks for anew (GDPR,
articles 7 and 8; guidelines 05/2020 of the European Data Protection Board, paragraphs 148 to 150).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import links
from accounts.enums import Purpose
from accounts.models import AccessLink, User
from imyportal import audit, mail, uploads, work
from imyportal.enums import Action

from . import consent_texts
from .enums import ConsentHow, ConsentPurpose, Giver
from .models import Consent, ConsentRequest, Guardian, Trainee
from .models.stand_ins import on_duty
from .support import emptying


@dataclass(frozen=True)
class Standing:
    """What holds for one trainee and one purpose on one day."""

    trainee: Trainee
    today: date
    own: Consent | None
    guardian: Consent | None
    asked_on: date | None  # when a guardian was asked last

    @property
    def is_minor(self) -> bool:
        return self.trainee.is_minor_on(self.today)

    @property
    def wants(self) -> bool:
        """The trainee's own yes; what was said before the 18th birthday ends on it."""
        if self.own is None or not self.own.agrees:
            return False
        return self.is_minor or not self.trainee.is_minor_on(self.own.said_on)

    @property
    def allows(self) -> bool:
        """Whether it may be done today."""
        guardian_agrees = self.guardian is not None and self.guardian.agrees
        return self.wants and (not self.is_minor or guardian_agrees)

    @property
    def is_outdated(self) -> bool:
        """The trainee's yes is to an older text: it holds for what that said, and the new one is asked."""
        newest = consent_texts.newest(self.own.purpose) if self.own else 0
        return self.wants and self.own is not None and self.own.text_version < newest

    @property
    def must_ask_again(self) -> bool:
        """Turned 18 since a word was given, and has not said anything as an adult."""
        said = [each for each in (self.own, self.guardian) if each and each.agrees]
        return not self.is_minor and not self.wants and bool(said)


def standing(trainee: Trainee, purpose: ConsentPurpose, *, today: date | None = None) -> Standing:
    """For one trainee; two queries."""
    return standings([trainee], purpose, today=today)[trainee.pk]


def standings(
    trainees: Iterable[Trainee], purpose: ConsentPurpose, *, today: date | None = None
) -> dict[int, Standing]:
    """For many, by the trainee's key; two queries."""
    day, each = today or timezone.localdate(), {row.pk: row for row in trainees}
    words = Consent.objects.standing().filter(trainee__in=each, purpose=purpose)
    said = {(word.trainee_id, word.giver): word for word in words}
    requests = ConsentRequest.objects.filter(guardian__trainee__in=each, purpose=purpose)
    asked = dict(requests.order_by("asked_on").values_list("guardian__trainee", "asked_on"))
    return {
        key: Standing(
            trainee=row,
            today=day,
            own=said.get((key, Giver.TRAINEE)),
            guardian=said.get((key, Giver.GUARDIAN)),
            asked_on=asked.get(key),
        )
        for key, row in each.items()
    }


# --- The trainee's own word -------------------------------------------------------------------


@transaction.atomic
def agree(trainee: Trainee, purpose: ConsentPurpose, *, by: User, language: str) -> Consent:
    """The trainee says yes to the newest text in their own account; said twice is said once."""
    trainee = _locked(trainee)
    now = standing(trainee, purpose)
    if now.own is not None and now.wants and not now.is_outdated:
        return now.own
    text = consent_texts.text(purpose, trainee.first_name, language=language)
    return _say(
        trainee,
        purpose,
        Giver.TRAINEE,
        agrees=True,
        how=ConsentHow.ACCOUNT,
        by=by,
        name=trainee.name,
        text_version=text.version,
        language=text.language,
        said_on=timezone.localdate(),
        user=by,
    )


@transaction.atomic
def refuse(trainee: Trainee, purpose: ConsentPurpose, *, by: User, language: str) -> Consent:
    """The trainee says no in their own account, which ends a yes; said twice is said once."""
    trainee = _locked(trainee)
    told = standing(trainee, purpose).own
    if told is not None and not told.agrees:
        return told
    text = consent_texts.text(purpose, trainee.first_name, language=language)
    word = _say(
        trainee,
        purpose,
        Giver.TRAINEE,
        agrees=False,
        how=ConsentHow.ACCOUNT,
        by=by,
        name=trainee.name,
        text_version=text.version,
        language=text.language,
        said_on=timezone.localdate(),
        user=by,
    )
    _not_permitted(word, by=by)
    return word


@transaction.atomic
def take_back(trainee: Trainee, purpose: ConsentPurpose, *, by: User) -> None:
    """The trainee's own word ends; nothing when there is none."""
    trainee = _locked(trainee)
    for word in Consent.objects.standing().filter(
        trainee=trainee, purpose=purpose, giver=Giver.TRAINEE
    ):
        _end(word, by=by, name=trainee.name)
        _not_permitted(word, by=by)


# --- Guardians --------------------------------------------------------------------------------


def askable(trainee: Trainee) -> list[Guardian]:
    """Those on file with an address that is not the trainee's own; one query."""
    own = own_addresses(trainee)
    found = trainee.guardians.select_related("trainee__group__organisation").exclude(email="")
    return [each for each in found if each.email.lower() not in own]


def own_addresses(trainee: Trainee) -> set[str]:
    """Where the trainee reads mail, and so nobody else is asked."""
    return {trainee.email.lower(), trainee.user.email.lower() if trainee.user else ""}


@transaction.atomic
def ask_guardians(trainee: Trainee, purpose: ConsentPurpose, *, by: User) -> int:
    """Mail every guardian on file the link to answer by, once a day each; how many mails.

    Raises `ValidationError` for an adult (`adult`), when a guardian agreed already (`agreed`), and when
    there is no address to write to (`no_address`).
    """
    trainee = _locked(trainee)
    now = standing(trainee, purpose)
    _check_minor(now)
    if now.guardian is not None and now.guardian.agrees:
        raise ValidationError(_("A guardian has agreed already."), code="agreed")
    guardians = askable(trainee)
    if not guardians:
        raise ValidationError(
            _("No e-mail address of a parent or guardian is on file. Ask your tutor to add it."),
            code="no_address",
        )
    return sum(_ask(guardian, purpose, by) for guardian in guardians)


def _ask(guardian: Guardian, purpose: ConsentPurpose, by: User) -> bool:
    request, is_new = ConsentRequest.objects.get_or_create(
        guardian=guardian, purpose=purpose, asked_on=timezone.localdate(), defaults={"by": by}
    )
    if is_new:
        audit.note(Action.CONSENT_ASKED, by=by, about=guardian.trainee, purpose=purpose)
        mail.queue(
            "trainees/consent_asked",
            to=guardian.email,
            language=guardian.language,
            about=guardian,
            key=f"consent_asked:{request.pk}",
            purpose=purpose,
        )
    return is_new


@transaction.atomic
def address_changed(guardian: Guardian, *, by: User | None) -> None:
    """Whoever had the old address is out at once, and the new one can be asked today."""
    links.revoke_all(Purpose.GUARDIAN, guardian, by=by)
    ConsentRequest.objects.filter(guardian=guardian, asked_on=timezone.localdate()).delete()


@transaction.atomic
def answer(
    link: AccessLink, purpose: ConsentPurpose, *, agrees: bool, version: int, language: str
) -> Consent:
    """The guardian who came in by `link` says yes or no to the text they saw; it replaces older answers.

    Raises `ValidationError` once the trainee is 18 (`adult`), and when the text is not the one that was
    shown (`text`).
    """
    guardian: Any = link.holder
    trainee = _locked(guardian.trainee)
    now = standing(trainee, purpose)
    _check_minor(now)
    text = consent_texts.text(purpose, trainee.first_name, language=language)
    if version != text.version:
        raise ValidationError(_("The text was changed meanwhile. Read it again."), code="text")
    told = now.guardian
    if told and told.agrees == agrees and told.link_id == link.pk:
        return told
    word = _say(
        trainee,
        purpose,
        Giver.GUARDIAN,
        agrees=agrees,
        how=ConsentHow.LINK,
        by=link,
        name=guardian.name,
        text_version=text.version,
        language=text.language,
        said_on=timezone.localdate(),
        link=link,
    )
    _permitted(word, now, by=link)
    took_back = told is not None and told.agrees and not agrees
    what = "back" if took_back else "yes" if agrees else "no"
    if purpose == ConsentPurpose.BADGES:
        _tell(word, what, ["trainee", "tutor"])
    elif not agrees:
        _tell_tutor(word, what)
        _not_permitted(word, by=link)
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
    trainee = _locked(trainee)
    words = []
    for purpose in purposes:
        now = standing(trainee, purpose)
        _check_minor(now)
        text = consent_texts.text(purpose, trainee.first_name, language=language)
        word = _say(
            trainee,
            purpose,
            Giver.GUARDIAN,
            agrees=True,
            how=ConsentHow.PAPER,
            by=by,
            name=name.strip(),
            text_version=text.version,
            language=text.language,
            said_on=said_on,
            user=by,
            scan=scan,
        )
        _permitted(word, now, by=by)
        if purpose == ConsentPurpose.BADGES:
            _tell(word, "yes", ["trainee"])
        words.append(word)
    return words


@transaction.atomic
def end(consent: Consent, *, by: User) -> Consent:
    """An agency tutor ends it, for who asked by telephone for instance; ended twice is ended once."""
    _locked(consent.trainee)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if consent.withdrawn_at is None:
        _end(consent, by=by, name=str(by))
        _not_permitted(consent, by=by)
        is_badge = consent.purpose == ConsentPurpose.BADGES
        if is_badge and consent.giver == Giver.GUARDIAN and consent.agrees:
            _tell(consent, "back", ["trainee"])
    return consent


# --- What they share --------------------------------------------------------------------------


def _locked(trainee: Trainee) -> Trainee:
    """One word after the other, whoever speaks."""
    locked = Trainee.objects.select_for_update(of=("self",)).select_related("user")
    return locked.get(pk=trainee.pk)


def _check_minor(now: Standing) -> None:
    if not now.is_minor:
        raise ValidationError(
            _("%(name)s is of age: only their own word counts now."),
            params={"name": now.trainee.first_name},
            code="adult",
        )


def _say(
    trainee: Trainee,
    purpose: ConsentPurpose,
    giver: Giver,
    *,
    agrees: bool,
    how: ConsentHow,
    by: User | AccessLink,
    name: str,
    **fields: Any,
) -> Consent:
    work.hook("consents.before_word")
    standing_words = Consent.objects.standing().filter(trainee=trainee, purpose=purpose)
    for older in standing_words.filter(giver=giver):
        _end(older, by=by, name=name)
    word = Consent.objects.create(
        trainee=trainee,
        purpose=purpose,
        giver=giver,
        agrees=agrees,
        how=how,
        name=name,
        **fields,
    )
    action = Action.CONSENT_GIVEN if agrees else Action.CONSENT_REFUSED
    audit.note(action, by=by, about=word, giver=giver, how=how, version=word.text_version)
    return word


def _permitted(word: Consent, before: Standing, *, by: User | AccessLink) -> None:
    """A new yes permits: the trainee, who asked for it perhaps long ago, says again that it shall be done."""
    if word.purpose != ConsentPurpose.BADGES:
        return  # both words stand beside each other
    if word.agrees and before.own and not (before.guardian and before.guardian.agrees):
        _end(before.own, by=by, name=word.name)


def _not_permitted(word: Consent, *, by: User | AccessLink) -> None:
    """A word that permits no more: what was written on its strength goes with it."""
    if word.purpose == ConsentPurpose.SUPPORT:
        emptying.empty(word.trainee, by=by)


def _tell(word: Consent, what: str, whom: list[str]) -> None:
    """One mail an answer to each. `what`: yes, no, back."""
    trainee = word.trainee
    tutor = on_duty(trainee.responsible, timezone.localdate())
    people = {"trainee": trainee.user or trainee, "tutor": tutor}
    for each in whom:
        person = people[each]
        mail.queue(
            "trainees/consent_answered",
            to=person.email,
            language=person.language,
            about=word,
            key=f"consent_answered:{word.pk}:{what}:{each}",
            what=what,
            to_whom=each,
        )


def _tell_tutor(word: Consent, what: str) -> None:
    """At once, also while the child is here: what was allowed is allowed no longer. `what`: no, back."""
    tutor = on_duty(word.trainee.responsible, timezone.localdate())
    mail.queue(
        "trainees/authorisation_answered",
        to=tutor.email,
        language=tutor.language,
        about=word,
        key=f"authorisation_answered:{word.pk}",
        what=what,
    )


def _end(word: Consent, *, by: User | AccessLink, name: str) -> None:
    word.withdrawn_at, word.withdrawn_by = timezone.now(), name
    word.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.note(Action.CONSENT_ENDED, by=by, about=word, giver=word.giver)
