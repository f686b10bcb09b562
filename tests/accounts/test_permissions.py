"""What agency tutors may do in the desk."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.permissions import TUTOR_PERMISSIONS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

EVIDENCE = [
    "placements.hourweek",
    "placements.workday",
    "placements.weeksignature",
    "placements.correction",
    "assessment.evaluation",
    "assessment.score",
    "assessment.certificate",
    "trainees.trainee",
    "placements.placement",
]


def test_permissions_are_ones_that_exist():
    names = Permission.objects.values_list("content_type__app_label", "codename")

    assert {f"{app}.{codename}" for app, codename in names} >= TUTOR_PERMISSIONS


def test_tutor_has_them_all_and_no_others():
    assert UserFactory(tutor=True).get_all_permissions() == TUTOR_PERMISSIONS


@pytest.mark.parametrize("model", EVIDENCE)
def test_tutor_deletes_no_evidence(model):
    app, name = model.split(".")

    assert not UserFactory(tutor=True).has_perm(f"{app}.delete_{name}")


@pytest.mark.parametrize(
    "name",
    [
        "trainees.view_all_trainees",
        "accounts.view_user",
        "accounts.change_user",
        "accounts.view_accesslink",
        "auth.change_group",
        "imyportal.view_outgoingmail",
    ],
)
def test_tutor_neither_sees_everybody_nor_runs_the_portal(name):
    assert not UserFactory(tutor=True).has_perm(name)


def test_trainee_has_no_permission():
    assert UserFactory().get_all_permissions() == set()


def test_deactivated_tutor_has_no_permission():
    assert UserFactory(tutor=True, is_active=False).get_all_permissions() == set()


def test_superuser_may_do_everything():
    assert UserFactory(admin=True).has_perm("accounts.change_user")


def test_coordinators_see_every_trainee():
    tutor = UserFactory(tutor=True)
    tutor.groups.add(Group.objects.get(name="Coordinators"))

    assert tutor.has_perm("trainees.view_all_trainees")
    assert tutor.has_perm("placements.change_placement")
