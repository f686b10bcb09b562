"""Pytest plugin: pages in a real headless Chromium, against the live server of pytest-django.

`browse()` opens a page and watches it: a script error, a message on the console, a violation of the
Content-Security-Policy, a broken picture or a request to anywhere else fails the test.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

SHOTS = Path(__file__).resolve().parent.parent / "var" / "shots"
PATIENCE = 60_000  # milliseconds; a busy machine is no failure
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
AXE_RULES = {
    "resultTypes": ["violations"],
    # Reading style sheets again would need inline styles, which our policy forbids.
    "preload": False,
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture(scope="session")
def _static_files_are_asked_for_once():
    """As from the proxy in production: a page of the desk has two dozen, and they do not change.

    For ten years, because to the browser what a server sends on a day that stands still is old.
    """
    serve = StaticFilesHandlerMixin.serve

    def keep(self, request):
        response = serve(self, request)
        response.headers["Cache-Control"] = "max-age=315360000"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandlerMixin, "serve", keep)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run."""
    program = shutil.which("chromium")
    if program is None:
        raise pytest.UsageError("Chromium is not installed: `bin/setup test` installs it.")
    # Playwright's loop runs in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *sandbox])
        yield browser
        browser.close()


def watch(context: BrowserContext, base_url: str, problems: list[str]) -> None:
    """Note in `problems` whatever a page of `context` does wrong."""

    def request(request) -> None:
        if not request.url.startswith((f"{base_url}/", "data:", "blob:", "about:")):
            problems.append(f"request to {request.url}")

    def response(response: Response) -> None:
        asked_for = response.request.is_navigation_request()
        if response.status >= (500 if asked_for else 400):
            problems.append(f"{response.status} from {response.url}")

    def console(message) -> None:
        # A page that is meant to be 404 says so too; responses are judged above.
        about_status = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not about_status:
            problems.append(f"console on {message.page.url}: {message.text}")

    context.on("request", request)
    context.on("response", response)
    context.on("console", console)
    context.on("weberror", lambda error: problems.append(f"script error: {error.error}"))


@pytest.fixture
def browse(chromium, live_server, settings, _static_files_are_asked_for_once):
    """Open a page of a person of their own: `page = browse("phone", dark=True, language="it")`.

    The page has its own cookies, and `page.goto("/me/")` goes to the live server.
    """
    settings.SITE_URL = live_server.url
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        size: str = "phone", *, dark: bool = False, language: str = "en", scripts: bool = True
    ) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            has_touch=size == "phone",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            locale={"en": "en-GB", "it": "it-IT"}.get(language, language),
            timezone_id="Europe/Rome",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(TELL_VIOLATIONS)
        watch(context, live_server.url, problems)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    if problems:
        pytest.fail("\n".join(dict.fromkeys(problems)), pytrace=False)


def broken_rules(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice, an element a line."""
    return lines_of(Axe().run(page, options=AXE_RULES).response["violations"])


def lines_of(violations: list[dict[str, Any]]) -> list[str]:
    """An element a line: the rule, the element, and what is wrong with it."""
    return [
        f"{broken['id']}: {node['html']}\n  {node['failureSummary']}"
        for broken in violations
        for node in broken["nodes"]
    ]


@pytest.fixture
def axe():
    """`axe(page)`: no rule of WCAG 2.2 AA or good practice is broken."""

    def check(page: Page) -> None:
        if found := broken_rules(page):
            pytest.fail("\n".join([f"axe on {page.url}:", *found]), pytrace=False)

    return check


@pytest.fixture
def shoot():
    """`shoot(page, "02-hours-week")`: a picture of the whole page in var/shots/."""

    def take(page: Page, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return take
