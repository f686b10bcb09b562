"""Queries put together once: they answer as if they were made anew each time."""

import threading
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group as Role
from django.db import connection

from accounts.models import User
from imyportal import prepared
from tests.factories import TraineeFactory, UserFactory
from trainees.models import Trainee

pytestmark = pytest.mark.django_db


def names(viewer, first_name):
    return Trainee.objects.visible_to(viewer).filter(first_name=first_name).values_list("last_name")


def nobody(viewer):
    return Trainee.objects.none()


def test_rows_asked_again_are_those_of_now(django_assert_num_queries):
    trainee = TraineeFactory(last_name="Groß")
    viewer = trainee.group.lead_tutor
    assert prepared.rows(names, viewer, "Lena") == [("Groß",)]
    Trainee.objects.update(last_name="Klein")

    with django_assert_num_queries(1):
        found = prepared.rows(names, viewer, "Lena")

    assert found == [("Klein",)]
    assert prepared.rows(names, viewer, "Mia") == []


def test_rows_of_another_viewer_are_their_own():
    one, other = TraineeFactory(last_name="Groß"), TraineeFactory(last_name="Klein")

    found = [prepared.rows(names, each.group.lead_tutor, "Lena") for each in (one, other, one)]

    assert found == [[("Groß",)], [("Klein",)], [("Groß",)]]


def test_rows_after_a_right_was_given_and_taken_follow_it():
    TraineeFactory(last_name="Groß")
    viewer, role = UserFactory(tutor=True), Role.objects.get(name="Coordinators")
    seen = []

    for change in (role.user_set.remove, role.user_set.add, role.user_set.remove):
        change(viewer)
        seen.append(prepared.rows(names, User.objects.get(pk=viewer.pk), "Lena"))

    assert seen == [[], [("Groß",)], []]


def test_rows_of_an_empty_question_cost_no_query(django_assert_num_queries):
    viewer = UserFactory(tutor=True)
    viewer.get_all_permissions()

    with django_assert_num_queries(0):
        assert prepared.rows(nobody, viewer) == []


def test_rows_in_another_thread_are_put_together_there():
    viewer = UserFactory(tutor=True)
    prepared.rows(nobody, viewer)
    sizes = []

    def look():
        sizes.append(prepared._kept.made.cache_info().currsize)
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert sizes == [0]


def born_within_a_week(trainee, day):
    since = day - timedelta(days=7)
    found = Trainee.objects.filter(pk=trainee, birth_date__range=(since, day))
    return found.values_list("last_name", "birth_date")


def test_filled_with_other_values_answers_about_these(django_assert_num_queries):
    born = date(2008, 3, 9)
    one = TraineeFactory(last_name="Groß", birth_date=born)
    other = TraineeFactory(last_name="Klein", birth_date=born + timedelta(days=7))
    days = [born - timedelta(days=1), born, born + timedelta(days=7), born + timedelta(days=8)]

    with django_assert_num_queries(8):
        found = {
            (each.last_name, (day - born).days)
            for each in (one, other)
            for day in days
            if prepared.filled(born_within_a_week, (each.pk, day))
            == [(each.last_name, each.birth_date)]
        }

    assert found == {("Groß", 0), ("Groß", 7), ("Klein", 7), ("Klein", 8)}


def two_or_first(one, other, is_both):
    keys = [one, other] if is_both else [one]
    return Trainee.objects.filter(pk__in=keys).select_related("group").order_by("last_name")


def test_filled_question_of_another_kind_is_another():
    one, other = TraineeFactory(last_name="Groß"), TraineeFactory(last_name="Klein")

    found = [
        prepared.filled(two_or_first, (one.pk, other.pk), is_both)
        for is_both in (True, False, True)
    ]

    assert found == [[one, other], [one], [one, other]]
    assert [each.group for each in found[0]] == [one.group, other.group]
