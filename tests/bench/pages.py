"""Which pages are measured, as whom, against what, and what we aim at."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts import links
from accounts.enums import Purpose
from accounts.models import User
from imyportal import weeks
from placements.enums import WeekStatus
from placements.models import HourWeek
from tests.bench.measure import STOCK, Database, Page, handler
from tests.bench.seed import Agency
from tests.bench.table import Row
from tests.conftest import Browser

LISTS = {
    "first page": "",
    "filtered": None,  # each list by its own
    "search": "q=mia",
    "deep page": "p={last}",
}
YARDSTICK = "bare view, Django's own, signed in"
USUAL = 1.2  # ms the yardstick takes on the machine our limits in ms were set on
DESK = [
    ("trainees", "trainees_trainee", "stay=here", "language__exact=en"),
    ("placements", "placements_placement", "period=now", "status__exact=confirmed"),
]


@dataclass
class World:
    """One agency in one database."""

    size: int  # trainees
    database: Database
    agency: Agency
    name: str = ""
    here: int = 60  # how many of them are here
    cookies: dict[int, str] = field(default_factory=dict)

    def signed_in(self, user: User) -> str:
        if user.pk not in self.cookies:
            self.database.use()
            browser = Browser()
            browser.force_login(user)
            self.cookies[user.pk] = _header(browser)
        return self.cookies[user.pk]


def _header(browser: Browser) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def _thousands(number: int) -> str:
    return f"{number:,}"


class Plan:
    """All pages of one run, and how their figures become rows."""

    def __init__(self, worlds: list[World], wide: World | None) -> None:
        self.worlds, self.wide = worlds, wide
        self.serve = handler()
        self.pages: dict[str, Page] = {}
        self._bare(worlds[-1])
        self._people(worlds[-1])
        for world in [*worlds, *([wide] if wide else [])]:
            self._boards(world)
        for world in worlds:
            self._lists(world)

    # --- What is asked for ----------------------------------------------------------------

    def _add(self, key: str, world: World, path: str, cookies: str = "", **more) -> None:
        self.pages[key] = Page(
            key, path, world.database, more.pop("serve", self.serve), cookies, **more
        )

    def _bare(self, world: World) -> None:
        trainee = world.signed_in(world.agency.trainee.user)
        self._add("bare view, no middleware", world, "/bench/bare/", serve=handler([]))
        path = "/bench/signed-in/"
        self._add(YARDSTICK, world, path, trainee, serve=handler(STOCK))
        self._add("bare view, ours", world, "/bench/bare/")
        self._add("bare view, ours, signed in", world, path, trainee)

    def _people(self, world: World) -> None:
        trainee = world.agency.trainee
        cookies = world.signed_in(trainee.user)
        week = HourWeek.objects.get(placement__trainee=trainee, status=WeekStatus.DECLARED)
        iso = weeks.iso(week.monday)
        self._add("trainee's home", world, reverse("placements:home"), cookies)
        self._add("trainee's hour week", world, f"/me/hours/{iso}/", cookies)
        company = Browser()
        company.come_in(links.for_holder(Purpose.COMPANY, week.placement.company_tutor))
        path = reverse("company:week", args=[week.placement.public_id, iso])
        self._add("company's signing page", world, path, _header(company), language="it")

    def _boards(self, world: World) -> None:
        people = [("coordinator", world.agency.coordinator), ("tutor", world.agency.tutor)]
        for role, user in people[: 1 if world is self.wide else 2]:
            key = f"Today, {role}, {world.name}"
            self._add(key, world, reverse("admin:index"), world.signed_in(user))

    def _lists(self, world: World) -> None:
        cookies = world.signed_in(world.agency.coordinator)
        last = min(world.size // 50, 19) + 1
        for name, model, ours, stocks in DESK:
            for kind, query in LISTS.items():
                asked = ours if query is None else query.format(last=last)
                stock = stocks if query is None else asked
                path = reverse(f"admin:{model}_changelist")
                key = f"{name}, {kind}, {world.name}"
                self._add(key, world, f"{path}?{asked}", cookies)
                path = reverse(f"stock:{model}_changelist")
                self._add(f"stock {key}", world, f"{path}?{stock}", cookies)
        if world is self.worlds[-1]:
            cookies = world.signed_in(world.agency.tutor)
            for name, model, _, _ in DESK:
                path = reverse(f"admin:{model}_changelist")
                self._add(f"{name}, first page, {world.name}, tutor", world, path, cookies)

    # --- What came out ------------------------------------------------------------------------

    def rows(self) -> list[Row | str]:
        return [
            "Pages",
            *self._rows_of_people(),
            f"Today board, {self.worlds[0].here} trainees here",
            *self._rows_of_boards(),
            "Lists of the desk, 50 rows",
            *self._rows_of_lists(),
        ]

    def _row(self, key: str, *, against: str = YARDSTICK, ms: float = 0, queries: int = 0) -> Row:
        """`ms` is a limit at the yardstick's usual speed: what holds is the ratio."""
        page = self.pages[key]
        row = Row(
            key,
            f"{page.best:.2f}",
            f"{page.usual:.2f}",
            f"{page.in_database:.2f}",
            str(page.queries),
            f"{page.size / 1024:.1f}",
            against,
            page.best / self.pages[against].best,
        )
        if ms:
            row.targets.append((f"≤ {ms / USUAL:.1f} × ({ms:g} ms)", row.ratio <= ms / USUAL))
        if queries:
            row.targets.append((f"≤ {queries} queries", page.queries <= queries))
        return row

    def _rows_of_people(self) -> list[Row]:
        bare = [
            "bare view, no middleware",
            YARDSTICK,
            "bare view, ours",
            "bare view, ours, signed in",
        ]
        pages = ["trainee's home", "trainee's hour week", "company's signing page"]
        return [
            *[self._row(key) for key in bare],
            *[self._row(key, ms=10, queries=8) for key in pages],
        ]

    def _rows_of_boards(self) -> list[Row]:
        rows = []
        for role in ("coordinator", "tutor"):
            keys = [f"Today, {role}, {world.name}" for world in self.worlds]
            rows.append(self._row(keys[0], ms=25, queries=15))
            for key, most in zip(keys[1:], (1.5, 2), strict=False):
                rows.append(self._growth(key, keys[0], most))
        if self.wide:
            key = f"Today, coordinator, {self.wide.name}"
            rows.append(self._growth(key, f"Today, coordinator, {self.worlds[0].name}", 0))
        return rows

    def _growth(self, key: str, first: str, most: float) -> Row:
        """Measured with the database's own time: that is where growth would hide."""
        row = self._row(key, queries=15)
        row.against = f"{first}, with SQL"
        row.ratio = self.pages[key].whole / self.pages[first].whole
        if most:
            row.targets.append((f"≤ {most:g} ×", row.ratio <= most))
        return row

    def _rows_of_lists(self) -> list[Row]:
        rows = []
        for name, _model, _ours, _stocks in DESK:
            for world in self.worlds:
                for kind in LISTS:
                    key = f"{name}, {kind}, {world.name}"
                    row = self._row(key, against=f"stock {key}", queries=6)
                    row.against = "stock admin"
                    row.targets.append(("≤ 1 ×", row.ratio <= 1))
                    rows.append(row)
            rows.append(self._row(f"{name}, first page, {self.worlds[-1].name}, tutor", queries=6))
        return rows
