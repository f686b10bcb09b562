"""Every page that a role can open: no barrier in light or dark, nothing wider than a small phone."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import links
from imyportal import ratelimit, weeks
from placements.enums import WeekStatus
from placements.models import HourWeek
from tests.assessment.observing import standard_set
from tests.browser.people import sign_in
from tests.cast import NOW, ONE, TODAY, side, user_of
from tests.desk_doors import DESK
from tests.doors import DOORS, NAMELESS
from tests.factories import UserFactory
from tests.lists import HEADER, as_csv
from tests.looking import Looking
from tests.roles import ACTIONS
from trainees.models import Trainee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# They answer 200 with something that is no page.
FILES = {
    "health",
    "robots",
    "security_txt",
    "mfa_qr",
    "assessment:badge_card",
    "assessment:badge_file",
    "assessment:certificate_file",
    "assessment:group_zip",
    "assessment:certificate_unsealed",
    "admin:placements_placement_certificate_preview",
    "admin:trainees_trainee_authorisations",
    *(f"assessment:{name}" for name in ("issuer", "issuer_key", "status_list", "achievement")),
    "assessment:achievement_picture",
    "admin:jsi18n",
    *("helpdesk:file", "helpdesk:small"),
    "placements:visit_file",
    "helpdesk:card",
    "accompanying:data",
    "company:visit_file",
    "trainees:guide_worker",
    *("trainees:publication_pdf", "sending:publication_pdf", "admin:trainees_edition_pdf"),
    "placements:calendar",
    "admin:placements_incident_file",
    "admin:trainees_group_welcome_picture",
    *("placements:agreement_file", "company:agreement_file", "admin:placements_agreement_pdf"),
    "admin:trainees_guestfile_receipt",
    *("admin:trainees_group_papers_zip", "sending:papers_zip"),
    *(f"sending:hours_{form}" for form in ("csv", "xlsx")),
    *(f"sending:report_{form}" for form in ("pdf", "csv", "xlsx")),
    *(f"admin:trainees_group_hours_{form}" for form in ("csv", "xlsx")),
}
TOO_WIDE = """() => {
  const wide = document.scrollingElement.scrollWidth > innerWidth;
  const culprits = [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120));
  return wide ? culprits.slice(0, 3).concat(`${document.scrollingElement.scrollWidth} px`) : [];
}"""


@pytest.fixture
def one(transactional_db, today, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    today(TODAY)
    standard_set()
    cast = side(ONE)
    cast.one = cast
    return cast


@pytest.fixture
def visit(browse):
    """`visit(page, paths)`: fails with all that is wrong on any of the pages, at the end."""
    wrong, looking = [], Looking()

    def look(page, width, language):
        looking.begin(page)
        wrong.extend(f"{page.url}: {line}" for line in looking.broken_rules(page))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong.extend(f"{page.url} in the {scheme}: {line}" for line in looking.faint(page))
        size = page.viewport_size
        page.set_viewport_size({"width": width, "height": size["height"]})
        wrong.extend(f"{page.url} at {width} px: {line}" for line in page.evaluate(TOO_WIDE))
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.lang") != language:
            wrong.append(f"{page.url}: not in {language}")

    def visit_all(page, paths, *, width=320, language="en", status=200, may_refuse=False):
        """With `may_refuse` some answer 403: these look alike, so one of them is enough."""
        refused = []
        for path in paths:
            answer = page.goto(path)
            if may_refuse and answer.status == 403:
                refused.append(path)
            elif answer.status != status:
                wrong.append(f"{path}: {answer.status}")
            if len(refused) < 2 or answer.status != 403:
                look(page, width, language)

    visit_all.look = look
    yield visit_all
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def pages(role, cast, *, below="/"):
    """Where `role` gets a page that is not everybody's."""
    paths = [
        reverse(name, kwargs=door.fill(cast))
        for name, door in DOORS.items()
        if door.answer(role) == "200"
        and name not in FILES | NAMELESS
        and (role == "nobody" or door.answer("nobody") != "200")
    ]
    return [path for path in paths if path.startswith(below)]


def test_everybodys_pages(one, browse, visit):
    page = browse("phone")

    visit(page, pages("nobody", one))
    visit(page, ["/verify/IMY-0000-0000-00/", "/b/nobodys/"], status=404)
    Trainee.objects.update(birth_date="2009-05-04")
    visit(page, [reverse("assessment:badge", args=[one.badge.code])])  # closed: of a minor
    page.goto(reverse("guardian:open", args=[links.token_of(one.guardian_link)]))
    visit(page, [reverse("guardian:page")])
    page.goto(reverse("accompanying:open", args=[links.token_of(one.accompanying_link)]))
    visit(page, [reverse("accompanying:page")])


def test_trainees_pages(one, browse, visit):
    page = browse("phone")
    sign_in(page, one.trainee.user)
    signed, declared = one.signed.monday, one.declared.monday
    more = [
        reverse("placements:week", args=[signed]),
        reverse("placements:week", args=[declared]),
        reverse("placements:day", args=[signed]),
        reverse("placements:day", args=[declared]),
        reverse("placements:day", args=[one.open.monday + timedelta(days=3)]),
        reverse("assessment:self_evaluation", args=[weeks.iso(one.open.monday)]),
    ]

    visit(page, [*pages("trainee", one), *more])


def test_sending_tutors_pages(one, browse, visit):
    page = browse("phone")
    sign_in(page, one.sending.user)

    visit(page, pages("sending", one))


def test_companys_pages(one, browse, visit):
    page = browse("phone", language="it")
    page.goto(f"/c/{links.token_of(one.link)}/")
    signed = {"placement": one.placement.public_id, "week": weeks.iso(one.signed.monday)}
    thanks = reverse("company:thanks", kwargs=signed)
    placements = HourWeek.objects.filter(placement=one.placement)

    visit(page, [*pages("company", one, below="/c/w"), "/c/not-me/", thanks], language="it")
    placements.filter(status=WeekStatus.OPEN).update(status=WeekStatus.DECLARED, declared_at=NOW)
    visit(page, [reverse("company:weeks")], language="it")
    placements.filter(status=WeekStatus.DECLARED).update(status=WeekStatus.OPEN)
    visit(page, [reverse("company:weeks")], language="it")


def test_agency_tutors_pages(one, browse, visit):
    page = browse("desktop")
    sign_in(page, one.tutor)

    visit(page, pages("tutor", one, below="/admin/"), width=390)
    visit(page, pages("tutor", one, below="/in/"))
    hand_in_list(page, reverse("admin:trainees_group_import", args=[one.group.pk]), HEADER)
    visit.look(page, 390, "en")
    companies = ["Company", "Address", "Tutor", "E-mail"]
    hand_in_list(page, reverse("admin:placements_hostcompany_import"), companies)
    visit.look(page, 390, "en")


def hand_in_list(page, path, header):
    """Up to the preview, with a line that can be read and one that cannot."""
    rows = [header, ["Groß", "Mia", "04.05.2009", "mia@x.example"], ["Vogel", "", "31.02.", "x"]]
    page.goto(path)
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": as_csv(rows)}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Look at the list").click()


@pytest.mark.parametrize("room", ["accounts", "trainees", "placements", "assessment", "imyportal"])
def test_desks_lists_and_forms(one, browse, visit, room):
    page = browse("desktop")
    sign_in(page, UserFactory(admin=True))
    paths = [f"/admin/{room}/"]
    models = [model for model in DESK if model.startswith(f"{room}.")]
    for model in models:
        # History and deletion look alike everywhere, and a new row like one that is there: once a room.
        actions = ACTIONS if model == models[-1] else ["changelist", "change"]
        paths += desk_pages(model, row_of(one, DESK[model]), actions)

    visit(page, paths, width=390, may_refuse=True)


def row_of(one, desk):
    row = one if desk.row else None
    for step in filter(None, desk.row.split(".")):
        row = getattr(row, step)
    return row


def desk_pages(model, row, actions):
    for action in actions if row else actions[:1]:
        args = [] if action in ("changelist", "add") else [row.pk]
        yield reverse("admin:{}_{}".format(*model.split(".")) + f"_{action}", args=args)


def test_pages_that_say_no(one, browse, visit):
    page = browse("phone")
    trainee = browse("phone")
    sign_in(trainee, user_of("trainee", one))

    visit(page, ["/nowhere/"], status=404)
    visit(page, [reverse("company:weeks")], status=410)
    visit(trainee, ["/nowhere/", reverse("admin:index")], status=404)
    ratelimit_is_reached(one.sign_in_link)
    visit(page, [f"/in/{links.token_of(one.sign_in_link)}/"], status=429)


def ratelimit_is_reached(link):
    while ratelimit.hit("sign-in-link:ip:127.0.0.1", limit=120, seconds=3600):
        pass


@pytest.mark.parametrize("name", ["400", "403_csrf", "409", "500", "503"])
def test_pages_when_all_goes_wrong(browse, visit, name):
    page = browse("phone")
    body = render_to_string(f"{name}.html")
    page.route(f"**/{name}/", lambda route: route.fulfill(body=body, content_type="text/html"))

    visit(page, [f"/{name}/"])
