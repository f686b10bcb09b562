"""Certificates end to end, and WeasyPrint alone on the same pages, in turns.

`python -m tests.bench.papers both 20` claims, renders, signs, stores and finishes certificates, and after
each one lays the same HTML out once more with nothing else: what slows the machine hits both. `alone 20`
only lays it out, to see the memory of that; `batch 500` makes a whole batch and answers with its memory
while it worked. The answer is a line of JSON: ms of CPU each, and the most memory the process ever had.
"""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.table import Row
from tests.services import ROOT

ALONE_AT_LEAST = 0.85  # of the engine's rate
MEMORY = 120  # MB a worker


def both(count: int) -> list[float]:
    """ms of CPU: a certificate, its HTML by the engine alone, the next one …

    They are asked for together, as those of a group are.
    """
    from assessment import certificates, making
    from placements.models import Placement
    from trainees.models import Group

    _be_a_worker()
    group = Group.objects.latest("pk")
    certificates.request(Placement.objects.filter(trainee__group=group), by=group.lead_tutor)
    lay_out, make = _engine(), making.make
    spent: list[float] = []
    begun = 0.0

    def timed(claim):
        nonlocal begun
        make(claim)
        spent.append((time.process_time() - begun) * 1000)
        gc.collect()  # what one left behind is not cleared away at the cost of the other
        spent.append(lay_out(claim.row.content))
        gc.collect()
        begun = time.process_time()

    making.make = timed
    begun = time.process_time()
    try:
        if certificates.render_due() != count + 1:
            raise RuntimeError("Not all certificates were made.")
    finally:
        making.make = make
    return spent[2:]  # the first ones read fonts and rules


def people(count: int) -> list[float]:
    """Make a group whose certificates can be issued, in two languages; nothing is measured."""
    from assessment.credentials import keys
    from tests.assessment.ready import ready_group

    keys.make()
    ready_group(count + 1, language="de")
    return []


def _be_a_worker() -> None:
    """As those of the portal begin, and with a key to sign with."""
    from imyportal.celery import leave_alone_what_stays

    _configure_signing()
    leave_alone_what_stays()


def _configure_signing() -> None:
    """With a key of its own, as `make_signing_key` makes them."""
    from django.conf import settings

    from imyportal import pdf_signing

    key, certificate = pdf_signing.make_trial_pair("bench")
    settings.PDF_SIGNING_KEY = key.decode()
    settings.PDF_SIGNING_CERTIFICATE = certificate.decode()


def batch(count: int) -> list[float]:
    """All asked for at once, made by a worker one after the other; MB of memory after each twentieth."""
    from assessment import certificates, making
    from placements.models import Placement
    from trainees.models import Group

    _be_a_worker()
    group = Group.objects.latest("pk")
    certificates.request(Placement.objects.filter(trainee__group=group), by=group.lead_tutor)
    curve: list[float] = []
    make, step = making.make, max(1, count // 20)
    made = 0

    def watched(claim):
        nonlocal made
        make(claim)
        made += 1
        if made % step == 0:
            curve.append(memory("VmRSS"))

    making.make = watched
    started = time.process_time()
    if certificates.render_due() != count + 1:
        raise RuntimeError("Not all certificates were made.")
    spent = time.process_time() - started
    print(f"{count / spent:.2f} a second of CPU", file=sys.stderr)
    return curve


def memory(name: str) -> float:
    """MB, of this process: `VmHWM` is the most it ever had, `VmRSS` what it has."""
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if name in line).split()[1]) / 1024


def alone(count: int) -> list[float]:
    """ms of CPU for laying out the HTML of the same certificates, and nothing else."""
    from assessment.models import Certificate

    rows = Certificate.objects.exclude(rendered_at=None).order_by("-pk")
    contents = list(rows[: count + 1].values_list("content", flat=True))
    _be_a_worker()
    lay_out = _engine()
    return [lay_out(content) for content in contents][1:]


def _engine() -> Callable[[dict[str, Any]], float]:
    """The engine alone on the HTML of a content: ms of CPU, without those of making the HTML."""
    from django.template.loader import render_to_string
    from django.utils import translation
    from weasyprint import HTML

    from assessment import certificate_pdf
    from imyportal import pdf_engine, qr

    def lay_out(content: dict[str, Any]) -> float:
        with translation.override(content["language"]):
            page = render_to_string("assessment/certificate.html", certificate_pdf.page(content))
        assets = {**pdf_engine._shelf(), "qr.png": qr.png(content["verify_url"])}
        fonts, sheet = pdf_engine._parsed(certificate_pdf.STYLESHEETS)
        fetcher = pdf_engine.Shelf(assets)
        start = time.process_time()
        HTML(string=page, base_url="asset:/", url_fetcher=fetcher).write_pdf(
            font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/a-3a"
        )
        return (time.process_time() - start) * 1000

    return lay_out


KINDS = {"both": both, "alone": alone, "batch": batch, "people": people}


@dataclass
class Found:
    spent: list[float]
    memory: float  # MB

    @property
    def usual(self) -> float:
        return median(self.spent)


def measure(kind: str, count: int) -> Found:
    """In this process."""
    spent = KINDS[kind](count)
    return Found(spent, memory("VmHWM"))


def measured(kind: str, count: int, database: str, module: str = "tests.bench.papers") -> Found:
    """In a process of its own, on this database."""
    answer = subprocess.run(
        [sys.executable, "-m", module, kind, str(count)],
        env=os.environ | {"DATABASE_URL": database},
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Found(**json.loads(answer.stdout))


def in_turns(databases: list[str], *, count: int) -> dict[str, Found]:
    """Ours and the engine alone on each of these fresh databases."""
    found: dict[str, Found] = {}
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    for database in databases:
        address = f"{server}/{database}"
        measured("people", count, address)
        pairs = measured("both", count, address)
        for kind, one in apart(pairs, measured("alone", max(1, count // 5), address)).items():
            before = found.get(kind, Found([], 0))
            found[kind] = Found(before.spent + one.spent, max(before.memory, one.memory))
    return found


def apart(pairs: Found, alone: Found) -> dict[str, Found]:
    """The certificates and the engine's turns of `both`; `alone` says what memory the engine takes."""
    return {
        "ours": Found(pairs.spent[::2], pairs.memory),
        "alone": Found(pairs.spent[1::2], alone.memory),
    }


def rows(found: dict[str, Found]) -> list[Row]:
    own, engine = found["ours"], found["alone"]
    lines = [
        Row(
            f"certificate, {name}",
            f"{min(each.spent):.0f}",
            f"{each.usual:.0f}",
            size=f"{each.memory:.0f} MB",
        )
        for name, each in (("end to end", own), ("WeasyPrint alone", engine))
    ]
    rate = Row("certificates a second", f"{1000 / own.usual:.1f}", against="WeasyPrint alone")
    rate.ratio = median(b / a for a, b in zip(own.spent, engine.spent, strict=True))
    rate.targets.append((f"≥ {ALONE_AT_LEAST} ×", rate.ratio >= ALONE_AT_LEAST))
    most = Row("peak memory, MB", f"{own.memory:.0f}", against="WeasyPrint alone")
    most.ratio = own.memory / engine.memory
    most.targets.append((f"≤ {MEMORY} MB", own.memory <= MEMORY))
    return [*lines, rate, most]


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(vars(measure(sys.argv[1], int(sys.argv[2])))))
