"""In which languages an agreement speaks, on its page and on paper."""

from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from placements.agreements import content, drafting, paper
from placements.agreements.page import Page
from placements.enums import AgreementKind, AgreementParty
from placements.models import (
    Agreement,
    AgreementTerms,
)
from tests.placements import italian
from tests.placements.agreements.papers import LEARNING, TYPED, sign, signer

pytestmark = pytest.mark.django_db


def test_paper_says_all_of_it_in_two_languages_and_is_a_tagged_file(sent):
    type(sent.placement.trainee.group.organisation).objects.update(language="it")
    italian.known(sent.placement)
    new = drafting.begin(sent.placement, AgreementKind.TRAINING, by=sent.begun_by)
    drafting.write(new, TYPED | italian.OBJECTIVE, by=sent.begun_by)
    plan = drafting.send(new, by=sent.begun_by)
    sign(plan, AgreementParty.COMPANY)

    made = paper.render(plan)

    with pikepdf.open(BytesIO(made)) as document:
        assert "/StructTreeRoot" in document.Root and document.Root.Lang == "it"
    assert made == paper.render(plan)
    assert plan.content["agency"]["liability_cover"] == "Policy RC 55"
    assert content.digest(plan.content) == plan.digest


def test_texts_stand_in_both_languages_while_they_are_left_as_suggested(placement):
    AgreementTerms.objects.all().delete()
    words = {"monitoring": "M", "evaluation": "E", "recognition": "R", "duties": "D"}
    for language in ("en", "it", "de"):
        values = {name: f"{text} {language}" for name, text in words.items()}
        AgreementTerms.objects.create(language=language, **values)
    school = placement.trainee.group.organisation
    type(school).objects.filter(pk=school.pk).update(language="de")
    placement.tasks, placement.objective = "Wires a board", ""
    placement.save(update_fields=["tasks", "objective"])
    row = drafting.begin(placement, LEARNING, by=placement.trainee.responsible)
    typed = row.typed | {"duties": "Pünktlich sein", "recognition_it": "Crediti"}

    row = drafting.write(row, typed, by=row.begun_by)
    untold = dict(drafting.untold(row, drafting.texts(row)))
    sent = drafting.send(row, by=row.begun_by)

    texts = sent.content["texts"]
    assert texts["monitoring"] == [["de", "M de"], ["it", "M it"]]
    assert texts["recognition"] == [["de", "R de"], ["it", "Crediti"]]
    assert (texts["duties"], texts["tasks"]) == (
        [["de", "Pünktlich sein"]],
        [["en", "Wires a board"]],
    )
    assert untold["German"][-1] == "Programme and tasks"
    assert untold["Italian"][-2:] == ["Programme and tasks", "Duties of the trainee"]


def test_each_signer_reads_the_own_language_first_and_paper_is_in_both(sent):
    typed = TYPED | {"tasks": "Verdrahtet", "tasks_it": "Cabla quadri"}
    type(sent.placement.trainee.group.organisation).objects.update(language="de")
    type(sent.placement).objects.update(working_language="Italian, English")
    type(sent.placement.trainee).objects.update(nationality="DE")
    sent.placement.refresh_from_db()
    row = drafting.begin(sent.placement, LEARNING, by=sent.begun_by)
    Agreement.objects.filter(pk=row.pk).update(language="de")
    row = drafting.send(drafting.write(row, typed, by=row.begun_by), by=row.begun_by)
    tutor = signer(row, AgreementParty.COMPANY)

    with translation.override("it"):
        page = Page(row, tutor)
        read = [rows for _label, rows in page.texts]
        facts = {value for _label, rows in page.blocks for _name, value in rows}
    printed = paper.Page(row.content, "it", in_both=True)
    values = [value for _label, rows in printed.blocks() for _name, value in rows]

    assert [("it", "Italiano", "Cabla quadri"), ("de", "Deutsch", "Verdrahtet")] in read
    assert facts >= {"Germania", "Italiano, Inglese"}
    assert "Germany / Germania" in values and "4 May 2009 / 4 maggio 2009" in values
    assert paper.languages(row) == ("en", "it")
