"""A browser that takes back what it did, and a look at everything the database holds."""

import io
import re
import traceback
import zipfile
from functools import cache
from urllib.parse import urlencode

from django.apps import apps
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.db.models import UUIDField
from django.http import HttpResponse

from tests.conftest import Browser

ROOMS = ["accounts", "trainees", "placements", "assessment", "helpdesk", "imyportal"]
PAPERS = {"application/pdf", "application/zip"}  # each costs a second or more
# Made of chance, of the moment or of a sequence: differs though the same was asked for.
_CHANCE = {
    "about", "about_id", "key", "code", "message_id", "details", "id", "nonce", "password", "sealed",
    "token_hash",
}  # fmt: skip


class Shooter(Browser):
    """Every request of `shoot` is rolled back: rows, session and cookies stand as before."""

    def __init__(self):
        super().__init__(raise_request_exception=False)
        got_request_exception.connect(self._note_error)
        self.said, self.got_paper = "", False

    def _note_error(self, **_):
        self.said = traceback.format_exc(limit=-4)

    def request(self, **request):
        """As the parent's, without the copies of all template contexts it takes: twice as fast."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        response.client, response.request = self, request
        return response

    def shoot(self, method, path, body=b"", kind="application/x-www-form-urlencoded", then=None):
        """(status, text, where it leads, what `then` returned while the change still stood)."""
        kept, seen = self.cookies.copy(), None
        with transaction.atomic():
            response = self.generic(method, path, body, content_type=kind)
            text = read(response)
            self.got_paper = response.headers.get("Content-Type") in PAPERS
            broken = connection.needs_rollback
            if then is not None and not broken:
                seen = then(response)
            transaction.set_rollback(True)
        self.cookies = kept
        return response.status_code, text, response.headers.get("Location", ""), seen


def read(response: HttpResponse) -> str:
    """What a browser would show of it: of a ZIP its pages."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            pages = [packed.read(name) for name in packed.namelist() if name.endswith(".html")]
        content = b"\n".join(pages)
    return content.decode(errors="replace")


def urlencoded(data) -> bytes:
    """As a browser sends it; half characters become the bytes they stand for."""
    pairs = [(name, value) for name, values in data.items() for value in values]
    return urlencode(pairs, errors="surrogatepass").encode()


def multipart(data, files=()) -> tuple[bytes, str]:
    out, edge = io.BytesIO(), "edge-of-the-form"
    for name, values in data.items():
        for value in values:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            out.write(head.encode() + str(value).encode("utf-8", "surrogatepass") + b"\r\n")
    for name, filename, content in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
        out.write(f"{head}\r\nContent-Type: image/png\r\n\r\n".encode() + content + b"\r\n")
    out.write(f"--{edge}--\r\n".encode())
    return out.getvalue(), f"multipart/form-data; boundary={edge}"


# --- What the database holds ------------------------------------------------------------------


def models():
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def holdings(wanted=None):
    """Every row of ours, by model: asked hundreds of times, so without putting questions together."""
    return {model: _rows(model) for model in (models() if wanted is None else wanted)}


def writes():
    """How often each table of ours was written to in this transaction, rolled back or not."""
    if connection.vendor == "sqlite":
        return dict.fromkeys(models(), connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        count = dict(cursor.fetchall())
    return {model: count[model._meta.db_table] for model in models()}


_WRITES = """
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
           + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def written_since(before):
    """The models whose table was written to since `before` was what `writes` said."""
    return [model for model, count in writes().items() if count != before[model]]


def _rows(model):
    with connection.cursor() as cursor:
        cursor.execute(_question(model))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _question(model):
    names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {names} FROM "{model._meta.db_table}" ORDER BY "{model._meta.pk.column}"'


def by_key(held):
    """Every row under its key, by model."""
    return {
        model: {row[model._meta.pk.attname]: row for row in rows} for model, rows in held.items()
    }


def changes(held, before):
    """What of `held` is not as `before`, which is by key; without what chance and sequences made."""
    found = {}
    for model, rows in by_key(held).items():
        was = before[model]
        other = [
            repr(_plain(model, row, before)) for key, row in rows.items() if row != was.get(key)
        ]
        if odd := sorted(other + [f"without {key}" for key in was.keys() - rows.keys()]):
            found[model._meta.label] = odd
    return found


def _plain(model, row, known):
    new = row[model._meta.pk.attname] not in known[model]
    found = {}
    for field in model._meta.concrete_fields:
        value = row[field.attname]
        if field.is_relation and field.related_model in known:
            value = (
                "new" if value is not None and value not in known[field.related_model] else value
            )
        elif new and (field.name in _CHANCE or isinstance(field, UUIDField)):
            value = "chance"
        elif new and field.name == "body":  # a note may name a row that is new, too
            value = re.sub(r"(?<=Incident )\d+", "new", value)
        found[field.attname] = value
    return found


def unoffered(offered):
    """Every column of every model of ours, and what else might be tried, that has no name in `offered`."""
    values = {"is_staff": "on", "is_superuser": "on", "groups": "1", "user_permissions": "1"}
    for model in models():
        for field in model._meta.concrete_fields:
            values[field.name] = values[field.attname] = _other_value(field)
    prefixes = {name.rsplit("-", 1)[0] + "-" for name in offered if "-0-" in name} | {""}
    return {
        f"{prefix}{name}": [value]
        for prefix in prefixes
        for name, value in values.items()
        if f"{prefix}{name}" not in offered
    }


def _other_value(field):
    if field.choices:
        return str(field.choices[-1][0])
    kind = field.get_internal_type()
    kinds = {
        "BooleanField": "on", "DateField": "2020-01-01", "DateTimeField": "2020-01-01 00:00",
        "TimeField": "03:03", "UUIDField": "0" * 32, "CharField": "mass", "TextField": "mass",
        "EmailField": "mass@evil.example", "GenericIPAddressField": "6.6.6.6", "JSONField": "{}",
    }  # fmt: skip
    return kinds.get(kind, "2")
