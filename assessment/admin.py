"""Objectives, evaluations and certificates on the desk. What was given or issued is only looked at."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Avg, Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from imyportal import history
from imyportal.admin import (
    Part,
    ReadOnly,
    ReadOnlyRows,
    Scoped,
    Tool,
    VisibleRelated,
    add_part,
    add_tool,
    add_trail,
    link,
    tag,
)

from . import (
    admin_badges,  # noqa: F401
    admin_issuer,  # noqa: F401
    awards_admin,  # noqa: F401
    certificates,
    changes,
    policies,
    requirements_admin,  # noqa: F401
)
from .enums import CertificateState, SetKind, SetState
from .models import (
    Certificate,
    Evaluation,
    Objective,
    ObjectiveSet,
    PeerRequest,
    Score,
    SignedResult,
    SignOff,
    WrittenModel,
)

TONES = {CertificateState.VALID: "ok", CertificateState.IN_WORK: "wait"}
SET_TONES: dict[str, str] = {
    SetState.IN_USE: "ok",
    SetState.PROPOSED: "warn",
    SetState.DECLINED: "wait",
}


class ObjectiveInline(ReadOnlyRows):
    model = Objective
    fields = readonly_fields = ["position", "code", "called", "indicators"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Objective]:
        return super().get_queryset(request).prefetch_related("indicators")

    @admin.display(description=_("name"))
    def called(self, row: Objective) -> str:
        return row.name

    @admin.display(description=_("indicators"))
    def indicators(self, row: Objective) -> str:
        return " · ".join(each.name for each in row.indicators.all())


@admin.register(ObjectiveSet)
class ObjectiveSetAdmin(ReadOnly, Scoped):
    """What is observed. A set in use is never changed: scores given by it must keep their meaning."""

    list_display = ["__str__", "kind", "organisation", "whom", "tagged", "observed"]
    list_filter = ["kind", "state", ("organisation", VisibleRelated)]
    list_select_related = ["organisation", "group"]
    fields = readonly_fields = [
        "kind", "version", "title", "organisation", "whom", "tagged", "observed", "proposed_by",
        "proposed_at", "accepted_by", "accepted_at", "decline_reason", "replaced_at",
    ]  # fmt: skip
    inlines = [ObjectiveInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ObjectiveSet]:
        return super().get_queryset(request).annotate(count=Count("begun"))

    @admin.display(description=_("for"), empty_value="–")
    def whom(self, row: ObjectiveSet) -> str | None:
        return row.is_for or None

    @admin.display(description=_("state"), ordering="state")
    def tagged(self, row: ObjectiveSet) -> SafeString:
        return tag(row.get_state_display(), SET_TONES.get(row.state, ""))

    @admin.display(description=_("placements"), ordering="count")
    def observed(self, row: ObjectiveSet) -> int:
        return row.count  # type: ignore[attr-defined]


class ScoreInline(ReadOnlyRows):
    model = Score
    fields = readonly_fields = ["what", "score", "model"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Score]:
        return (
            super()
            .get_queryset(request)
            .select_related("objective", "indicator", "model__objective")
        )

    @admin.display(description=_("what"))
    def what(self, row: Score) -> str:
        return str(row.objective or row.indicator)

    @admin.display(description=_("score"))
    def score(self, row: Score) -> str:
        # Translators: a score out of 100
        return str(_("not observed")) if row.value is None else _("%d of 100") % row.value


class PeerRequestInline(ReadOnlyRows):
    model = PeerRequest
    fields = readonly_fields = ["peer", "asked_at", "answer", "answered_at", "word"]


@admin.register(WrittenModel)
class WrittenModelAdmin(ReadOnly, Scoped):
    """What good work looks like; the button writes the next version."""

    list_display = ["objective", "field", "version", "is_current", "made_at", "made_by"]
    list_filter = ["is_current"]
    list_select_related = ["objective", "made_by"]
    fields = readonly_fields = [
        "objective", "field", "version", "is_current", "words", "made_at", "made_by",
    ]  # fmt: skip

    @admin.display(description=_("text"))
    def words(self, row: WrittenModel) -> SafeString:
        return format_html_join("", "<p lang='{}'>{}</p>", row.texts.items())


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnly, Scoped):
    list_display = ["trainee", "kind", "moment", "monday", "average", "given_by", "given_at"]
    list_filter = ["kind", "moment", ("placement__trainee__group", VisibleRelated)]
    linked_filters = ["placement"]
    list_select_related = ["placement__trainee"]
    search_fields = [
        "placement__trainee__first_name__alike",
        "placement__trainee__last_name__alike",
    ]
    fields = readonly_fields = [
        "placement", "kind", "moment", "monday", "given_by", "role", "given_at", "compared_with",
        "confirmed_at", "comment",
    ]  # fmt: skip
    inlines = [ScoreInline, PeerRequestInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evaluation]:
        return super().get_queryset(request).annotate(mean=Avg("scores__value"))

    @admin.display(description=_("trainee"), ordering="placement__trainee__last_name")
    def trainee(self, row: Evaluation) -> str:
        return str(row.placement.trainee)

    @admin.display(description=_("average"), ordering="mean", empty_value="–")
    def average(self, row: Evaluation) -> int | None:
        mean = row.mean  # type: ignore[attr-defined]
        return None if mean is None else round(mean)


class SignedResultInline(ReadOnlyRows):
    model = SignedResult
    fields = readonly_fields = ["objective", "proposed", "value", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignedResult]:
        return super().get_queryset(request).select_related("objective")


@admin.register(SignOff)
class SignOffAdmin(ReadOnly, Scoped):
    """Results as they were signed off. The page «Results» of a placement is where it is done."""

    list_display = ["trainee", "moment", "signed_by", "signed_at", "holds"]
    list_filter = ["moment", ("placement__trainee__group", VisibleRelated)]
    linked_filters = ["placement"]
    list_select_related = ["placement__trainee", "signed_by", "later"]
    search_fields = [
        "placement__trainee__first_name__alike",
        "placement__trainee__last_name__alike",
    ]
    fields = readonly_fields = [
        "placement", "moment", "signed_by", "signed_at", "supersedes", "reason", "remark",
        "remark_at", "remark_printed", "talk_asked_at", "talk_held_at",
    ]  # fmt: skip
    inlines = [SignedResultInline]

    @admin.display(description=_("trainee"), ordering="placement__trainee__last_name")
    def trainee(self, row: SignOff) -> str:
        return str(row.placement.trainee)

    @admin.display(description=_("holds"), boolean=True)
    def holds(self, row: SignOff) -> bool:
        return not hasattr(row, "later")


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, Scoped):
    list_display = ["number", "trainee", "issued_on", "language", "state", "trouble"]
    list_filter = [("placement__trainee__group", VisibleRelated)]
    linked_filters = ["placement"]
    list_select_related = ["placement__trainee", "placement__company"]
    search_fields = [
        "number",
        "code__typed",
        "placement__trainee__first_name__alike",
        "placement__trainee__last_name__alike",
    ]
    fields = readonly_fields = [
        "number", "code", "placement", "issued_on", "language", "state", "trouble", "file", "unsealed",
        "requested_by", "requested_at", "withdrawn_at", "withdraw_reason", "superseded_by",
    ]  # fmt: skip

    actions = ["try_again"]

    def has_issue_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and policies.can_issue(request.user)

    @admin.action(description=_("Make it again, after a font was installed"), permissions=["issue"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> None:
        count = certificates.try_again(Certificate.objects.filter(pk__in=queryset.values("pk")))
        text = ngettext(
            "%d certificate is tried again now.", "%d certificates are tried again now.", count
        )
        self.message_user(request, text % count, messages.SUCCESS)

    @admin.display(description=_("trainee"), ordering="placement__trainee__last_name")
    def trainee(self, row: Certificate) -> str:
        return str(row.placement.trainee)

    @admin.display(description=_("state"))
    def state(self, row: Certificate) -> SafeString:
        if row.why_given_up:
            return tag(_("given up"), "warn")
        return tag(row.state.label, TONES.get(row.state, ""))

    @admin.display(description=_("what is wrong"), empty_value="–")
    def trouble(self, row: Certificate) -> str | None:
        return row.why_given_up or None

    @admin.display(description=_("file"), empty_value="–")
    def file(self, row: Certificate) -> SafeString | None:
        if not row.rendered_at:
            return None
        return link(reverse("assessment:certificate_file", args=[row.code]), f"{row.number}.pdf")

    @admin.display(
        description=_("for a European Digital Credential, without a seal"), empty_value="–"
    )
    def unsealed(self, row: Certificate) -> SafeString | None:
        if not row.rendered_at or row.withdrawn_at:
            return None
        url = reverse("assessment:certificate_unsealed", args=[row.code])
        return link(url, f"{row.number}-unsealed.json")


def _can_be_withdrawn(certificate: Any) -> bool:
    return certificate.withdrawn_at is None


def _decision(found: Any) -> Any:
    return _("Decide on the proposal") if found.state == SetState.PROPOSED else _("Put in use")


def _can_be_decided(found: Any) -> bool:
    is_ours = found.kind == SetKind.STANDARD or (found.written_by and found.written_by.is_staff)
    return found.state == SetState.PROPOSED or bool(found.state == SetState.DRAFT and is_ours)


SETS = "assessment.ObjectiveSet"
add_tool(SETS, Tool(_("Write"), "admin:assessment_objectiveset_words", shown=_can_be_decided))
add_tool(SETS, Tool(_decision, "admin:assessment_objectiveset_decide", shown=_can_be_decided))
add_tool(
    SETS,
    Tool(
        _("New version"),
        "admin:assessment_objectiveset_renew",
        shown=lambda found: found.is_current,
        is_post=True,
    ),
)
add_tool("trainees.Group", Tool(_("Certificates"), "admin:trainees_group_certificates"), Part.END)
add_tool(
    "assessment.Certificate",
    Tool(_("Withdraw"), "admin:assessment_certificate_withdraw", shown=_can_be_withdrawn),
)
add_tool(
    "assessment.Certificate",
    Tool(_("Issue again"), "admin:assessment_certificate_reissue", shown=_can_be_withdrawn),
)

add_tool("trainees.Group", Tool(_("Evaluations due"), "admin:trainees_group_due"), Part.END)
add_tool(
    "assessment.WrittenModel",
    Tool(
        _("Write a new version"),
        "admin:assessment_writtenmodel_write",
        permission="trainees.view_all_trainees",
    ),
)

add_tool("placements.Placement", Tool(_("Evaluate"), "admin:placements_placement_evaluation"))
add_tool("placements.Placement", Tool(_("Results"), "admin:placements_placement_results"))
add_tool("trainees.Group", Tool(_("Results"), "admin:trainees_group_results"), Part.END)

add_trail(SETS)

for evidence in (Evaluation, SignOff, Certificate):
    add_trail(evidence._meta.label)
    history.speak(evidence._meta.label, changes.labels, changes.text)
    add_part("placements.Placement", evidence, "placement")
    add_part("trainees.Trainee", evidence, "placement__trainee")
