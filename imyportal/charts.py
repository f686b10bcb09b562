"""Charts as SVG, made on the server: pure functions, coloured by classes of portal.css.

Scores are whole numbers 0-100, None where there is none. Each chart has a title for those who do not
see it; a table with the same numbers stands beside it on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Score = int | None
Point = tuple[float, float]

LEFT, RIGHT, TOP, BOTTOM = 30, 34, 12, 28  # room for «100» beside the last point
LABEL_OFF = 11
LABEL_GAP = 17  # two labels closer than this are pushed apart
GRID = (0, 25, 50, 75, 100)
SPARK_LOW = 20  # the same floor for every row, so slopes can be compared


@dataclass(frozen=True)
class Series:
    """One line. `kind` names its colour, dash and marker: self, company or agency."""

    kind: str
    values: Sequence[Score]  # one a label; may be shorter


@dataclass(frozen=True)
class Mark:
    """A value that was settled, as an upright line with its name; `at` is the label it stands at."""

    at: int
    value: Score
    label: str


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _join(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def line_chart(
    uid: str,
    *,
    title: str,
    summary: str,
    labels: Sequence[str],
    series: Sequence[Series],
    marks: Sequence[Mark] = (),
    width: int = 358,
    height: int = 214,
) -> SafeString:
    """Lines over `labels`, first series on top, behind them the marks; `uid` is unique on the page."""
    inner_width, inner_height = width - LEFT - RIGHT, height - TOP - BOTTOM

    def x(at: int) -> float:
        return LEFT + inner_width * (at / (len(labels) - 1) if len(labels) > 1 else 0.5)

    def y(value: float) -> float:
        return TOP + inner_height * (1 - value / 100)

    parts = [_grid_line(y(value), width, value) for value in GRID]
    parts += [_axis_label(x(at), height, label) for at, label in enumerate(labels)]
    parts += [_mark(x(mark.at), inner_height, mark.label) for mark in marks]
    lines = [
        (each.kind, [(x(at), y(v), v) for at, v in enumerate(each.values) if v is not None])
        for each in series
    ]
    drawn = [(kind, points) for kind, points in lines if points]
    for kind, points in reversed(drawn):
        parts.append(_line(kind, [(px, py) for px, py, _ in points]))
    # In front: a result often lies where the company's last score lies.
    parts += [_diamond(x(mark.at), y(mark.value)) for mark in marks if mark.value is not None]
    parts += _last_labels(drawn)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        *(width, height, uid, uid, uid, title, uid, summary, _join(parts)),
    )


def _grid_line(y: float, width: int, value: int) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        *("grid" if value else "base", LEFT, width - RIGHT, _n(y), _n(y)),
        *(LEFT - 8, _n(y + 4), value),
    )


def _mark(x: float, height: int, label: str) -> SafeString:
    """An upright line with its name above."""
    return format_html(
        '<line class="mark" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="lab" x="{}" y="{}" text-anchor="middle">{}</text>',
        *(_n(x), _n(x), TOP, TOP + height, _n(x), TOP - 3, label),
    )


def _diamond(x: float, y: float) -> SafeString:
    path = f"{_n(x)},{_n(y - 7)} {_n(x + 7)},{_n(y)} {_n(x)},{_n(y + 7)} {_n(x - 7)},{_n(y)}"
    return format_html('<polygon class="m-signed" points="{}"/>', path)


def _axis_label(x: float, height: int, label: str) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="middle">{}</text>', _n(x), height - 8, label
    )


def _line(kind: str, points: Sequence[Point]) -> SafeString:
    path = " ".join(f"{_n(px)},{_n(py)}" for px, py in points)
    line = format_html('<polyline class="s-{}" points="{}"/>', kind, path)
    return _join([line, *(_marker(kind, px, py) for px, py in points)])


def _marker(kind: str, x: float, y: float) -> SafeString:
    if kind == "self":
        return format_html('<circle class="m-self" cx="{}" cy="{}" r="5"/>', _n(x), _n(y))
    if kind == "agency":
        path = f"{_n(x)},{_n(y - 6)} {_n(x + 6)},{_n(y + 5)} {_n(x - 6)},{_n(y + 5)}"
        return format_html('<polygon class="m-agency" points="{}"/>', path)
    return format_html(
        '<rect class="m-{}" x="{}" y="{}" width="8" height="8" rx="1"/>', kind, _n(x - 4), _n(y - 4)
    )


def _last_labels(drawn: Sequence[tuple[str, list[tuple[float, float, int]]]]) -> list[SafeString]:
    """The last value of each line beside its last point; neighbours make room for each other."""
    ends = sorted((points[-1][1], points[-1][0], points[-1][2], kind) for kind, points in drawn)
    labels: list[SafeString] = []
    above: Point | None = None
    for at, (y, x, value, kind) in enumerate(ends):
        crowded = at + 1 < len(ends) and ends[at + 1][1] == x and ends[at + 1][0] - y < LABEL_GAP
        baseline = y - 3 if crowded else y + 4
        if above and above[0] == x:
            baseline = max(baseline, above[1] + LABEL_GAP)
        above = (x, baseline)
        labels.append(
            format_html(
                '<text class="t-{}" x="{}" y="{}">{}</text>',
                *(kind, _n(x + LABEL_OFF), _n(baseline), value),
            )
        )
    return labels


def objective_bar(
    uid: str,
    *,
    title: str,
    start: Score,
    own: Score,
    company: Score,
    settled: Score = None,
    width: int = 326,
    height: int = 30,
) -> SafeString:
    """A track 0-100. Hollow circle: start; filled circle: own score now; hollow square: company.

    Diamond: the result that was signed off.
    """
    pad, middle = 8, height // 2

    def x(value: int) -> float:
        return pad + (width - 2 * pad) * value / 100

    parts = [
        format_html(
            '<rect class="track" x="{}" y="{}" width="{}" height="6" rx="3"/>',
            *(pad, middle - 3, width - 2 * pad),
        )
    ]
    parts += [_tick(x(value), middle) for value in GRID[1:-1]]
    if start is not None and own is not None:
        parts.append(_span(x(start), x(own), middle))
    if start is not None:
        parts.append(_circle("start", x(start), middle, "4.5"))
    if company is not None:
        parts.append(_square(x(company), middle))
    if own is not None:
        parts.append(_circle("self", x(own), middle, "7" if company != own else "4.5"))
    if settled is not None:
        parts.append(_diamond(x(settled), middle))
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}">'
        '<title id="{}">{}</title>{}</svg>',
        *(width, height, uid, uid, title, _join(parts)),
    )


def _tick(x: float, middle: int) -> SafeString:
    return format_html(
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>', _n(x), _n(x), middle - 7, middle + 7
    )


def _span(start: float, end: float, middle: int) -> SafeString:
    return format_html(
        '<line class="span" x1="{}" x2="{}" y1="{}" y2="{}"/>', _n(start), _n(end), middle, middle
    )


def _square(x: float, middle: int) -> SafeString:
    return format_html(
        '<rect class="m-company" x="{}" y="{}" width="12" height="12" rx="1.5"/>',
        *(_n(x - 6), middle - 6),
    )


def _circle(kind: str, x: float, y: int, radius: str) -> SafeString:
    return format_html('<circle class="m-{}" cx="{}" cy="{}" r="{}"/>', kind, _n(x), y, radius)


def sparkline(title: str, values: Sequence[Score], width: int = 88, height: int = 36) -> SafeString:
    """A small line for a table's row, on a scale of 20-100; empty without any value."""
    steps = max(len(values) - 1, 1)
    points = [
        (
            2 + (width - 10) * at / steps,
            4 + (height - 8) * (1 - (max(SPARK_LOW, value) - SPARK_LOW) / (100 - SPARK_LOW)),
        )
        for at, value in enumerate(values)
        if value is not None
    ]
    if not points:
        return SafeString("")
    path = " ".join(f"{_n(px)},{_n(py)}" for px, py in points)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<polyline class="s-self" points="{}"/><circle class="m-self" cx="{}" cy="{}" r="3.5"/></svg>',
        *(width, height, title, path, _n(points[-1][0]), _n(points[-1][1])),
    )
