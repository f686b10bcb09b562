"""docs/security.md tells of every requirement, and every test it names exists."""

import ast
import re
from pathlib import Path

from tests.test_house_rules import ROOT

PAGE = (ROOT / "docs/security.md").read_text()
# The requirements of levels 1 and 2: how many a section has, from the first on; else which.
SECTIONS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1
    4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2
    7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2
    10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
    14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
OF_LEVEL_3 = "3.4.7 3.4.8 5.2.4 5.2.6 6.3.5 6.3.7 6.3.8 7.5.3 8.3.2 14.2.7 14.2.8 15.4.2".split()
STATES = {"held", "set-up", "n/a", "no"}


def rows():
    """(numbers, state, by what) of each line of the tables."""
    for line in re.findall(r"^\| (\d[\d.–]*) \|(.*)\|$", PAGE, re.M):
        _, state, by = line[1].split(" | ")
        first, _, last = line[0].partition("–")
        section, _, low = first.rpartition(".")
        high = (last or first).rpartition(".")[2]
        yield [f"{section}.{n}" for n in range(int(low), int(high) + 1)], state.strip(), by.strip()


def test_every_requirement_has_a_line_and_a_state():
    wanted = {
        f"{section}.{number}"
        for section, count in (each.split(":") for each in SECTIONS.split())
        for number in range(1, int(count) + 1)
    }

    told = [number for numbers, *_ in rows() for number in numbers]

    assert len(wanted) == 253
    assert wanted | set(OF_LEVEL_3) <= set(told)
    assert len(told) == len(set(told))
    assert {state for _, state, _ in rows()} == STATES
    assert all(by for _, _, by in rows())


def test_every_test_that_is_named_exists():
    named = set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE))
    files = {path for path, _ in named}
    known = {(path, name) for path in files for name in _tests(ROOT / "tests" / path)}

    assert len(named) > 80
    assert named - known == set()


def _tests(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node.name


def test_every_promise_that_is_not_held_is_told_at_the_top():
    top = PAGE.split("## Documented decisions")[0]

    missing = [
        number for numbers, state, _ in rows() if state == "no" for number in numbers
        if number not in top
    ]  # fmt: skip

    assert missing == []
