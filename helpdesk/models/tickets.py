import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from imyportal.enums import FileState
from imyportal.models import StoredFile
from placements.models import Incident, Visit
from trainees.models import Room, Trainee
from trainees.models.stand_ins import falls_to

from ..enums import Helped, TicketKind, TicketState, Topic, Via

SHORT = 120  # characters of a subject


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The trainee: their own. Agency tutors: of their trainees, and what was handed to them or to
        whom they stand in for. Coordinators: all. Nobody else."""
        if not isinstance(viewer, User) or not viewer.is_active:
            return self.none()
        if not viewer.is_staff:
            return self.filter(trainee__user=viewer)
        if viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        return self.filter(
            falls_to(viewer, "trainee__tutor", "trainee__group__lead_tutor", "owner")
        )

    def requests(self) -> Self:
        """Those with an end, without the direct lines."""
        return self.filter(kind=TicketKind.REQUEST)


class Ticket(models.Model):
    """A request of a trainee to the help desk, or the direct line between trainee and tutor."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=TicketKind, default=TicketKind.REQUEST)
    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="+", verbose_name=_("trainee")
    )
    subject = models.CharField(_("subject"), max_length=SHORT, blank=True)  # empty: the line's
    topic = models.CharField(_("topic"), max_length=10, choices=Topic, default=Topic.GENERAL)
    # Where the trainee slept when they asked, as far as it was known.
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("room")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=TicketState, default=TicketState.OPEN
    )
    owner = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name=_("who looks after it"),
    )
    opened_at = models.DateTimeField(_("asked"), default=timezone.now)
    last_at = models.DateTimeField(_("last message"), default=timezone.now)
    # Since when it is the agency's turn, and by when it should have answered.
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("answer due"), null=True)
    snoozed_until = models.DateTimeField(_("put off until"), null=True)
    first_answered_at = models.DateTimeField(_("first answer"), null=True)
    first_answer_minutes = models.PositiveIntegerField(null=True)  # of opening hours
    solved_at = models.DateTimeField(_("solved"), null=True)
    solved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    # A message of the direct line that became this request.
    made_from = models.OneToOneField(
        "helpdesk.Message", on_delete=models.PROTECT, null=True, related_name="request"
    )
    # What was made of it, the latest of each.
    visit = models.ForeignKey(
        Visit, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("visit")
    )
    incident = models.ForeignKey(
        Incident, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("incident")
    )
    helped = models.CharField(_("did it help"), max_length=6, choices=Helped, blank=True)
    rated_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee"],
                name="helpdesk_ticket_one_line_a_trainee",
                condition=Q(kind=TicketKind.LINE),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_request_says_what",
                condition=~Q(subject="") | Q(kind=TicketKind.LINE),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_open_is_due",
                condition=Q(state=TicketState.OPEN, asked_at__isnull=False, due_at__isnull=False)
                | (~Q(state=TicketState.OPEN) & Q(asked_at=None, due_at=None)),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_due_after_asked",
                condition=Q(due_at=None) | Q(due_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_only_open_is_put_off",
                condition=Q(snoozed_until=None) | Q(state=TicketState.OPEN),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_first_answer_is_measured",
                condition=Q(first_answered_at=None, first_answer_minutes=None)
                | Q(
                    first_answered_at__isnull=False,
                    first_answer_minutes__isnull=False,
                    first_answered_at__gte=F("opened_at"),
                ),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_solved_has_a_time",
                condition=(Q(state=TicketState.SOLVED) & Q(solved_at__isnull=False))
                | (~Q(state=TicketState.SOLVED) & Q(solved_at=None, solved_by=None)),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_merged_is_over",
                condition=Q(merged_into=None)
                | (Q(state=TicketState.SOLVED, kind=TicketKind.REQUEST) & ~Q(merged_into=F("id"))),
            ),
            models.CheckConstraint(
                name="helpdesk_ticket_rated_when_solved",
                condition=Q(helped="", rated_at=None)
                | (~Q(helped="") & Q(rated_at__isnull=False, state=TicketState.SOLVED)),
            ),
        ]
        # A page of a list begins where the last one ended: whatever the list, one of these holds its order.
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state=TicketState.OPEN),
                name="helpdesk_ticket_by_due",
            ),
            models.Index(fields=["state", "-last_at", "-id"], name="helpdesk_ticket_by_state"),
            models.Index(fields=["trainee", "-last_at", "-id"], name="helpdesk_ticket_by_trainee"),
        ]

    def __str__(self) -> str:
        """Neither who nor what: this stands in the trail and in the heads of pages."""
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("admin:helpdesk_ticket_change", args=[self.pk])

    @property
    def number(self) -> str:
        """As people say it."""
        return self.number_of(self.pk)

    @staticmethod
    def number_of(pk: int) -> str:
        return f"HD-{pk}"

    @property
    def is_line(self) -> bool:
        return self.kind == TicketKind.LINE

    @property
    def is_solved(self) -> bool:
        return self.state == TicketState.SOLVED


class OfTicketQuerySet(models.QuerySet["Ride"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the ticket."""
        return self.filter(ticket__in=Ticket.objects.visible_to(viewer))


class Ride(models.Model):
    """A transfer or taxi somebody asks for."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, related_name="ride", verbose_name=_("request for help")
    )
    leaves_at = models.DateTimeField(_("when"))
    origin = models.CharField(_("from"), max_length=120)
    destination = models.CharField(_("to"), max_length=120)
    people = models.PositiveSmallIntegerField(_("how many"))

    objects = OfTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ride")
        verbose_name_plural = _("rides")
        ordering = ["leaves_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="helpdesk_ride_from_and_to", condition=~Q(origin="") & ~Q(destination="")
            ),
            models.CheckConstraint(
                name="helpdesk_ride_with_somebody", condition=Q(people__range=(1, 60))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaves_at:%Y-%m-%d %H:%M}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the ticket; notes for agency tutors only."""
        found = self.filter(ticket__in=Ticket.objects.visible_to(viewer))
        is_tutor = isinstance(viewer, User) and viewer.is_staff
        return found if is_tutor else found.filter(is_note=False)


class Message(models.Model):
    """What was said in a ticket: by the trainee, by the agency, or a note that only the agency sees."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField(_("when"), default=timezone.now)
    from_agency = models.BooleanField(_("from the agency"))
    is_note = models.BooleanField(_("note for colleagues"), default=False)
    # Who wrote it; nobody of these where it came by mail from an address on file.
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(AccessLink, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=4, choices=Via, default=Via.PAGE)
    body = models.TextField(_("text"), blank=True)  # empty: a photo alone
    read_at = models.DateTimeField(_("read by the other side"), null=True)
    # Of a mail: from which address, where it is not the one on file; names of files that were not taken.
    sender = models.CharField(max_length=254, blank=True, default="", db_default="")
    left_out = models.TextField(blank=True, default="", db_default="")
    # What it came in by, once: a form's key, the Message-ID of a mail.
    key = models.CharField(max_length=255, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about a request")
        verbose_name_plural = _("messages about requests")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="helpdesk_message_comes_once", condition=~Q(key="")
            ),
            models.CheckConstraint(
                name="helpdesk_message_note_is_ours",
                condition=Q(is_note=False) | Q(from_agency=True, read_at=None),
            ),
            models.CheckConstraint(
                name="helpdesk_message_ours_has_an_author",
                condition=Q(from_agency=False)
                | Q(by__isnull=False, link=None)
                | Q(is_note=True, via=Via.MAIL, by=None, link=None),
            ),
            # Only the agency sees what somebody wrote from an address that is not on file.
            models.CheckConstraint(
                name="helpdesk_message_strange_is_a_note",
                condition=Q(sender="") | Q(is_note=True, via=Via.MAIL, by=None),
            ),
            models.CheckConstraint(
                name="helpdesk_message_one_author",
                condition=Q(by=None) | Q(link=None),
            ),
            models.CheckConstraint(
                name="helpdesk_message_on_a_page_by_somebody",
                condition=Q(via=Via.MAIL) | Q(by__isnull=False) | Q(link__isnull=False),
            ),
            models.CheckConstraint(
                name="helpdesk_message_read_after_written",
                condition=Q(read_at=None) | Q(read_at__gte=F("at")),
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="helpdesk_message_of_ticket"),
            # What one side has not read yet.
            models.Index(
                fields=["ticket", "from_agency"],
                condition=Q(read_at=None, is_note=False),
                name="helpdesk_message_unread",
            ),
        ]

    def __str__(self) -> str:
        """Not what it says: this stands in the trail."""
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def is_bare(self) -> bool:
        """Nothing was written or sent: a ride was asked for. Of a message with its attachments."""
        return not (self.body or self.left_out or self.attachments.all())


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the message."""
        return self.filter(message__in=Message.objects.visible_to(viewer))


class Attachment(models.Model):
    """A photo or paper that came with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    # A small JPEG of a photo, to be seen in the thread, with its sides in pixels.
    small = models.BinaryField(null=True, editable=False)
    small_width = models.PositiveSmallIntegerField(null=True, editable=False)
    small_height = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="helpdesk_attachment_small_has_sides",
                condition=Q(small=None, small_width=None, small_height=None)
                # Comparing with nothing is neither true nor false, and a check lets that pass.
                | Q(
                    small__isnull=False,
                    small_width__isnull=False,
                    small_width__gt=0,
                    small_height__isnull=False,
                    small_height__gt=0,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_seen_small(self) -> bool:
        """Whether the thread shows it: a photo that has been checked."""
        return self.small_width is not None and self.file.state == FileState.CLEAN
