"""assessment/standard/: the standard objectives as data."""

import pytest
from django.utils import translation

from assessment import models, standard
from assessment.models import Indicator, Objective, ObjectiveSet
from tests.assessment.observing import standard_set

STEPS = ["0", "20", "40", "60", "80", "100"]


def test_read_has_five_objectives_with_two_indicators_each():
    objectives = standard.read(1)["objectives"]

    assert [len(each["indicators"]) for each in objectives] == [2] * 5


@pytest.mark.parametrize("language", ["en", "it", "de", "es", "fr", "hu", "pl"])
def test_read_names_everything_in_every_language(language):
    for objective in standard.read(1)["objectives"]:
        assert objective["name"][language]
        for indicator in objective["indicators"]:
            assert indicator["name"][language] and indicator["question"][language]


def test_read_describes_every_step_in_english_and_italian():
    for objective in standard.read(1)["objectives"]:
        for indicator in objective["indicators"]:
            assert list(indicator["at"]) == STEPS
            assert all(set(texts) == {"en", "it"} for texts in indicator["at"].values())


@pytest.mark.django_db
def test_write_again_changes_nothing():
    before = standard_set()

    standard.write(1, models=models)

    assert standard_set() == before
    assert (ObjectiveSet.objects.count(), Objective.objects.count()) == (1, 5)
    assert Indicator.objects.count() == 10


@pytest.mark.django_db
def test_indicator_speaks_the_active_language():
    indicator = standard_set().indicators[0]

    with translation.override("it"):
        assert (indicator.name, indicator.question) == ("Arriva puntuale", "Arrivo puntuale")
        assert indicator.steps[-1][1].startswith("È sempre pronto")
    with translation.override("de"):
        assert indicator.steps[-1] == (100, indicator.behaviours["100"]["en"])
