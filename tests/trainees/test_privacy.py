"""One's own data: what is given to whom."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from imyportal import personal, ratelimit
from tests import cast as casting
from tests.factories import TraineeFactory
from trainees.privacy import export


@pytest.fixture
def one(db, today):
    today(casting.TODAY)
    casting.side(casting.OTHER)
    return casting.side(casting.ONE)


def given_to(trainee):
    """Every subject as programs and people get it."""
    return {each.name: f"{each.rows} {each.lines}" for each in export.subjects([trainee])}


def test_own_data_holds_all_of_ones_own_and_nothing_of_others(one):
    found = given_to(one.trainee)

    foreign = [*vars(casting.OTHER).values(), casting.ONE.tutor]
    says = [(name, word) for name, text in found.items() for word in foreign if word in text]
    assert says == []
    assert casting.ONE.trainee in found["person"]
    assert {"days", "signed_weeks", "certificates", "messages", "evaluations"} <= set(found)
    assert "Note on" not in found["messages"]
    papers = {each.name.split("-")[0] for each in personal.papers_of(one.trainee)}
    assert {"papers/hours", "papers/certificate", "papers/badge"} <= papers


def test_own_data_is_one_file_for_people_and_programs_five_times_an_hour(db, client):
    trainee = TraineeFactory()
    client.force_login(trainee.user)

    for _ in range(4):
        ratelimit.hit(f"own-data:{trainee.user.pk}", limit=5, seconds=3600)

    answers = [client.post(reverse("trainees:own_data_zip")) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 302]
    with zipfile.ZipFile(io.BytesIO(b"".join(answers[0].streaming_content))) as file:
        assert json.loads(file.read("data/person.json"))[0]["last_name"] == trainee.last_name
        assert trainee.last_name in file.read("my-data.html").decode()
