"""What a report says, as plain values: made of a draft's shown lines, frozen when it is released."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from imyportal import words
from trainees.models import Group

from ..models import Placement, ReportLine, WeeklyReport
from . import timing

FORMAT = 1


def current_lines(report: WeeklyReport) -> list[ReportLine]:
    """All that the sources say now, be it shown or not; one query."""
    return list(
        report.lines.current()
        .select_related("placement__trainee", "placement__company")
        .order_by(
            "placement__trainee__last_name",
            "placement__trainee__first_name",
            "placement__starts_on",
            "level",
            "pk",
        )
    )


def people(report: WeeklyReport) -> list[Placement]:
    """Everybody the draft tells of, be their lines shown or not; one query."""
    told = report.lines.current().filter(placement__isnull=False).values("placement")
    return list(
        Placement.objects.filter(pk__in=told)
        .select_related("trainee", "company")
        .order_by("trainee__last_name", "trainee__first_name", "starts_on", "pk")
    )


def facts(
    report: WeeklyReport, people: Iterable[Placement], lines: Iterable[ReportLine]
) -> dict[str, Any]:
    """The content without its words «in short»; dates are ISO 8601, levels and kinds as in `ReportLine`.

    Of `lines` those that are shown. Of the others only the kind and its worst level get in, as «untold»:
    no sentence may say that there was none of it, and none says whom it is about.
    """
    by_placement: dict[int | None, list[dict[str, Any]]] = {}
    untold: dict[str, int] = {}
    for line in lines:
        if not line.is_shown:
            untold[line.kind] = min(line.level, untold.get(line.kind, line.level))
            continue
        told = {"kind": line.kind, "level": line.level, "values": line.values}
        by_placement.setdefault(line.placement_id, []).append(told)
    group: Group = report.group
    return {
        "format": FORMAT,
        "group": group.name,
        "school": group.organisation.name,
        "monday": report.monday.isoformat(),
        "number": timing.number(group, report.monday),
        "version": report.version,
        "arrives_on": group.arrives_on.isoformat(),
        "leaves_on": group.leaves_on.isoformat(),
        "language": language(report),
        "trainees": [_person(each, by_placement.get(each.pk, [])) for each in people],
        "lines": by_placement.get(None, []),
        "untold": untold,
    }


def _person(placement: Placement, lines: list[dict[str, Any]]) -> dict[str, Any]:
    trainee = placement.trainee
    return {
        "id": str(trainee.public_id),
        "placement": str(placement.public_id),
        "name": trainee.name,
        "first": trainee.first_name,
        "company": placement.company.name,
        "lines": lines,
    }


def language(report: WeeklyReport) -> str:
    """In which the words «in short» are: the school's, where the portal speaks it."""
    return words.supported(report.group.organisation.language)


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256, in hex, over the canonical JSON."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
