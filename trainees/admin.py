"""Schools, groups and trainees on the desk."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import invitations
from imyportal import audit, tracking
from imyportal.admin import (
    Part,
    ReadOnly,
    Scoped,
    ScopedTabular,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    link,
    tag,
)
from imyportal.attention import pages
from imyportal.enums import Action

from . import (
    conduct_admin,  # noqa: F401 - registers its page
    consents,
    guests_admin,  # noqa: F401 - registers its page
    houses_admin,  # noqa: F401 - registers its page
    inviting,
    journey,
    journey_admin,  # noqa: F401 - registers its page
    papers_admin,  # noqa: F401 - registers its page
    privacy_admin,  # noqa: F401 - registers its pages
    publications_admin,  # noqa: F401 - registers its page
    registration,
    stand_in_admin,  # noqa: F401 - registers its page
    watching,
)
from .accompanying import board as accompanying
from .accompanying import days as accompanying_days
from .desk_forms import SendingOrganisationForm, SendingTutorForm, TraineeForm
from .enums import AUTHORISATIONS
from .guardians import authorisations
from .models import (
    AccompanyingPerson,
    Consent,
    EmergencyContact,
    Group,
    Guardian,
    SendingOrganisation,
    SendingTutor,
    Trainee,
    WayHome,
    WelcomePresence,
)
from .views.consents import ConsentUrls, GuardianUrls
from .views.desk import ImportUrls, invite_label

add_tool(
    "trainees.Group",
    Tool(_("Bring in trainees"), "admin:trainees_group_import", "trainees.add_trainee"),
    Part.BEFORE,
)
add_tool(
    "trainees.Group",
    Tool(
        lambda group: invite_label(len(group.to_invite)),
        "admin:trainees_group_invite",
        "trainees.change_trainee",
        shown=lambda group: bool(group.to_invite),
        is_post=True,
    ),
    Part.BEFORE,
)


def _accompanying_label(group: Any) -> str:
    """With a word where the group has minors and nobody comes with it."""
    if accompanying.is_asked_for(group):
        return gettext("Accompanying persons: nobody yet")
    return gettext("Accompanying persons")


def _is_minor(trainee: Any) -> bool:
    return trainee.is_minor_on(timezone.localdate())


add_tool("trainees.Trainee", Tool(_("The stay so far"), "admin:trainees_trainee_course"), Part.STAY)
add_tool(
    "trainees.Trainee",
    Tool(
        _("Ask the guardian about badges"),
        "admin:trainees_trainee_ask_guardian",
        "trainees.change_trainee",
        shown=_is_minor,
        is_post=True,
    ),
    Part.BEFORE,
)
add_tool(
    "trainees.Trainee",
    Tool(
        _("Record a consent on paper"),
        "admin:trainees_trainee_consent",
        "trainees.change_trainee",
        shown=_is_minor,
    ),
    Part.BEFORE,
)
add_tool(
    "trainees.Consent",
    Tool(
        _("End this consent"),
        "admin:trainees_consent_end",
        "trainees.change_trainee",
        shown=lambda consent: consent.withdrawn_at is None,
        is_post=True,
    ),
)
add_tool(
    "trainees.Group",
    Tool(_("Going home"), "admin:trainees_group_home", "trainees.change_wayhome"),
    Part.END,
)
add_tool(
    "trainees.Group",
    Tool(_("Guardians"), "admin:trainees_group_guardians", "trainees.change_trainee"),
    Part.BEFORE,
)
add_tool(
    "trainees.Group",
    Tool(
        _accompanying_label,
        "admin:trainees_group_accompanying",
        "trainees.change_accompanyingperson",
    ),
    Part.BEFORE,
)
add_tool(
    "trainees.Trainee",
    Tool(_("Support plan"), "admin:trainees_trainee_support", "trainees.change_trainee"),
)
add_tool(
    "trainees.Trainee",
    Tool(
        _("Data for the training plan"),
        "admin:trainees_trainee_particulars",
        "trainees.change_trainee",
    ),
    Part.BEFORE,
)
add_trail("trainees.Group")
add_trail("trainees.Trainee")
add_trail("trainees.Consent")
add_part("trainees.Group", Trainee, "group")
add_part("trainees.Group", AccompanyingPerson, "group")
add_part("trainees.Trainee", Consent, "trainee")
add_part("trainees.Trainee", WayHome, "trainee")
add_part("trainees.Trainee", WelcomePresence, "trainee")


@admin.register(SendingOrganisation)
class SendingOrganisationAdmin(Scoped):
    form = SendingOrganisationForm
    list_display = ["name", "city", "country", "email", "phone"]
    search_fields = ["name__alike", "city__alike"]


@admin.register(SendingTutor)
class SendingTutorAdmin(Scoped):
    """Schools' tutors. Who is added gets an account and signs in by a code in the mail."""

    form = SendingTutorForm
    list_display = ["user", "organisation", "role"]
    list_select_related = ["user", "organisation"]
    search_fields = [
        "user__first_name__alike",
        "user__last_name__alike",
        "organisation__name__alike",
    ]
    fields = ["first_name", "last_name", "email", "organisation", "role", "wants_reports"]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """As above; the account's name and address are written here, too."""
        accounts = [form.instance.user] if change else []
        with tracking.kept_each(accounts, by=request.user):
            return super().save_form(request, form, change)


class Stay(admin.SimpleListFilter):
    """Where in time a group is."""

    title = _("stay")
    parameter_name = "stay"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("here", _("here now")), ("coming", _("still to come")), ("gone", _("gone home"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today, path = timezone.localdate(), getattr(self, "path", "")
        conditions = {
            "here": {f"{path}arrives_on__lte": today, f"{path}leaves_on__gte": today},
            "coming": {f"{path}arrives_on__gt": today},
            "gone": {f"{path}leaves_on__lt": today},
        }
        return queryset.filter(**conditions.get(self.value() or "", {}))


class TraineesStay(Stay):
    path = "group__"


@admin.register(Group)
class GroupAdmin(ImportUrls, Scoped):
    list_display = ["name", "organisation", "lead_tutor", "arrives_on", "leaves_on", "size"]
    list_filter = [Stay, ("lead_tutor", VisibleRelated)]
    list_select_related = ["organisation", "lead_tutor"]
    search_fields = ["name__alike", "project_code", "organisation__name__alike"]
    readonly_fields = ["participants"]
    fields = [
        "name", "organisation", "sending_tutor", "lead_tutor", "programme", "project_code",
        "field", "activity", "qualification", "qualification_level", "recognition", "language",
        "arrives_on", "leaves_on", "participants",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).annotate(size=Count("trainees"))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        group = super().get_object(request, object_id, from_field)
        if group is not None:
            group.shown = Trainee.objects.visible_to(request.user).filter(group=group)
            group.to_invite = inviting.to_invite(group.shown)
        return group

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"arrives_on", "leaves_on"} & set(form.changed_data):
            before = form.initial["arrives_on"], form.initial["leaves_on"]
            accompanying_days.follow(obj, before, by=request.user)  # type: ignore[arg-type]
        if not change:
            journey.begin(obj)
            authorisations.choose(obj, AUTHORISATIONS, by=request.user)  # type: ignore[arg-type]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"lead_tutor": request.user.pk} | super().get_changeform_initial_data(request)

    @admin.display(description=_("trainees"), ordering="size")
    def size(self, row: Group) -> int:
        return row.size  # type: ignore[attr-defined]

    @admin.display(description=_("trainees"), empty_value="–")
    def participants(self, row: Group) -> SafeString | None:
        shown = getattr(row, "shown", [])
        return (
            format_html_join(
                ", ",
                '<a href="{}">{}</a>',
                ((each.get_absolute_url(), each.name) for each in shown),
            )
            or None
        )


class GuardianInline(ScopedTabular):
    model = Guardian
    fields = ["name", "email", "phone", "own_language"]


@admin.register(Trainee)
class TraineeAdmin(GuardianUrls, Scoped):
    form = TraineeForm
    list_display = [
        "__str__", "in_group", "responsible_tutor", "email", "age", "stay",
    ]  # fmt: skip
    list_filter = [TraineesStay, ("group", VisibleRelated), ("tutor", VisibleRelated)]
    list_select_related = ["group__lead_tutor", "tutor"]
    search_fields = ["first_name__alike", "last_name__alike", "email"]
    readonly_fields = ["user", "added_at", "languages", "answers", "to_call"]
    fieldsets = [
        (None, {"fields": ["first_name", "last_name", "email", "phone", "language"]}),
        (_("Stay"), {"fields": ["group", "tutor", "field"]}),
        (
            _("Person"),
            {"fields": ["birth_date", "sex", "in_compulsory_school", "nationality", "languages"]},
        ),
        (_("In an emergency"), {"fields": ["emergency_name", "emergency_phone", "to_call"]}),
        (_("Guardians of a minor"), {"fields": ["answers"]}),
        (_("Account"), {"fields": ["user", "added_at"]}),
    ]
    inlines = [GuardianInline]
    actions = ["invite"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        registration.give_account(obj)
        watching.changed([obj], set(form.changed_data))

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for guardian in (each[0] for each in formset.changed_objects if "email" in each[1]):
            consents.address_changed(guardian, by=request.user)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Birth date, guardians and whom to call in an emergency stand on this page."""
        if kwargs.get("obj") is not None and request.method == "GET":
            audit.note(Action.TRAINEE_VIEWED, by=request.user, about=kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet[Trainee]) -> None:
        done = 0
        for trainee in queryset.select_related("user"):
            try:
                if trainee.user is None:
                    raise ValidationError(gettext("There is no e-mail address to invite."))
                invitations.invite(trainee.user, request.user)  # type: ignore[arg-type]
            except ValidationError as error:
                self.message_user(request, f"{trainee}: {error.messages[0]}", messages.WARNING)
            else:
                done += 1
        if done:
            text = ngettext(
                "%d invitation is on its way.", "%d invitations are on their way.", done
            )
            self.message_user(request, text % done, messages.SUCCESS)

    @admin.display(description=_("group"), ordering="group__name")
    def in_group(self, row: Trainee) -> SafeString:
        return link(pages("admin:trainees_group_change")(row.group_id), row.group)

    @admin.display(description=_("stay so far"))
    def stay(self, row: Trainee) -> SafeString:
        # Translators: a link in the row of a trainee, to what has happened so far
        return link(pages("admin:trainees_trainee_course")(row.pk), _("Look at it"))

    @admin.display(description=_("agency tutor"))
    def responsible_tutor(self, row: Trainee) -> str:
        return str(row.responsible)

    @admin.display(description=_("languages spoken"), empty_value="–")
    def languages(self, row: Trainee) -> str:
        return ", ".join(f"{each['language']} {each['level']}" for each in row.spoken)

    @admin.display(description=_("answers of guardians"), empty_value="–")
    def answers(self, row: Trainee) -> SafeString | None:
        lights = authorisations.of(row) if row.pk else []
        found = [(each.purpose.label, tag(each.label, each.tone)) for each in lights]
        return format_html_join(" ", '<span class="dk-block">{}: {}</span>', found) or None

    @admin.display(description=_("said by guardians"), empty_value="–")
    def to_call(self, row: Trainee) -> SafeString | None:
        found = EmergencyContact.objects.filter(guardian__trainee=row.pk)
        lines = [(each, each.phone, each.phone, each.spoken) for each in found]
        text = '<span class="dk-block">{}: <a href="tel:{}">{}</a>, {}</span>'
        return format_html_join(" ", text, lines) or None

    @admin.display(description=_("age"), ordering="-birth_date")
    def age(self, row: Trainee) -> SafeString | str:
        today = timezone.localdate()
        age = str(row.age_on(today))
        return tag(_("%(age)s, minor") % {"age": age}, "wait") if row.is_minor_on(today) else age


@admin.register(Consent)
class ConsentAdmin(ConsentUrls, ReadOnly, Scoped):
    """Who agreed to what; looked at, never edited."""

    list_display = ["trainee", "purpose", "giver", "answer", "how", "said_on", "withdrawn_at"]
    list_filter = ["purpose", "giver", "how", ("trainee__group", VisibleRelated)]
    list_select_related = ["trainee"]
    search_fields = ["name__alike", "trainee__first_name__alike", "trainee__last_name__alike"]
    fields = readonly_fields = [
        "trainee", "purpose", "giver", "answer", "name", "how", "said_on", "text_version",
        "language", "at", "recorded_by", "paper", "withdrawn_at", "withdrawn_by",
    ]  # fmt: skip

    @admin.display(description=_("answer"), ordering="agrees")
    def answer(self, row: Consent) -> SafeString:
        word, tone = (_("yes"), "ok") if row.agrees else (_("no"), "warn")
        return tag(word, "" if row.withdrawn_at else tone)

    @admin.display(description=_("recorded by"), empty_value="–")
    def recorded_by(self, row: Consent) -> str | None:
        return str(row.user) if row.user else None

    @admin.display(description=_("scan of the paper"), empty_value="–")
    def paper(self, row: Consent) -> SafeString | None:
        if row.scan is None:
            return None
        return link(pages("admin:trainees_consent_scan")(row.pk), row.scan.name)
