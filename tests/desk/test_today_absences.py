"""What the Today board says of absences that were noticed, and of their papers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import links
from accounts.enums import Purpose
from imyportal import today as board
from placements.absences import noticing, papers, saying
from placements.absences.saying import Saying
from placements.enums import AbsenceKind
from placements.models import Absence, AbsencePaper
from tests import uploaded
from tests.desk.thursday import NOW, THURSDAY, all_is_well, keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thursday")]

ILL = Saying(AbsenceKind.ILL, THURSDAY, THURSDAY)


def test_who_said_it_is_on_the_agenda_and_no_reason_to_act(tutor):
    placement = all_is_well(tutor)
    saying.say(placement, ILL, by=placement.trainee.user)

    agenda = board.board(tutor, now=NOW).agenda

    assert keys(tutor) == []
    assert [(item.label, item.text, item.sub) for item in agenda] == [
        ("Absent", placement.company.name, placement.trainee.name)
    ]


def test_company_that_was_not_told_is_red_until_it_is_known_and_amber_until_it_is_cleared(tutor):
    placement = all_is_well(tutor)
    link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
    row = noticing.notice(placement, THURSDAY, link=link)
    found = [keys(tutor)]
    saying.answer(row, ILL, by=placement.trainee.user)
    found.append(keys(tutor))
    noticing.clear_up(row, by=tutor)
    found.append(keys(tutor))

    assert found == [[f"RED noticed:{row.pk}:0"], [f"AMBER noticed:{row.pk}:1"], []]


def test_missing_paper_is_amber_after_the_reminder_and_plain_for_who_may_open_it(tutor):
    placement = all_is_well(tutor)
    row = saying.say(placement, ILL, by=placement.trainee.user).absence
    asked = NOW - timedelta(days=9)
    Absence.objects.update(paper_due_on=THURSDAY, paper_asked_at=asked)
    found = [keys(tutor)]
    Absence.objects.update(paper_reminded_at=asked + timedelta(days=3))
    found.append(keys(tutor))
    file = SimpleUploadedFile("paper.jpg", uploaded.picture())
    papers.hand_in(row, file, by=placement.trainee.user)
    found.append(keys(tutor))
    tutor.user_permissions.add(Permission.objects.get(codename="view_absencepaper"))
    found.append(keys(type(tutor).objects.get(pk=tutor.pk)))

    assert found == [
        [], [f"AMBER absence_paper:{row.pk}"], [], [f"PLAIN absence_handed_in:{row.pk}"],
    ]  # fmt: skip
    AbsencePaper.objects.update(at=NOW - timedelta(days=1))
    signals = board.signals(type(tutor).objects.get(pk=tutor.pk), NOW)
    assert [each.since for each in signals[placement.trainee_id]] == ["since Wednesday 11 March"]
