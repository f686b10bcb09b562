"""assessment/esco/: the curated skills, the search, and the importer of public files."""

import pytest
from django.core.management import CommandError, call_command

from assessment import esco
from assessment.models import EscoSkill

HEADER = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,description\n"
URI = "http://data.europa.eu/esco/skill/"
ROWS = [
    f'KnowledgeSkillCompetence,{URI}a1,skill/competence,cross-sector,cut food,"chop food\nslice food",released,x',
    f"KnowledgeSkillCompetence,{URI}a2,knowledge,sector-specific,food hygiene,,released,x",
]
BAD = [
    "SkillGroup,http://data.europa.eu/esco/skill/S1,,,a group,,released,x",
    f"KnowledgeSkillCompetence,{URI}old,knowledge,,gone,,obsolete,x",
    "KnowledgeSkillCompetence,https://example.org/1,knowledge,,elsewhere,,released,x",
    f"KnowledgeSkillCompetence,{URI}a3,knowledge,,,,released,x",
    f"KnowledgeSkillCompetence,{URI}a4,knowledge,,{'x' * 301},,released,x",
    f"KnowledgeSkillCompetence,{URI}a5,knowledge,,caf\udce9,,released,x",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def bring_in(tmp_path, capsys):
    """`bring_in(rows, "skills_en.csv")`: what the command says, and its complaints."""

    def run(rows, name="skills_en.csv", header=HEADER, **options):
        path = tmp_path / name
        content = header + "\n".join(rows) + "\n"
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
        call_command("import_esco", str(path), **options)
        told = capsys.readouterr()
        return told.out.strip(), told.err.splitlines()

    return run


def test_import_again_changes_nothing_and_adds_languages(bring_in):
    italian = [ROWS[0].replace("cut food", "tagliare il cibo"), ROWS[1]]

    assert bring_in(ROWS)[0].startswith("2 new, 0 changed, 0 as before")
    assert bring_in(ROWS)[0].startswith("0 new, 0 changed, 2 as before")
    assert bring_in(italian, "skills_it.csv")[0].startswith("0 new, 2 changed")

    skill = EscoSkill.objects.get(uri=f"{URI}a1")
    assert skill.names == {"en": "cut food", "it": "tagliare il cibo"}
    assert (skill.others["en"], skill.reuse) == (["chop food", "slice food"], "cross-sector")
    assert esco.search("FOOD slice") == [skill] == esco.search("cibo")


def test_import_tells_bad_rows_and_takes_the_others(bring_in):
    said, complaints = bring_in([BAD[0], ROWS[1], *BAD[1:]])

    assert said == "1 new, 0 changed, 0 as before, 2 left out, 4 not readable."
    assert [line.split(":")[0] for line in complaints] == [f"Line {n}" for n in (5, 6, 7, 8)]
    assert "no address of an ESCO skill" in complaints[0]


@pytest.mark.parametrize(
    ("name", "header", "words"),
    [
        ("skills_en.csv", "a,b\n", "no column conceptType, conceptUri, preferredLabel"),
        ("skills.csv", HEADER, "Say --language"),
        ("nowhere/skills_en.csv", None, "cannot be read"),
    ],
)
def test_import_of_a_wrong_file_is_refused(bring_in, tmp_path, name, header, words):
    with pytest.raises(CommandError, match=words):
        if header is None:
            call_command("import_esco", str(tmp_path / name))
        bring_in(ROWS, name, header)


def test_search_finds_curated_skills_by_all_words():
    esco.write_curated(model=EscoSkill)

    assert [each.name for each in esco.search("teams Work")] == ["work in teams"]
    assert esco.search("  ") == []
