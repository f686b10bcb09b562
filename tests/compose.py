"""docker-compose.yml without an engine: its own commands and variables, started by hand.

What a container would have been given is put in its place: a folder for its secrets and volumes, a
free port for each name of the network. Everything else is read from the file, so it cannot drift.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote

import psycopg2
import yaml

from imyportal import pdf_signing
from tests.services import ROOT, end, free_port, spawn, until

FILE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SUPERUSER = "imy"  # of the cluster of this run
RANDOM = "0123456789abcdef" * 4


def example():
    """The variables of .env.example, as they are."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if re.match("[A-Z_]+=", line))


def socket_folder():
    """Where the PostgreSQL of this run listens."""
    return unquote(os.environ["DATABASE_URL"].split("@")[1].split("/")[0])


class Installation:
    """One installation below `folder`, with a database of its own."""

    def __init__(self, folder: Path, *, database: str, mail_port: int) -> None:
        self.folder, self.database = folder, database
        self.secrets, self.media = folder / "secrets", folder / "media"
        self.backups, self.tmp = folder / "backups", folder / "tmp"
        for each in (self.secrets, self.media, self.backups, self.tmp):
            each.mkdir(parents=True)
        for name in FILE["secrets"]:
            (self.secrets / name).write_text(f"{name}-{RANDOM}")
        for name in (
            "secret_key_before",
            "link_key_before",
            "credential_key_before",
            "vault_key_before",
        ):
            (self.secrets / name).write_text("")
        phrase = (self.secrets / "pdf_signing_passphrase").read_text()
        key, certificate = pdf_signing.make_trial_pair("Drill", phrase)
        (self.secrets / "pdf_signing_key").write_bytes(key)
        (self.secrets / "pdf_signing_certificate").write_bytes(certificate)
        (self.secrets / "email_url").write_text(f"smtp://127.0.0.1:{mail_port}")
        self.redis_port = free_port()
        self.processes = {}

    def here(self, text: str) -> str:
        """What stands in the file, with the places of this machine."""
        places = {
            "@db:5432/imy": f"@{quote(socket_folder(), safe='')}/{self.database}",
            "redis:6379": f"127.0.0.1:{self.redis_port}",
            "port 6379": f"port {self.redis_port}\nbind 127.0.0.1",
            "/run/secrets/": f"{self.secrets}/",
            "/srv/imy/var/media": str(self.media),
            "/srv/imy/var/backups": str(self.backups),
            "/run/imy/": f"{self.tmp}/",
            "$$": "$",
        }
        return re.sub("|".join(map(re.escape, places)), lambda match: places[match[0]], text)

    def command(self, service: str) -> list[str]:
        command = [self.here(part) for part in FILE["services"][service]["command"]]
        module = {"gunicorn": ["-m", "gunicorn"], "celery": ["-m", "celery"], "python": []}
        if command[0] in module:
            command = [sys.executable, *module[command[0]], *command[1:]]
        return command

    def environment(self, service: str, **more: str) -> dict[str, str]:
        """Nothing of this machine's but the path: what the file and .env.example say."""
        told = FILE["services"][service]["environment"]
        known = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        known |= example() | {name: self.here(value) for name, value in told.items()}
        known["DJANGO_SETTINGS_MODULE"] = "tests.production"
        return known | more

    def start(self, service: str, *, name: str = "", **more: str):
        """A process of `service`; what it says is `log(name)`."""
        name = name or service
        self.processes[name] = spawn(
            self.command(service),
            log=self.folder / f"{name}.log",
            cwd=ROOT,
            env=self.environment(service, **more),
        )
        return self.processes[name]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def says(self, name: str, words: str) -> None:
        """Wait until the process has said `words`."""

        def said():
            if self.processes[name].poll() is not None:
                raise RuntimeError(f"{name} ended:\n{self.log(name)}")
            return words in self.log(name)

        until(said, what=f"{name}: {words}")

    def run(self, service: str, *command: str, ok: bool = True, **more: str):
        """`service`, or another command in its place, to its end."""
        done = subprocess.run(
            [*command] or self.command(service),
            cwd=ROOT,
            env=self.environment(service, **more),
            capture_output=True,
            text=True,
            check=False,
        )
        if ok and done.returncode:
            raise RuntimeError(f"{service} failed:\n{done.stdout}{done.stderr}")
        return done

    def make_database(self) -> None:
        """As the image of the database does when it is new."""
        subprocess.run(
            ["sh", "deploy/database/roles.sh"],
            cwd=ROOT,
            env=os.environ
            | {
                "PGHOST": socket_folder(),
                "POSTGRES_USER": SUPERUSER,
                "IMY_DATABASE": self.database,
                "SECRETS": str(self.secrets),
            },
            check=True,
            capture_output=True,
        )

    def drop_database(self) -> None:
        self.sql(f'DROP DATABASE "{self.database}" WITH (FORCE)', database="postgres")

    def sql(self, statement: str, *, role: str = SUPERUSER, database: str = ""):
        """Rows, if there are any. Commits at once."""
        database = database or self.database
        link = psycopg2.connect(host=socket_folder(), user=role, dbname=database)
        link.autocommit = True
        try:
            with link.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            link.close()

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            end(process)


def proxy(folder: Path, secrets: Path, *, web: list[int], plain: int, tls: int) -> Path:
    """deploy/nginx.conf with the places of this machine."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    places = {
        "server web:8000;": "\n".join(f"server 127.0.0.1:{port};" for port in web),
        "listen 8080": f"listen 127.0.0.1:{plain}",
        "listen 8443": f"listen 127.0.0.1:{tls}",
        "/run/secrets/": f"{secrets}/",
        "/run/nginx/": f"{folder}/",
        "/var/cache/nginx/": f"{folder}/",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
    }
    assert [each for each in places if each not in text] == []
    path = folder / "nginx.conf"
    path.write_text(re.sub("|".join(places), lambda match: places[match[0]], text))
    return path
