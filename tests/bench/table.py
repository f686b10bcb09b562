"""Figures as lines of a table: what, how much, against what, and whether that is good."""

from dataclasses import dataclass, field

HEADINGS = ["", "ms", "median", "+ SQL", "queries", "KB", "against", "ratio", "target", ""]


@dataclass
class Row:
    """One figure. Targets are words and whether they are met."""

    name: str
    figure: str = ""
    median: str = ""
    sql: str = ""
    queries: str = ""
    size: str = ""
    against: str = ""
    ratio: float | None = None
    targets: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        if not self.targets:
            return ""
        return "ok" if all(met for _, met in self.targets) else "off"

    def cells(self) -> list[str]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return [
            *[self.name, self.figure, self.median, self.sql, self.queries, self.size],
            *[self.against, ratio, ", ".join(words for words, _ in self.targets), self.verdict],
        ]


def text(rows: list[Row | str]) -> str:
    """The rows below each other; a plain string is a heading."""
    lines = [HEADINGS, *(row.cells() for row in rows if isinstance(row, Row))]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADINGS))]
    out = [_line(HEADINGS, widths)]
    for row in rows:
        out.append(_line(row.cells(), widths) if isinstance(row, Row) else f"\n{row}")
    return "\n".join(out)


def _line(cells: list[str], widths: list[int]) -> str:
    # Names to the left, numbers to the right.
    left = {0, 6, 8, 9}
    return "  ".join(
        f"{cell:<{width}}" if n in left else f"{cell:>{width}}"
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()
