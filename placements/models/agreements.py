"""Learning agreements and training plans: versions with frozen content, who signed, who refused."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Purpose
from accounts.models import AccessLink, User, Viewer
from imyportal.models import StoredFile
from trainees.models import Guardian, SendingOrganisation, Trainee
from trainees.models.people import years_before

from ..enums import AgreedHow, AgreementKind, AgreementParty, AgreementState
from .placements import Placement


class OfOrganisationQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The agency's own: agency tutors. A school's: who sees the school there."""
        if not isinstance(viewer, User) or not (viewer.is_active and viewer.is_staff):
            return self.none()
        schools = SendingOrganisation.objects.visible_to(viewer)
        return self.filter(Q(organisation=None) | Q(organisation__in=schools))


class AgreementTerms(models.Model):
    """The standing texts of agreements in one language: of a school, or without one of the agency."""

    organisation = models.ForeignKey(
        SendingOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_terms",
        verbose_name=_("sending organisation"),
        help_text=_("Empty: of the agency, for schools without their own."),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    monitoring = models.TextField(_("monitoring and support"))
    evaluation = models.TextField(_("evaluation"))
    recognition = models.TextField(_("recognition"))
    duties = models.TextField(_("duties of the trainee"))

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("texts of agreements")
        verbose_name_plural = _("texts of agreements")
        ordering = ["organisation_id", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"],
                name="placements_agreementterms_once",
                violation_error_message=_("This school has texts in this language."),
            ),
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(organisation=None),
                name="placements_agreementterms_once_of_agency",
                violation_error_message=_("The agency has texts in this language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or _('Agency')}, {self.get_language_display()}"


class AgreementCover(models.Model):
    """Legal facts and insurances that agreements print: of a school, or without one of the agency."""

    organisation = models.OneToOneField(
        SendingOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_cover",
        verbose_name=_("sending organisation"),
        help_text=_("Empty: the agency itself."),
    )
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    represented_by = models.CharField(_("represented by"), max_length=120, blank=True)
    accident_cover = models.CharField(
        _("accident insurance"),
        max_length=200,
        blank=True,
        help_text=_("In Italy the INAIL position; else insurer and number."),
    )
    liability_cover = models.CharField(
        _("third-party liability insurance"),
        max_length=200,
        blank=True,
        help_text=_("Insurer and number of the policy."),
    )
    health_cover = models.CharField(_("health insurance"), max_length=200, blank=True)

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal facts and insurances")
        verbose_name_plural = _("legal facts and insurances")
        ordering = ["organisation_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(organisation=None),
                name="placements_agreementcover_one_of_agency",
                violation_error_message=_("Those of the agency are there already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or _("Agency"))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the placement. Trainee, school, company: what was sent to be signed.

        Guardians: what they are to sign, until the trainee is of age.
        """
        sent = ~Q(state=AgreementState.DRAFT)
        if isinstance(viewer, AccessLink) and viewer.purpose == Purpose.GUARDIAN:
            mine = Guardian.objects.visible_to(viewer).values("trainee")
            minors = Trainee.objects.filter(
                pk__in=mine, birth_date__gt=years_before(timezone.localdate(), 18)
            )
            return self.filter(sent, placement__trainee__in=minors, with_guardian=True)
        found = self.filter(placement__in=Placement.objects.visible_to(viewer))
        is_staff = isinstance(viewer, User) and viewer.is_staff
        return found if is_staff else found.filter(sent)

    def open(self) -> Self:
        """Drafts, and what is being signed."""
        return self.filter(state__in=[AgreementState.DRAFT, AgreementState.SENT])


class Agreement(models.Model):
    """One version of an agreement about a placement. Once sent its content never changes: triggers see to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("placement"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AgreementKind)
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=10, choices=AgreementState, default=AgreementState.DRAFT
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    typed = models.JSONField(_("what was typed"), default=dict)  # see agreements/typed.py
    content = models.JSONField(_("content"), null=True)  # see agreements/content.py
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the content, hex
    with_guardian = models.BooleanField(_("a guardian signs"), default=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    sent_at = models.DateTimeField(_("sent to be signed"), null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("signed, refused or replaced"), null=True)
    # Since when the placement says otherwise; see agreements/differing.py.
    differs_since = models.DateField(_("no longer fits since"), null=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["placement_id", "kind", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind", "version"], name="placements_agreement_version_once"
            ),
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(state="draft"),
                name="placements_agreement_one_draft",
            ),
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(state__in=["sent", "signed"]),
                name="placements_agreement_one_holds",
            ),
            models.CheckConstraint(
                name="placements_agreement_sent_with_content",
                condition=Q(state="draft", content=None, digest="", sent_at=None, sent_by=None)
                | (
                    Q(state__in=["sent", "signed", "refused", "superseded"])
                    & Q(content__isnull=False, sent_at__isnull=False, sent_by__isnull=False)
                    & ~Q(digest="")
                ),
            ),
            models.CheckConstraint(
                name="placements_agreement_ended_has_a_time",
                condition=Q(state__in=["draft", "sent"], ended_at=None)
                | Q(state__in=["signed", "refused", "superseded"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}: {self.placement}"

    @property
    def parties(self) -> list[AgreementParty]:
        """Who has to sign this version, today or on the day it ended."""
        return self.parties_on(timezone.localdate(self.ended_at))

    def parties_on(self, day: date) -> list[AgreementParty]:
        """The same on `day`: once the trainee is of age no guardian signs; who has signed before stays."""
        found = list(AgreementParty)
        if not self._has_guardian(day):
            found.remove(AgreementParty.GUARDIAN)
        return found

    def _has_guardian(self, day: date) -> bool:
        if not self.with_guardian or self.content is None:
            return self.with_guardian
        born = date.fromisoformat(self.content["trainee"]["birth_date"])
        if born > years_before(day, 18):
            return True
        return any(each.party == AgreementParty.GUARDIAN for each in self.signatures.all())


class OfAgreementQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the agreement."""
        return self.filter(agreement__in=Agreement.objects.visible_to(viewer))


class AgreementSignature(models.Model):
    """One party has signed one version. Never changed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(_("for"), max_length=10, choices=AgreementParty)
    how = models.CharField(_("how"), max_length=8, choices=AgreedHow)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"))
    at = models.DateTimeField(_("stored"), default=timezone.now)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    button = models.CharField(_("button"), max_length=150, blank=True)
    digest = models.CharField(max_length=64)  # of what was shown, hex
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature of an agreement")
        verbose_name_plural = _("signatures of agreements")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"], name="placements_agreementsignature_once"
            ),
            models.CheckConstraint(
                name="placements_agreementsignature_in_a_known_way",
                condition=Q(how="link", link__isnull=False, user=None, scan=None)
                | Q(how="account", user__isnull=False, link=None, scan=None)
                | Q(how="paper", user__isnull=False, link=None, scan__isnull=False),
            ),
            models.CheckConstraint(
                name="placements_agreementsignature_by_somebody", condition=~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"


class AgreementRefusal(models.Model):
    """One party does not sign one version, in their own words. Never changed."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="refusal")
    party = models.CharField(_("for"), max_length=10, choices=AgreementParty)
    name = models.CharField(_("name"), max_length=200)
    words = models.CharField(_("what should be different"), max_length=1000)
    at = models.DateTimeField(_("when"), default=timezone.now)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement refused")
        verbose_name_plural = _("agreements refused")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_agreementrefusal_says_why",
                condition=~Q(words="") & ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"


class AgreementReminder(models.Model):
    """A party was reminded of an agreement to sign: twice at most, afterwards it is the board's."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    party = models.CharField(_("for"), max_length=10, choices=AgreementParty)
    step = models.PositiveSmallIntegerField(_("step"))
    reminded_at = models.DateTimeField(_("reminded"), default=timezone.now)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of an agreement")
        verbose_name_plural = _("reminders of agreements")
        ordering = ["reminded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party", "step"], name="placements_agreementreminder_once"
            ),
            models.CheckConstraint(
                name="placements_agreementreminder_twice_at_most",
                condition=Q(step__range=(1, 2)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}, {self.step}"
