"""What nobody remembers: every door for every role, and the rules all files keep."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import URLPattern, get_resolver, reverse

from imyportal import personal, tracking, vault
from tests import cast as casting
from tests.desk_doors import DESK
from tests.doors import DOORS, ELSEWHERE, NAMELESS
from tests.roles import ACTIONS, ROLES

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["accounts", "trainees", "placements", "assessment", "helpdesk", "imyportal"]
POLICY = {
    "default-src 'none'",
    *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
    "form-action 'self'",
    *(f"{kind} 'none'" for kind in ("base-uri", "object-src", "frame-ancestors")),
}
FILES_POLICY = {"sandbox", "default-src 'none'"}


# --- Every door, every role -------------------------------------------------------------------


@pytest.fixture
def cast(db, today):
    today(casting.TODAY)
    return casting.gather()


def names(patterns, space=(), prefix="/"):
    """(name, path) of every pattern below `patterns`."""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield ":".join([*space, pattern.name or ""]).strip(":"), path
        else:
            inner = (*space, pattern.namespace) if pattern.namespace else space
            yield from names(pattern.url_patterns, inner, path)


def desk_name(model, action):
    return "admin:{}_{}".format(*model.split(".")) + f"_{action}"


def test_every_address_is_in_the_table_and_every_row_is_an_address():
    found = {
        name if name not in ("", "admin") else path
        for name, path in names(get_resolver().url_patterns)
        if not path.endswith(("<path:object_id>/", r"(?P<url>.*)$"))
    }

    desk = {desk_name(model, action) for model in DESK for action in ACTIONS}
    assert found == set(DOORS) | desk | set(ELSEWHERE)


def outcome(response):
    where = response.headers.get("Location", "")
    sent_to_sign_in = where.startswith(("/in/?", "/in/password/?", "/admin/login/?"))
    return "in" if sent_to_sign_in else str(response.status_code)


def address(name, door, cast):
    return name if name in NAMELESS else reverse(name, kwargs=door.fill(cast))


def content(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode(errors="replace")


def look(browser, path, role, cast, *, holds_the_paper=False):
    """(outcome, what is wrong with the page) of a GET."""
    response = browser.get(path)
    text, wrong = content(response), []
    policy = set(response.headers.get("Content-Security-Policy", "").split("; "))
    if policy != (FILES_POLICY if response.streaming else POLICY):
        wrong.append(f"{path}: policy {response.headers.get('Content-Security-Policy')}")
    is_page = response.status_code == 200 and "html" in response.headers["Content-Type"]
    if is_page and '<html lang="' not in text:
        wrong.append(f"{path}: no language")
    if not holds_the_paper:
        wrong += [f"{path}: says {word}" for word in secrets(role) if word in text]
    return outcome(response), wrong


def secrets(role):
    """The words of people whose data `role` must not see."""
    one, other = casting.ONE, casting.OTHER
    theirs, foreign = (other, one) if role.startswith("other_") else (one, other)
    if role == "nobody":
        return [*vars(one).values(), *vars(other).values()]
    if role in ("tutor", "other_tutor"):  # companies and colleagues are shared
        return [foreign.trainee, foreign.guardian, foreign.school]
    return [*vars(foreign).values(), *([theirs.guardian] if role == "company" else [])]


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_door_answers_as_the_table_says_and_shows_no_stranger(role, cast):
    browser, wrong = casting.browser_of(role, cast), []
    for name, door in DOORS.items():
        # A link opens a session; what comes after must not profit from it.
        opens = ":open" in name or "_open_" in name
        visitor = casting.browser_of(role, cast) if opens else browser
        path = address(name, door, cast)
        paper = name == "assessment:verify_code"
        answer, faults = look(visitor, path, role, cast, holds_the_paper=paper)
        if answer != door.answer(role):
            wrong.append(f"{name}: {answer}, not {door.answer(role)}")
        wrong += faults

    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_desk_answers_as_the_table_says_and_shows_no_stranger(role, cast):
    browser, wrong = casting.browser_of(role, cast), []
    for model, desk in DESK.items():
        row = cast
        for step in filter(None, desk.row.split(".")):
            row = getattr(row, step)
        for action in ACTIONS:
            args = [] if action in ("changelist", "add") else [row.pk if desk.row else 1]
            name = desk_name(model, action)
            answer, faults = look(browser, reverse(name, args=args), role, cast)
            if answer != desk.answer(role, action):
                wrong.append(f"{name}: {answer}, not {desk.answer(role, action)}")
            wrong += faults

    assert wrong == []


@pytest.mark.parametrize("role", ["tutor", "other_tutor"])
def test_every_choice_of_the_desk_offers_no_stranger(role, cast):
    browser, wrong = casting.browser_of(role, cast), []
    for model, model_admin in admin.site._registry.items():
        inlines = [(inline.model, inline.autocomplete_fields) for inline in model_admin.inlines]
        for owner, fields in [(model, model_admin.autocomplete_fields), *inlines]:
            for field in fields:
                meta = owner._meta
                query = (
                    f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={field}"
                )
                path = f"{reverse('admin:autocomplete')}?{query}&term="
                wrong += look(browser, path, role, cast)[1]
    for label in {model.split(".")[0] for model in DESK}:
        wrong += look(browser, f"/admin/{label}/", role, cast)[1]
    wrong += look(browser, f"{reverse('admin:find')}?q=o", role, cast)[1]

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_no_stranger_gets_through_with_a_post(role, cast):
    browser, wrong = casting.browser_of(role, cast), []
    for name, door in DOORS.items():
        if door.keeps_out(role):
            response = browser.post(address(name, door, cast), {"version": 1, "once": ""})
            if outcome(response) not in ("in", "403", "404", "405", "410"):
                wrong.append(f"{name}: {outcome(response)}")

    assert wrong == []


@pytest.mark.parametrize("role", ["trainee", "other_trainee", "sending", "other_tutor", "company"])
def test_no_stranger_changes_or_deletes_a_row_of_the_desk(role, cast):
    browser, wrong = casting.browser_of(role, cast), []
    for model in ("trainees.trainee", "trainees.group", "placements.placement"):
        row = getattr(cast, model.split(".")[1])
        for action in ("change", "delete"):
            path = reverse(desk_name(model, action), args=[row.pk])
            answer = outcome(browser.post(path, {"post": "yes"}))
            if answer not in ("in", "403", "404"):
                wrong.append(f"{path}: {answer}")

    assert wrong == []


# --- Every model ------------------------------------------------------------------------------

MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def test_every_model_shows_nothing_to_nobody(cast):
    shown = [m for m in MODELS if m._default_manager.all().visible_to(AnonymousUser()).exists()]

    assert shown == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_an_order_that_ends_in_the_key(model):
    assert model._meta.ordering
    assert model._meta.ordering[-1].lstrip("-") in ("pk", model._meta.pk.name)


def test_of_every_model_and_field_somebody_decided_whose_data_it_is():
    assert personal.undecided() == []


def test_of_every_field_of_people_that_can_be_changed_somebody_decided_whether_the_change_is_kept():
    people = [each for each in personal.decisions() if each.whose != "nobody"]
    emptied = {f"{each.model}.{name}" for each in people for name in each.blank}
    plain = {f"{each.model}.{name}" for each in tracking.tracked() for name in each.plain}

    assert tracking.undecided(each.model for each in people) == []
    assert plain & emptied == set()  # the trail would tell what an erasure has emptied


def test_no_migration_is_missing(db):
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)


# --- Every file -------------------------------------------------------------------------------


def sources(pattern="**/*.py"):
    for room in ROOMS:
        for path in sorted((ROOT / room).glob(pattern)):
            if "migrations" not in path.parts:
                yield path


def templates():
    return sorted((ROOT / "templates").rglob("*.*"))


def test_every_row_lock_says_of_what():
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        for line in path.read_text().splitlines()
        if "select_for_update(" in line and "of=" not in line
    ]

    assert wrong == []


def test_every_sealed_text_lies_in_a_column_that_a_change_of_keys_finds():
    """`vault.put` and `vault.take` know only `SealedField`; nothing goes round them."""
    sealed = {f"{model._meta.label}.{name}" for model, name in vault.columns()}
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.startswith("sealed")
    }
    around = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if re.search(r"\bvault\.(un)?seal\(|from imyportal\.vault import", path.read_text())
    ]

    assert (named - sealed, around) == (set(), [])
    assert {"trainees.SupportEntry.sealed", "trainees.GuestIdentity.sealed"} <= sealed


def views():
    yield from sources("views.py")
    yield from sources("views/**/*.py")


def test_every_view_starts_from_what_is_visible():
    """No `Model.objects.get(…)` and no `get_object_or_404(Model, …)`: rows come by `visible_to`."""
    wrong = []
    for path in views():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _skips_visible_to(node):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)[:80]}")

    # The lock of the row that a link's token has named, and the demo, which opens every door.
    allowed = ("accounts/views/link.py", "imyportal/views/demo.py")
    assert [line for line in wrong if not line.startswith(allowed)] == []


def _skips_visible_to(call):
    called, text = ast.unparse(call.func), ast.unparse(call)
    if called.endswith(".objects.get"):
        return True
    takes_rows = called in ("get_object_or_404", "get_list_or_404") or called.endswith(".get")
    return takes_rows and ".objects" in text and "visible_to" not in text


def test_files_that_people_send_go_through_uploads():
    """No view looks into `request.FILES`, no form has a plain file field: `uploads` judges files."""
    wrong = []
    for path in sources():
        name, source = path.relative_to(ROOT).as_posix(), path.read_text()
        if name.startswith("imyportal/uploads/"):
            continue
        # A form gets request.FILES whole, beside request.POST.
        whole = r"(Form|\bmake)\(\s*request\.POST( or None)?, (files=)?request\.FILES\b"
        text = re.sub(whole, "", source)
        wrong += [
            f"{name}: {found}"
            for found in re.findall(
                r"\brequest\.FILES\b|\b(?:forms|models)\.(?:File|Image)Field", text
            )
        ]

    assert wrong == [
        "trainees/import_forms.py: forms.FileField",  # lists, which trainees/lists/ judges
        "assessment/check_forms.py: forms.FileField",  # looked into by checking/, never kept
        "assessment/models/certificates.py: models.FileField",  # the portal's own work
    ]


def test_no_receiver_listens_to_our_own_models():
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"\b(post|pre)_(save|delete)\b|m2m_changed", path.read_text())
    ]

    assert wrong == []


def test_no_template_is_unused():
    texts = [path.read_text() for path in sources()]
    texts += [path.read_text() for path in templates()]
    allauth = Path(__import__("allauth").__file__).parent
    texts += [
        path.read_text() for part in ("account", "mfa") for path in (allauth / part).rglob("*.py")
    ]
    everything = (
        "\n".join(texts)
        .replace("{app_settings.TEMPLATE_EXTENSION}", "html")
        .replace("{account_settings.TEMPLATE_EXTENSION}", "html")
    )
    unused = [name for name in map(_name, templates()) if not _is_used(name, everything)]

    assert unused == []


def _name(path):
    return path.relative_to(ROOT / "templates").as_posix()


def _is_used(name, everything):
    if re.fullmatch(r"\d{3}(_csrf)?\.html", name):
        return True  # Django asks for these by status
    if name.startswith(("admin/", "bootstrap5/", "django/")):
        return True  # instead of one of the same name in a package
    if name.startswith("emails/") and "/base" not in name and "/_" not in name:
        return (
            f'"{re.sub(r"(.subject)?.(txt|html)$", "", name.removeprefix("emails/"))}"'
            in everything
        )
    if f'"{name}"' in everything or f"'{name}'" in everything:
        return True
    made = re.findall(
        r"""f["']([\w/{}.\[\]]+\.html)["']""", everything
    )  # from a word of the context
    return any(re.fullmatch(re.sub(r"\{[^}]*\}", r"\\w+", each), name) for each in made)


def test_no_template_has_inline_style_or_script():
    banned = re.compile(
        r"""<style|<script(?![^>]*\ssrc=)|\s(style|on[a-z]+)\s*=\s*["']|javascript:"""
    )
    wrong = [
        f"{_name(path)}: {line.strip()[:80]}"
        for path in templates()
        if not _name(path).startswith("emails/") and path.suffix == ".html"
        for line in path.read_text().splitlines()
        if banned.search(line) and not _is_paper(path)
    ]

    assert wrong == []


def _is_paper(path):
    return _name(path).startswith(("assessment/certificate.html", "assessment/_certificate"))


def test_no_template_marks_anything_safe():
    wrong = [
        _name(path)
        for path in templates()
        if re.search(r"\|\s*safe\b|autoescape off", path.read_text()) and path.suffix == ".html"
    ]

    assert wrong == []


def test_no_file_names_an_address_elsewhere():
    """Pages load nothing from others; what is named is a name space or ours."""
    wrong = [
        f"{_name(path)}: {found}"
        for path in templates()
        for found in re.findall(
            r"""(?:src|href|action)=["'](?:https?:)?//[^"']+""", path.read_text()
        )
    ]

    assert wrong == []
