"""Every form of every page, sent as nobody means it.

Walks the tables of doors as every role, takes the forms out of the pages, and sends them: as somebody
would who means well, with fields nobody offered, with garbage everywhere, with one value too extreme,
with the rows of others, and in shapes that are no form. Whatever comes: no server error, no word of
anybody else, nobody else's row is another, and what was typed stands on the page that comes back.
"""

import re
from html import escape
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db.models import Model
from django.urls import reverse

from tests import cast as casting
from tests.attack import hostile
from tests.attack.forms import forms_of, queries_of
from tests.attack.poison import RAW, poison
from tests.attack.shooting import (
    Shooter,
    by_key,
    changes,
    holdings,
    multipart,
    unoffered,
    urlencoded,
    writes,
    written_since,
)
from tests.desk_doors import DESK
from tests.doors import DOORS
from tests.factories import UserFactory
from tests.test_house_rules import address, desk_name, secrets

RUNS_IT = "admin"  # may do everything, and sees everybody
ROLES = ["nobody", "trainee", "sending", "tutor", "company", RUNS_IT]
ON_EVERY_PAGE = {"/language/", "/out/", "/admin/logout/"}
# What goes to an address that takes a POST only, and has no form on a page of the cast just now.
UNSEEN = {"version": "1", "once": "", "week": "x", "reason": "Why", "email": "ada@example.org"}
KEYS = {
    "link_sign_in",
    "company:open",
    "assessment:open_confirm",
    "assessment:open_scores",
}  # whoever knows the address is let in
SHARED = {"placements.HostCompany", "placements.CompanyTutor"}  # by all agency tutors
RELATED = {
    "trainee": "trainee", "group": "group", "organisation": "school", "sending_tutor": "sending",
    "placement": "placement", "company": "company", "company_tutor": "company_tutor",
    "tutor": "tutor", "lead_tutor": "tutor", "user": "sending.user",
}  # fmt: skip
TYPED = {"text", "email", "tel", "url", "search", "textarea", "number", "date", "time"}


@pytest.fixture
def cast(db, today, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # every column of every model is tried at once
    today(casting.TODAY)
    one = casting.side(casting.ONE)
    ours = holdings()
    other = casting.side(casting.OTHER)
    assert poison() > 100
    for side in (one, other):
        for row in vars(side).values():
            if isinstance(row, Model):
                row.refresh_from_db()
    theirs = {
        model._meta.label: {row["id"] for row in rows} - {row["id"] for row in ours[model]}
        for model, rows in holdings().items()
        if "id" in {field.attname for field in model._meta.concrete_fields}
    }
    return SimpleNamespace(**vars(one), one=one, other=other, theirs=theirs)


@pytest.mark.long
def test_no_form_breaks_leaks_forgets_or_takes_what_it_did_not_offer(cast):
    done, wrong = set(), []
    for role in ROLES:
        attack = Attack(role, cast, done)
        for name, path, theirs in pages(role, cast):
            attack.page(name, path, theirs)
        wrong += attack.wrong
        assert attack.accepted >= AT_LEAST[role], role

    assert "\n".join(wrong) == ""


# Forms that take what somebody types who means well: the shots reach what lies behind a form.
AT_LEAST = {"nobody": 1, "trainee": 1, "sending": 0, "tutor": 5, "company": 1, RUNS_IT: 1}


@pytest.mark.long
def test_no_address_breaks_whatever_stands_in_it(cast):
    wrong = []
    for role in ROLES:
        attack = Attack(role, cast, set())
        for path in odd_paths(role, cast):
            attack.get(path)
        wrong += attack.wrong

    assert "\n".join(wrong) == ""


def pages(role, cast):
    """(name, path, the same page of the other side's row) of every page that `role` may open."""
    for name, door in DOORS.items():
        if role != RUNS_IT and door.answer(role) in ("200", "405"):
            yield name, address(name, door, cast), address(name, door, cast.other)
    for model, desk in DESK.items():
        for action in ("changelist", "add", "change"):
            opens = desk.answer(role, action) if role != RUNS_IT else "200"
            if opens != "200" or (role == RUNS_IT and desk.answer("tutor", action) == "200"):
                continue
            keys = [_key(side, desk) for side in (cast, cast.other)]
            args = [[] if action in ("changelist", "add") else [key] for key in keys]
            name = desk_name(model, action)
            yield name, *(reverse(name, args=each) for each in args)


def _key(side, desk):
    for step in filter(None, desk.row.split(".")):
        side = getattr(side, step)
    return side.pk if desk.row else 1


def odd_paths(role, cast):
    """Every address `role` comes in by, with each of its arguments replaced."""
    for name, door in DOORS.items():
        if _first_in(door.answer) != role:
            continue
        path = address(name, door, cast)
        for value in door.fill(cast).values():
            yield from (path.replace(quote(str(value)), each) for each in hostile.IN_ADDRESSES)
    for model in DESK if role == "tutor" else ():
        path = reverse(desk_name(model, "change"), args=["row"])
        yield from (path.replace("row", each) for each in hostile.IN_ADDRESSES[:4])


def _first_in(answer):
    """The first role that a door lets in."""
    return next((role for role in ROLES[:-1] if answer(role) in ("200", "302", "405")), "nobody")


class Attack:
    """All shots of one role, and what went wrong."""

    def __init__(self, role, cast, done):
        self.role, self.cast = role, cast
        self.browser = self._browser()
        self.secrets = [] if role == RUNS_IT else secrets(role)
        self.before = holdings()
        self.kept = by_key(self.before)
        self.wrong, self.accepted, self.shots, self.turn = [], 0, 0, 0
        self.done = done

    def _browser(self):
        shooter = Shooter()
        if self.role == RUNS_IT:
            shooter.force_login(UserFactory(admin=True))
        else:
            shooter.cookies = casting.browser_of(self.role, self.cast).cookies
        return shooter

    def once(self, *key):
        """Whether `key` was not asked for before; digits do not count."""
        key = re.sub(r"\d+", "0", repr(key))
        return key not in self.done and not self.done.add(key)

    # --- A page ---

    def page(self, name, path, theirs):
        status, text, _, _ = self.shoot("GET", path)
        if status == 405:
            self.unseen(path, theirs)
        if status != 200 or "<html" not in text:
            return
        found = [form for form in forms_of(text, path) if form.method == "post"]
        for form in found:
            where = form.action.split("?")[0]
            shape = "everywhere" if where in ON_EVERY_PAGE else form.shape
            if self.once("form", where, shape):
                others = [each for each in found if each.action == form.action]
                theirs_too = "" if name in KEYS else form.action.replace(path, theirs)
                self.form(form, theirs_too, {n for each in others for n in each.names})
        model = name.rsplit("_", 1)[0]
        for query in sorted(queries_of(text, path)):
            if self.once("query", model, query):
                self.query(path, query)

    def unseen(self, path, theirs):
        data = {name: [value] for name, value in UNSEEN.items()}
        status, _, where, _ = self.post(path, data, "without a form")
        out = status in (403, 404, 405, 410) or where.startswith(("/in/", "/admin/login/"))
        if not out and self.once("unseen", path):
            for value in () if self.browser.got_paper else hostile.GARBAGE[:5]:
                self.post(path, {name: [value] for name in data}, f"garbage {value[:9]!r}")
        if theirs:
            self.post(theirs, data, "of others", self.same_others)

    def query(self, path, name):
        self.turn += 1
        value = ["%00", "%ff", "9" * 30, "x" * 3000, "-1"][self.turn % 5]
        self.get(f"{path}?{name}={value}")

    def get(self, path):
        self.judge(*self.shoot("GET", path)[:2], f"GET {path[:150]}")

    # --- A form ---

    def form(self, form, theirs, offered):
        """All shots at a small form; at the desk, where all pages are made alike, fewer of each kind."""
        desk = form.action.startswith("/admin/")
        data = self.sensible(form)
        before = self.post(form.action, data, "as meant", self.state)
        is_paper = self.browser.got_paper
        self.accepted += before[0] == 302
        self.rows_of_others(form, data, theirs)
        if is_paper:
            return  # each costs a second, and whatever is sent along makes no difference
        self.takes_only_what_it_offers(form, data, before, offered)
        if len(form.names) == 1 or "/add/" in form.action:
            return
        self.garbage(form, data, 1 if desk else 3)
        self.no_form(form, data, 1 if desk else 4)
        for field in form.fields.values():
            alike = self._alike(field, desk)
            if alike and self.once("field", re.sub(r"/\d+/.*", "", form.action), alike):
                self.one_extreme(form, data, field)

    def _alike(self, field, desk):
        """What one shot stands for: the same field of every line; at the desk days and numbers only."""
        if "__prefix__" in field.name or field.name == "csrfmiddlewaretoken":
            return ""
        name = field.name.rsplit("-", 1)[-1]
        return "" if desk and field.kind not in ("date", "number", "hidden") else name

    def sensible(self, form):
        data = {name: self._sensible(field) for name, field in form.fields.items()}
        if form.buttons:
            name, value = form.buttons[0]
            data[name] = [value]
        return {name: values for name, values in data.items() if values}

    def _sensible(self, field):
        name = field.name.rsplit("-", 1)[-1]
        if "__prefix__" in field.name or name == "DELETE":
            return []
        if any(field.values):
            return field.values
        if name in RELATED and field.kind == "select":
            return [str(self.related(self.cast.one, name))]
        if field.kind in ("select", "radio"):
            return [value for value in field.choices if value][:1]
        self.turn += 1
        fitting = {
            "email": f"ada{self.turn}@example.org", "date": "2026-03-19", "number": "1",
            "time": "08:30", "text": f"Typed{self.turn}", "textarea": f"Typed{self.turn}",
        }  # fmt: skip
        return [fitting[field.kind]] if field.kind in fitting else []

    def related(self, side, name):
        for step in RELATED[name].split("."):
            side = getattr(side, step)
        return side.pk

    def takes_only_what_it_offers(self, form, data, before, offered):
        more = unoffered(offered)
        after = self.post(form.action, data | more, "with more fields", self.state)
        if (after[0], after[3]) != (before[0], before[3]):
            odd = [
                row
                for label, rows in (after[3] or {}).items()
                for row in rows
                if row not in (before[3] or {}).get(label, [])
            ]
            self.wrong.append(f"{form.action}: takes fields it did not offer: {after[0]} {odd[:2]}")

    def garbage(self, form, data, rounds):
        names = [name for name in data if name != "csrfmiddlewaretoken"]
        buttons = {name: [value] for name, value in form.buttons[:1]}
        for _ in range(rounds):
            self.turn += 1
            values = {
                name: [hostile.GARBAGE[(self.turn * 3 + place) % len(hostile.GARBAGE)]]
                for place, name in enumerate(names)
            }
            self.post(form.action, values | buttons, f"garbage {self.turn}")

    def no_form(self, form, data, shapes):
        thrice = {name: [*values, "x", ""] for name, values in data.items()}
        known = [
            (b"\xff\xfe=%ff&%00=%00&a=%ed%a0%80", "application/x-www-form-urlencoded"),
            multipart(data, [(name, "\x00../a.png", b"\x89PNG") for name in list(form.fields)[:3]]),
            (urlencoded(thrice), "application/x-www-form-urlencoded"),
            (b"", "application/x-www-form-urlencoded"),
            (b'{"a": [1]}', "application/json"),
            (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        ]
        for _ in range(shapes):
            self.turn += 1
            body, kind = known[self.turn % len(known)]
            self.post(form.action, {}, f"as {kind} {body[:20]!r}", body=body, kind=kind)

    def rows_of_others(self, form, data, theirs):
        swapped = {
            name: [self._of_other(name, value) for value in values] for name, values in data.items()
        }
        if swapped != data:
            self.post(form.action, swapped, "with rows of others", self.same_others)
        address = self._of_other("", theirs)
        if address not in ("", form.action):
            self.post(address, data, "at the address of others", self.same_others)

    def _of_other(self, name, value):
        one, other = self.cast.one, self.cast.other
        last = name.rsplit("-", 1)[-1]
        if last in RELATED:
            return str(self.related(other, last))
        if last == "_selected_action":
            return value.translate(str.maketrans("1", "2"))
        if last == "id" and value:
            return str(int(value) + 1)
        for mine in (one.placement.public_id, one.group.public_id):
            yours = other.placement if mine == one.placement.public_id else other.group
            value = value.replace(str(mine), str(yours.public_id))
        return value

    def one_extreme(self, form, data, field):
        self.turn += 1
        texts = hostile.EXTREME_TEXTS
        for value in hostile.EXTREMES.get(field.kind, [texts[self.turn % len(texts)]]):
            sent = data | {field.name: [value]}
            status, text, _, _ = self.post(form.action, sent, f"{field.name}={value[:40]!r}")
            if status in (200, 409):
                self.keeps_typed(form, sent, text, field.name)

    def keeps_typed(self, form, sent, text, odd):
        for name, field in form.fields.items():
            for value in sent.get(name, []):
                stays = (
                    field.kind in TYPED
                    and name != "username"
                    and "\x00" not in value
                    and f'name="{name}"' in text
                )
                if stays and escape(value) not in text:
                    self.wrong.append(f"{form.action}: {name}={value!r} is gone ({odd} was wrong)")

    # --- Shots ---

    def shoot(self, *args, **how):
        self.shots += 1
        self.browser.said = ""
        return self.browser.shoot(*args, **how)

    def post(
        self, path, data, what, then=None, body=None, kind="application/x-www-form-urlencoded"
    ):
        self.written = writes() if then else None
        shot = self.shoot("POST", path, urlencoded(data) if body is None else body, kind, then)
        self.judge(*shot[:2], f"POST {path} {what}")
        return shot

    def judge(self, status, text, what):
        if status >= 500 or "Traceback (most recent" in text:
            self.wrong.append(f"{what}: {status} {self.browser.said}")
        self.wrong += [f"{what}: says {word}" for word in self.secrets if word in text]
        if "<html" in text:
            self.wrong += [f"{what}: holds {tag}" for tag in RAW if tag in text]

    # --- What the database holds ---

    def state(self, response):
        """What was changed; of the other side nothing."""
        held = holdings(written_since(self.written))
        self._others_stand(response, held)
        return changes(held, self.kept)

    def same_others(self, response):
        """Rows of the other side are as they were."""
        if response.status_code not in (403, 404, 405, 410):
            self._others_stand(response, holdings(written_since(self.written)))

    def _others_stand(self, response, held):
        for model, rows in held.items():
            label = model._meta.label
            keys = self.cast.theirs.get(label, set())
            was = [row for row in self.before[model] if row.get("id") in keys]
            now = [row for row in rows if row.get("id") in keys]
            if was != now and not (label in SHARED and self.role == "tutor"):
                self.wrong.append(f"{response.request['PATH_INFO']}: another's {label} has changed")
