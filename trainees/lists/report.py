"""A plan as lines of text, for the commands."""

from collections.abc import Iterator

from trainees.lists.plan import Plan, PlannedRow


def lines(plan: Plan) -> Iterator[str]:
    """A line per row of the file, what was not read, and the counts as the last line."""
    for row in plan.rows:
        yield _line(row)
    for header in plan.unread:
        yield f"column not brought in: {header}"
    yield plan.summary


def _line(row: PlannedRow) -> str:
    changes = [
        f"{change.label}: {change.old} → {change.new}"
        if change.old
        else f"{change.label}: {change.new}"
        for change in (row.changes if row.state == "changed" else [])
    ]
    notes = [*row.reasons, *changes, *row.to_solve, *row.warnings]
    told = f"line {row.line}: {row.state.value}: {row.name}"
    return f"{told}: {'; '.join(note.rstrip('.') for note in notes)}" if notes else told
