"""docker-compose.yml: what every service of it promises."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from imyportal import env
from tests.compose import FILE, example
from tests.services import ROOT

SERVICES = FILE["services"]
OURS = ["migrate", "web", "worker", "beat", "sweep", "backup"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_no_rights_it_does_not_need(name):
    service = SERVICES[name]

    assert service["user"] not in ("root", "0")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "container_name" not in service  # or it could not be scaled
    assert service["healthcheck"]
    assert ("ports" in service) is (name == "proxy")
    assert name in ("proxy",) or "inside" in service["networks"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_reads_its_secrets_from_files_it_is_given(name):
    service = SERVICES[name]
    variables = service.get("environment", {})
    named = {value.split("/")[-1] for value in variables.values() if "/run/secrets/" in value}
    given = set(service.get("secrets", []))

    assert named <= given
    assert given <= set(FILE["secrets"])
    assert not [key for key in variables if re.search("PASSWORD$|KEY$|TOKEN$", key)]
    assert not re.search("://[^/]*:[^/@]*@", str(variables))


def test_what_a_service_writes_for_itself_lies_in_memory_it_is_given():
    home = re.findall(r"(?:HOME=|--home-dir )(\S+)", (ROOT / "Dockerfile").read_text())
    passing = re.findall(r"(?:pid|_temp_path) (\S+)/\w", (ROOT / "deploy/nginx.conf").read_text())
    written = dict.fromkeys(OURS, home) | {"proxy": passing}
    for name, option in (("beat", "--schedule"), ("sweep", "--alive")):
        command = SERVICES[name]["command"]
        written[name] = [*home, str(Path(command[command.index(option) + 1]).parent)]

    for name, places in written.items():
        given = {each.split(":")[0] for each in SERVICES[name]["tmpfs"]}
        assert places
        assert set(places) - {"/run/imy/cache"} <= given, name


@pytest.mark.parametrize("name", OURS)
def test_service_is_the_role_it_needs_and_no_other(name):
    role = {"migrate": "imy_owner", "backup": "imy_read"}.get(name, "imy_app")
    variables = SERVICES[name]["environment"]

    assert f"//{role}@" in variables["DATABASE_URL"]
    assert {s for s in SERVICES[name]["secrets"] if s.startswith("database_")} == {
        role.replace("imy", "database")
    }


def test_every_variable_is_explained():
    read = {
        name
        for path in [ROOT / "imyportal/settings.py", ROOT / "docker-compose.yml"]
        for name in re.findall(
            r"""env\.(?:text|flag|words|number)\("(\w+)"|\$\{(\w+)""", path.read_text()
        )
        for name in name
        if name
    }

    assert read == set(example())


@pytest.mark.parametrize(
    ("url", "password", "whole"),
    [
        ("redis://redis:6379/0", "p/w@d", "redis://:p%2Fw%40d@redis:6379/0"),
        ("redis://u:old@redis:6379/0", "new", "redis://u:new@redis:6379/0"),
        ("redis://redis:6379/0", "", "redis://redis:6379/0"),
        ("", "new", ""),
    ],
)
def test_password_from_a_file_is_put_into_the_address(url, password, whole):
    assert env.with_password(url, password) == whole


@pytest.mark.parametrize("name", ["db", "redis", "proxy"])
def test_image_of_others_is_pinned_to_a_release(name):
    assert re.fullmatch(r"[a-z]+:\d+(\.\d+)?-bookworm", SERVICES[name]["image"])


# --- docs/operations.md -----------------------------------------------------------------------

PAGE = (ROOT / "docs/operations.md").read_text()


def test_operations_page_names_only_what_there_is():
    services = set(
        re.findall(
            r"docker compose (?:run --rm|exec|logs -f|restart|stop) ([a-z ]+?)(?: python| sh|`|\n| dropdb| -| #|  )",
            PAGE,
        )
    )
    targets = set(re.findall(r"`?make ([a-z-]+)", PAGE))
    makefile = (ROOT / "Makefile").read_text()
    commands = set(re.findall(r"manage\.py (\w+)", PAGE))
    secrets = set(re.findall(r"deploy/secrets/(\w+)", PAGE)) | {
        name
        for row in re.findall(r"^\| (`.*?`) \|", PAGE, re.M)
        for name in re.findall(r"`(\w+)`", row)
    }
    variables = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", PAGE))

    assert services
    assert {name for each in services for name in each.split()} <= set(SERVICES)
    assert [each for each in targets if not re.search(f"^{each}:", makefile, re.M)] == []
    assert commands <= set(get_commands())
    assert secrets <= set(FILE["secrets"])
    assert variables <= set(example())


def test_operations_page_is_one_page():
    assert len(PAGE.splitlines()) <= 110


def test_secrets_are_written_once_into_a_closed_folder(tmp_path):
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    run = ["bash", tmp_path / "bin/secrets"]

    first = subprocess.run(run, capture_output=True, text=True, check=True)
    folder = tmp_path / "deploy/secrets"
    made = {file.name: file.read_text() for file in folder.iterdir()}
    subprocess.run(run, capture_output=True, check=True)

    assert set(made) == {n for n in FILE["secrets"] if not n.startswith("tls_")} - {"email_url"}
    secrets = [text for text in made.values() if text]
    assert len(set(secrets)) == len(secrets) >= 10
    empty = {name for name, text in made.items() if not text}
    assert {name for name in empty if not name.startswith("pdf_signing")} == {
        f"{name}_key_before" for name in ("secret", "link", "credential", "vault")
    }
    assert {file.name: file.read_text() for file in folder.iterdir()} == made
    assert folder.stat().st_mode & 0o777 == 0o700
    assert "email_url" in first.stdout
