"""locale/: Italian is whole, and whole means the texts as they stand in the code today."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ITALIAN = ROOT / "locale/it/LC_MESSAGES/django.po"
NOT_SOURCE = shutil.ignore_patterns(".*", "var", "tests", "__pycache__", "*.mo", "*.pot")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")
TAG = re.compile(r"</?\w+")
LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")')


def entries(path):
    """The live entries of a .po file, each a dict of keyword and text; the header is left out."""
    found = []
    for block in path.read_text("utf-8").split("\n\n"):
        entry, keyword = Counter(), ""
        for line in block.splitlines():
            if match := LINE.fullmatch(line):
                keyword = match[1] or keyword
                entry[keyword] = (entry[keyword] or "") + ast.literal_eval(match[2])
        if entry["msgid"]:
            found.append(dict(entry))
    return found


def key(entry):
    return entry.get("msgctxt"), entry["msgid"], entry.get("msgid_plural")


def translations(entry):
    return {name: text for name, text in entry.items() if name.startswith("msgstr")}


@pytest.fixture(scope="module")
def italian():
    return entries(ITALIAN)


def attributed(option):
    """Entries with an attribute, as gettext's own tool sees them."""
    command = ["msgattrib", option, "--no-wrap", str(ITALIAN)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("option", ["--untranslated", "--only-fuzzy", "--only-obsolete"])
def test_italian_has_no_entry_that_is_not_in_use_and_whole(option):
    assert attributed(option) == ""


def test_italian_has_every_text_of_the_code_and_no_other(tmp_path, italian):
    copy = tmp_path / "portal"
    shutil.copytree(ROOT, copy, ignore=NOT_SOURCE)
    command = [sys.executable, "-W", "ignore", "manage.py", "makemessages", "-l", "it"]
    environment = os.environ | {"DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}

    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)

    fresh = {key(entry) for entry in entries(copy / ITALIAN.relative_to(ROOT))}
    assert fresh == {key(entry) for entry in italian}


def test_italian_keeps_placeholders_and_tags(italian):
    for entry in italian:
        for name, text in translations(entry).items():
            source = entry["msgid"] if name in ("msgstr", "msgstr[0]") else entry["msgid_plural"]
            for pattern in (PLACEHOLDER, TAG):
                assert Counter(pattern.findall(text)) == Counter(pattern.findall(source)), source


def test_italian_keeps_spaces_around(italian):
    for entry in italian:
        for text in translations(entry).values():
            assert text == text.strip() or entry["msgid"] != entry["msgid"].strip(), text


def test_italian_names_nobody_and_no_machine():
    header = ITALIAN.read_text("utf-8").split("\n\n", 1)[0]

    assert "Last-Translator" not in header
    assert not re.search(r"(?<!\w)/(home|tmp|root|usr)/", ITALIAN.read_text("utf-8"))
