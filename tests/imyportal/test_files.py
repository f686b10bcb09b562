import os

import pytest

from imyportal import files


def test_write_whole_makes_folders_and_a_private_file(tmp_path):
    path = tmp_path / "a" / "b.pdf"

    files.write_whole(path, b"one")

    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["b.pdf"]


def test_write_whole_over_an_old_file_replaces_it(tmp_path):
    path = tmp_path / "b.pdf"
    path.write_bytes(b"old")

    files.write_whole(path, b"new")

    assert path.read_bytes() == b"new"


def test_write_whole_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "b.pdf"
    path.write_bytes(b"old")

    with pytest.raises(TypeError):
        files.write_whole(path, "not bytes")

    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["b.pdf"]
