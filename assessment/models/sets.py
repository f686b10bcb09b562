from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink, User, Viewer
from placements.models import Placement
from trainees.models import Group, SendingOrganisation

from ..enums import SEEN_STATES, SetKind, SetState

IS_STANDARD = Q(kind=SetKind.STANDARD)
IS_OPEN = Q(state__in=[SetState.DRAFT, SetState.PROPOSED, SetState.DECLINED])


def came_in(viewer: Viewer) -> bool:
    """By a live link, or signed in."""
    if isinstance(viewer, AccessLink):
        return viewer.is_live
    return isinstance(viewer, User) and viewer.is_active


class ObjectiveSetQuerySet(models.QuerySet["ObjectiveSet"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Standard ones: everybody who came in, drafts of them agency tutors only.

        Technical ones: the school that agreed on them, agency tutors of its groups, and whoever sees a
        placement that observes them.
        """
        if not came_in(viewer):
            return self.none()
        standard = IS_STANDARD & Q(state__in=SEEN_STATES)
        observed = PlacementSet.objects.filter(placement__in=Placement.objects.visible_to(viewer))
        if isinstance(viewer, AccessLink):
            return self.filter(standard | Q(pk__in=observed.values("set")))
        if viewer.is_staff and viewer.has_perm("trainees.view_all_trainees"):
            return self.all()
        schools = SendingOrganisation.objects.visible_to(viewer)
        return self.filter(
            (IS_STANDARD if viewer.is_staff else standard)
            | Q(organisation__in=schools.values("pk"))
            | Q(pk__in=observed.values("set"))
        )

    def current(self) -> Self:
        """The sets that placements begin with now."""
        return self.filter(state=SetState.IN_USE)

    def open(self) -> Self:
        """Those that can still change: drafts, proposals, and what was sent back."""
        return self.filter(IS_OPEN)


class ObjectiveSet(models.Model):
    """A version of the objectives that are observed.

    Standard ones hold for every placement. Technical ones are agreed with a sending organisation, for
    one of its groups, for a field, or for a field within a group. Triggers see to it that a set never
    changes once it is in use, nor its objectives and their indicators.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SetKind, default=SetKind.STANDARD)
    version = models.PositiveIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in use"), default=False)  # as `state` says
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SetState,
        default=SetState.DRAFT,
        db_default=SetState.IN_USE,
    )
    title = models.CharField(_("title"), max_length=120, blank=True, db_default="")
    organisation = models.ForeignKey(
        SendingOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objective_sets",
        verbose_name=_("sending organisation"),
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objective_sets",
        verbose_name=_("group"),
    )
    field = models.CharField(_("field"), max_length=120, blank=True, db_default="")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), null=True)
    proposed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    accepted_at = models.DateTimeField(_("in use since"), null=True)
    accepted_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    declined_at = models.DateTimeField(_("sent back"), null=True)
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decline_reason = models.CharField(_("reason"), max_length=500, blank=True, db_default="")
    replaced_at = models.DateTimeField(_("replaced"), null=True)

    objects = ObjectiveSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of objectives")
        verbose_name_plural = _("sets of objectives")
        ordering = ["kind", "organisation__name", "group__name", "field", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=IS_STANDARD,
                name="assessment_objectiveset_standard_version_once",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_current=True, kind=SetKind.STANDARD),
                name="assessment_objectiveset_one_standard_in_use",
                violation_error_message=_("There is another standard set in use."),
            ),
            models.UniqueConstraint(
                "group",
                Lower("field"),
                "version",
                condition=Q(group__isnull=False),
                name="assessment_objectiveset_group_version_once",
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("field"),
                "version",
                condition=Q(group=None, organisation__isnull=False),
                name="assessment_objectiveset_field_version_once",
            ),
            models.UniqueConstraint(
                "group",
                Lower("field"),
                condition=Q(group__isnull=False, state=SetState.IN_USE),
                name="assessment_objectiveset_one_of_group_in_use",
                violation_error_message=_("There is another set in use for this group."),
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("field"),
                condition=Q(group=None, organisation__isnull=False, state=SetState.IN_USE),
                name="assessment_objectiveset_one_of_field_in_use",
                violation_error_message=_("There is another set in use for this field."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=IS_STANDARD & IS_OPEN,
                name="assessment_objectiveset_one_standard_draft",
                violation_error_message=_("There is a draft already."),
            ),
            models.UniqueConstraint(
                "group",
                Lower("field"),
                condition=Q(group__isnull=False) & IS_OPEN,
                name="assessment_objectiveset_one_proposal_of_group",
                violation_error_message=_("There is a draft already."),
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("field"),
                condition=Q(group=None, organisation__isnull=False) & IS_OPEN,
                name="assessment_objectiveset_one_proposal_of_field",
                violation_error_message=_("There is a draft already."),
            ),
            models.CheckConstraint(
                name="assessment_objectiveset_technical_ones_are_of_a_school",
                condition=(IS_STANDARD & Q(organisation=None, group=None, field=""))
                | (
                    Q(kind=SetKind.TECHNICAL, organisation__isnull=False)
                    & (Q(group__isnull=False) | ~Q(field=""))
                ),
                violation_error_message=_("Say for which group or field these objectives are."),
            ),
            models.CheckConstraint(
                name="assessment_objectiveset_in_use_is_current",
                condition=Q(state=SetState.IN_USE, is_current=True)
                | (~Q(state=SetState.IN_USE) & Q(is_current=False)),
            ),
            models.CheckConstraint(
                name="assessment_objectiveset_proposed_has_a_time",
                condition=~Q(state__in=[SetState.PROPOSED, SetState.DECLINED])
                | Q(kind=SetKind.TECHNICAL, proposed_at__isnull=False, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_objectiveset_agreed_by_somebody",
                condition=IS_STANDARD
                | ~Q(state__in=SEEN_STATES)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessment_objectiveset_sent_back_with_a_reason",
                condition=~Q(state=SetState.DECLINED)
                | (Q(declined_at__isnull=False, declined_by__isnull=False) & ~Q(decline_reason="")),
                violation_error_message=_("Say what should be different."),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == SetKind.STANDARD:
            return f"{self.get_kind_display()} {self.version}"
        # Translators: a set of objectives, as in “Cookery, version 2”
        text = gettext("%(name)s, version %(number)d")
        return text % {"name": self.title or self.field or self.group, "number": self.version}

    @property
    def is_open(self) -> bool:
        """It can still change."""
        return self.state not in SEEN_STATES

    @property
    def is_for(self) -> str:
        """The group, the field or both, in words; empty for a standard set."""
        return ", ".join(str(each) for each in (self.group, self.field) if each)


class PlacementSetQuerySet(models.QuerySet["PlacementSet"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the placement."""
        return self.filter(placement__in=Placement.objects.visible_to(viewer))


class PlacementSet(models.Model):
    """The version of a set that a placement began with, and keeps: triggers see to it.

    Written by `framework.begin` on the first day of the placement or with its first evaluation, and when
    a technical set is accepted while the placement is underway and has none yet.
    """

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="begun_sets")
    set = models.ForeignKey(ObjectiveSet, on_delete=models.PROTECT, related_name="begun")
    kind = models.CharField(_("kind"), max_length=10, choices=SetKind)  # the set's

    objects = PlacementSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of a placement")
        verbose_name_plural = _("sets of placements")
        ordering = ["placement_id", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "kind"], name="assessment_placementset_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {self.set}"
