"""The weekly cycle on the desk: what was said, and what became of reminders. Looked at, never edited."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imyportal.admin import Part, ReadOnly, Scoped, Tool, add_part, add_tool, tag

from ..enums import CheckInBy, ReminderOutcome
from ..models import CheckIn, Reminder
from ..models.cycle import ANSWERS
from . import reaching

TONES = {
    ReminderOutcome.MAILED: "ok",
    ReminderOutcome.BESIDE: "ok",
    ReminderOutcome.NO_ADDRESS: "warn",
    ReminderOutcome.TOO_LATE: "warn",
}


@admin.register(CheckIn)
class CheckInAdmin(ReadOnly, Scoped):
    """What trainees and company tutors said of their weeks."""

    empty = _(
        "Here you see how trainees say their week was, and what companies answer. Everybody with a "
        "placement is asked for the first time on its first Thursday."
    )
    list_display = ["trainee", "monday", "said_by", "taps", "call"]
    list_filter = ["said_by", "call_wanted"]
    linked_filters = ["placement", "placement__trainee"]
    search_fields = [
        "placement__trainee__last_name__alike",
        "placement__trainee__first_name__alike",
    ]
    list_select_related = ["placement__trainee"]
    fields = readonly_fields = [
        "placement",
        "monday",
        "said_by",
        *ANSWERS,
        "text",
        "call",
        "reach",
        "said_at",
    ]

    @admin.display(description=_("trainee"), ordering="placement__trainee__last_name")
    def trainee(self, row: CheckIn) -> str:
        return row.placement.trainee.name

    @admin.display(description=_("answers, 1 to 5"))
    def taps(self, row: CheckIn) -> str:
        """Each with what it answers, in the order in which they are asked."""
        said = row.answers.items()
        named = [f"{label_for_field(name, CheckIn)} {value}" for name, value in said]
        return " · ".join(named) or "–"

    @admin.display(description=_("call"))
    def call(self, row: CheckIn) -> SafeString | str:
        if not row.call_wanted:
            return "–"
        return tag(_("called"), "ok") if row.called_at else tag(_("asks for a call"), "warn")

    @admin.display(description=_("phone and e-mail"))
    def reach(self, row: CheckIn) -> SafeString:
        """Who said it comes first; the other may know where they are."""
        people = [reaching.of_trainee(row.placement), reaching.of_company(row.placement)]
        return reaching.ways(people if row.said_by == CheckInBy.TRAINEE else people[::-1])

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the questions that were not asked."""
        return [
            name
            for name in self.fields
            if name not in ANSWERS or obj is None or getattr(obj, name) is not None
        ]


add_tool(
    "placements.CheckIn",
    Tool(
        _("I have called"),
        "admin:placements_checkin_called",
        "placements.view_checkin",
        shown=lambda row: row.call_wanted and row.called_at is None,
        is_post=True,
    ),
)


@admin.register(Reminder)
class ReminderAdmin(ReadOnly, Scoped):
    """What was due, for whom, and what became of it."""

    empty = _(
        "Here you see every reminder and what became of it. The first ones come with the first week of "
        "a placement; days and times stand on the page of a group, under Weekly cycle."
    )
    list_display = ["about", "what", "monday", "due_at", "state"]
    list_filter = ["kind", "outcome"]
    linked_filters = ["placement", "company_tutor"]
    search_fields = ["placement__trainee__last_name__alike", "company_tutor__last_name__alike"]
    list_select_related = ["placement__trainee", "company_tutor"]
    fields = readonly_fields = [
        "about",
        "what",
        "monday",
        "due_at",
        "useful_until",
        "state",
        "done_at",
        "asked_by",
        "last_error",
    ]

    @admin.display(description=_("about"))
    def about(self, row: Reminder) -> str:
        return row.placement.trainee.name if row.placement else str(row.company_tutor)

    @admin.display(description=_("what"), ordering="kind")
    def what(self, row: Reminder) -> str:
        if row.step == 1:
            return row.get_kind_display()
        # Translators: a kind of reminder, sent once more
        return str(_("%(what)s, once more") % {"what": row.get_kind_display()})

    @admin.display(description=_("state"), ordering="outcome")
    def state(self, row: Reminder) -> SafeString:
        if row.outcome:
            return tag(row.get_outcome_display(), TONES.get(ReminderOutcome(row.outcome), ""))
        return tag(_("waits"), "wait")


add_tool("trainees.Group", Tool(_("Weekly cycle"), "admin:trainees_group_cycle"), Part.STAY)
add_part("trainees.Trainee", CheckIn, "placement__trainee")
