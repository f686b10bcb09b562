"""How the walks read a page: never one that has only half arrived."""

import re
from pathlib import Path

AT_ONCE = re.compile(
    r"\.(all|all_inner_texts|all_text_contents|content|count|inner_html|inner_text|input_value"
    r"|is_\w+|text_content)\(\)"
)
WAITS = {"people.py", "test_reading.py"}


def test_no_walk_reads_a_page_before_it_has_come():
    """`expect(...)` of Playwright waits, and so do `shown` and `every` of people.py."""
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in Path(__file__).parent.glob("*.py")
        if path.name not in WAITS
        for line in path.read_text("utf-8").splitlines()
        if AT_ONCE.search(line) and "objects." not in line and "placement.timetable" not in line
    ]

    assert wrong == []
