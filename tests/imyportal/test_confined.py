"""A program that reads a stranger's file: what somebody who runs code in it could still do."""

import tempfile
from dataclasses import replace

import pytest

from assessment.checking import opening
from imyportal import confined
from imyportal.confined import Bounds
from imyportal.inbound import reading as mails
from imyportal.uploads import reading as uploads

SMALL = Bounds(seconds=20, cpu_seconds=1, memory=128 * 2**20, answer=4096)


@pytest.fixture
def run(tmp_path):
    """`run("print(1)")`: whether a program of these lines came to its end, and what it answered."""

    def program(lines, bounds=SMALL):
        place = tmp_path / "spy.py"
        place.write_text(lines)
        with tempfile.TemporaryFile() as answer:
            ended = confined.run(place, b"given", answer, bounds)
            answer.seek(0)
            return ended, answer.read()

    return program


def test_program_is_given_the_file_and_its_answer_comes_back(run):
    assert run("import sys; print(sys.stdin.read() * 2)") == (True, b"givengiven\n")


@pytest.mark.parametrize(
    "greed", ["bytearray(128 * 2**20)", "while True: pass"], ids=["memory", "computing"]
)
def test_program_that_takes_more_is_ended(run, greed):
    assert run(greed) == (False, b"")


def test_program_can_fill_a_file_only_so_far(run, tmp_path):
    grown = tmp_path / "grown"

    run(f"open({str(grown)!r}, 'wb', 0).write(bytes(9000))")

    assert grown.stat().st_size <= SMALL.answer


def test_program_that_hangs_is_ended(run, caplog):
    ended, _answer = run("import time; time.sleep(9)", replace(SMALL, seconds=1))

    assert not ended
    assert "confined spy took more than 1 s" in caplog.text


def test_program_knows_no_secret(run, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")

    assert run("import os; print(sorted(os.environ))") == (True, b"['LC_ALL']\n")


def test_readers_of_files_are_bound():
    bounds = [each.BOUNDS for each in (uploads, mails, opening)]

    assert [each.cpu_seconds for each in bounds] == [10, 10, 1]
    assert max(each.memory for each in bounds) == 512 * 2**20
    assert max(each.answer for each in bounds) < 25 * 2**20
