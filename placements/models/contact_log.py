import uuid
from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from trainees.models import Group, SendingTutor, Trainee

from ..enums import CLOSE_TO_TRAINEE, ContactKind, ContactWith

MOST_MINUTES = 600


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: of trainees and groups they see. Sending tutors: those shared with their school."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if not viewer.is_staff:
            schools = SendingTutor.objects.filter(user=viewer).values("organisation")
            own = Q(trainee__group__organisation__in=schools) | Q(group__organisation__in=schools)
            return self.shared().filter(own)
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        return self.filter(
            Q(trainee__in=Trainee.objects.visible_to(viewer))
            | Q(group__in=Group.objects.visible_to(viewer))
        )

    def shared(self) -> Self:
        """Those of which the school reads something."""
        return self.filter(is_shared=True)

    def steps(self) -> Self:
        """Those with a next step that nobody has done."""
        return self.filter(next_on__isnull=False, done_at=None)

    def close_to_trainee(self) -> Self:
        """Those that tell how the trainee is."""
        return self.filter(with_whom__in=CLOSE_TO_TRAINEE)


class Contact(models.Model):
    """One contact of an agency tutor about one trainee, or about a whole group: what was said, and what next.

    A talk about several trainees is a row for each, with the same `occasion`; its minutes are those of the
    talk. Only `school_text` ever leaves the agency.
    """

    occasion = models.UUIDField(default=uuid.uuid4, editable=False)
    trainee = models.ForeignKey(
        Trainee,
        on_delete=models.PROTECT,
        null=True,
        related_name="contacts",
        verbose_name=_("trainee"),
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        related_name="contacts",
        verbose_name=_("group"),
    )
    kind = models.CharField(_("how"), max_length=8, choices=ContactKind)
    with_whom = models.CharField(_("with"), max_length=8, choices=ContactWith)
    name = models.CharField(_("name"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, validators=[MaxValueValidator(MOST_MINUTES)]
    )
    text = models.TextField(_("what was said"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    logged_at = models.DateTimeField(_("written"), default=timezone.now)

    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_on = models.DateField(_("by when"), null=True)
    next_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who does it")
    )
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )

    is_shared = models.BooleanField(_("shared with the school"), default=False)
    school_text = models.TextField(_("what the school reads"), blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_contact_about_one",
                condition=Q(trainee=None) ^ Q(group=None),
            ),
            models.CheckConstraint(
                name="placements_contact_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write in a few words what was said."),
            ),
            models.CheckConstraint(
                name="placements_contact_has_been",
                condition=Q(at__lte=F("logged_at")),
                violation_error_message=_("A contact that is still to come is a next step."),
            ),
            models.CheckConstraint(
                name="placements_contact_minutes_are_some",
                condition=Q(minutes=None) | Q(minutes__range=(1, MOST_MINUTES)),
            ),
            models.CheckConstraint(
                name="placements_contact_other_is_named",
                condition=~Q(with_whom=ContactWith.OTHER) | ~Q(name=""),
                violation_error_message=_("Say with whom."),
            ),
            models.CheckConstraint(
                name="placements_contact_step_has_day_and_owner",
                condition=Q(next_step="", next_on=None, next_by=None)
                | (~Q(next_step="") & Q(next_on__isnull=False, next_by__isnull=False)),
                violation_error_message=_("A next step has a day and somebody who does it."),
            ),
            models.CheckConstraint(
                name="placements_contact_done_by_somebody",
                condition=Q(done_at=None, done_by=None)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(next_step="")),
            ),
            models.CheckConstraint(
                name="placements_contact_shared_has_a_text",
                condition=Q(is_shared=False) | ~Q(school_text=""),
                violation_error_message=_("Write what the school reads."),
            ),
        ]
        indexes = [
            models.Index(fields=["trainee", "-at"], name="placements_contact_latest"),
            # The order of the desk's list.
            models.Index(fields=["-at", "-id"], name="placements_contact_newest"),
            # What is still to be done, among the contacts of years.
            models.Index(
                fields=["next_on"],
                condition=Q(next_on__isnull=False, done_at=None),
                name="placements_contact_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def whom(self) -> Any:
        """The trainee or the group it is about."""
        return self.trainee or self.group


class ContactNoteQuerySet(models.QuerySet["ContactNote"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Agency tutors: with the contact. Schools never."""
        if not isinstance(viewer, User) or not viewer.is_staff:
            return self.none()
        return self.filter(contact__in=Contact.objects.visible_to(viewer))


class ContactNote(models.Model):
    """What was added to a contact afterwards. Never changed: a trigger sees to it."""

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="notes", verbose_name=_("contact")
    )
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note to a contact")
        verbose_name_plural = _("notes to contacts")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="placements_contactnote_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
