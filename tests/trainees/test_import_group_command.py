import pytest
from django.core.management import CommandError, call_command

from tests.factories import GroupFactory
from tests.lists import HEADER, as_csv
from trainees.models import Trainee

pytestmark = pytest.mark.django_db

ROWS = [
    ["Groß", "Mia", "04.05.2004", "mia@x.example"],
    ["Vogel", "Käthe", "31.02.2004", "kathe@x.example"],
]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv([[*HEADER, "Shoe size"], *([*row, "41"] for row in ROWS)]))
    return path


def run(capsys, *arguments):
    call_command("import_group", *map(str, arguments))
    return capsys.readouterr().out.splitlines()


def test_import_group_tells_a_line_per_row_and_the_counts(file, capsys):
    GroupFactory(name="Lindenhof 2026")

    lines = run(capsys, file, "--group", "lindenhof 2026")

    assert lines == [
        "line 2: new: Mia Groß",
        "line 3: faulty: Käthe Vogel: There is no such date as “31.02.2004”",
        "column not brought in: Shoe size",
        "1 new, 0 changed, 0 same, 1 faulty",
    ]
    assert Trainee.objects.get().name == "Mia Groß"


def test_import_group_as_dry_run_writes_nothing(file, capsys):
    GroupFactory(name="Lindenhof 2026")

    lines = run(capsys, file, "--group", "Lindenhof 2026", "--dry-run")

    assert lines[-1] == "1 new, 0 changed, 0 same, 1 faulty"
    assert not Trainee.objects.exists()


def test_import_group_again_says_same(file, capsys):
    GroupFactory(name="Lindenhof 2026")
    run(capsys, file, "--group", "Lindenhof 2026")

    assert (
        run(capsys, file, "--group", "Lindenhof 2026")[-1] == "0 new, 0 changed, 1 same, 1 faulty"
    )


def test_import_group_of_unknown_group_names_near_ones(file):
    GroupFactory(name="Lindenhof 2026")

    with pytest.raises(CommandError, match="Did you mean: Lindenhof 2026"):
        call_command("import_group", str(file), "--group", "Lindenhoff 26")


@pytest.mark.parametrize("content", [None, b"", b"%PDF", b"a;b\n1;2"])
def test_import_group_of_unreadable_file_fails(tmp_path, content):
    GroupFactory(name="Lindenhof 2026")
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("import_group", str(path), "--group", "Lindenhof 2026")
