"""The desk's list of a group's certificates, as ready strings."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imyportal.weeks import hours
from placements.presenting import period
from trainees.models import Group

from . import confirming, judging
from .enums import CertificateState, ConfirmationAnswer, RequirementState
from .models import Certificate
from .readiness import Facts, Row

# What helps, and the page of the desk where it is done, by the keys of `judging`.
FIXES: dict[str, tuple[str | Promise, str]] = {
    judging.PLACE: (gettext_lazy("Find a placement"), "admin:placements_placement_add"),
    judging.CONFIRM: (gettext_lazy("Open the placement"), "admin:placements_placement_change"),
    judging.HOURS: (gettext_lazy("See the hours"), "admin:placements_placement_change"),
    judging.REMIND: (gettext_lazy("See the hours"), "admin:placements_placement_change"),
    judging.EVALUATE: (gettext_lazy("Evaluate"), "admin:placements_placement_evaluation"),
    judging.TICK: (gettext_lazy("Tick"), "admin:trainees_group_journey"),
    judging.DECIDE: (gettext_lazy("Decide for the group"), "admin:trainees_group_requirements"),
    judging.LOOK: (gettext_lazy("Open the placement"), "admin:placements_placement_change"),
    judging.SIGN_OFF: (gettext_lazy("Sign off"), "admin:placements_placement_results"),
}


TWO = 2  # things that are missing are both named
NEED_TONES = {
    RequirementState.MET: "ok",
    RequirementState.OPEN: "warn",
    RequirementState.NOT_NEEDED: "",
}
# Pages about the group, not about the placement.
OF_GROUP = {judging.TICK, judging.DECIDE}


@dataclass(frozen=True)
class Need:
    """One thing a certificate asks for."""

    words: str
    tone: str
    state: str
    helper: str
    fix: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    key: str  # public id of the placement, what the form posts
    name: str
    company: str
    hours: str
    start: str
    final: str
    ready: bool
    ticked: bool  # beforehand not, where the last certificate was withdrawn
    tone: str  # of the state: ok, wait, warn
    state: str
    fix: str = ""
    fix_url: str = ""
    number: str = ""
    file_url: str = ""
    withdraw_url: str = ""
    withdrawn: str = ""
    again_url: str = ""
    said: str = ""  # what the company answered
    said_tone: str = ""
    ask_url: str = ""  # where the company can be asked to confirm
    preview_url: str = ""  # once the final results are signed off
    progress: str = ""  # «5 of 7 done»
    needs: list[Need] = field(default_factory=list)  # all that is asked for, what is missing first


def present(group: Group, rows: list[Row], ticked: set[str] | None) -> dict[str, Any]:
    """Context of the page; `ticked` are the ids that were posted, None before anything was."""
    states = confirming.state(row.facts for row in rows if row.facts)
    lines = [_line(row, ticked, states) for row in rows]
    return {
        "group": group,
        "period": period(group.arrives_on, group.leaves_on),
        "lines": lines,
        "count": len({row.trainee.pk for row in rows}),
        "ready": sum(line.ready for line in lines),
        "issued": any(line.file_url for line in lines),
        "progress_url": next(filter(None, map(_batch_url, rows)), ""),
    }


def _batch_url(row: Row) -> str:
    """Where one sees how far a certificate in work is; empty for others."""
    batch = row.certificate.batch if row.certificate else None
    return batch.get_absolute_url() if batch and row.state == CertificateState.IN_WORK else ""


def _line(row: Row, ticked: set[str] | None, states: dict[int, confirming.State]) -> Line:
    key = str(row.placement.public_id) if row.placement else ""
    found = row.facts.summary if row.facts else None
    return Line(
        key=key,
        name=row.trainee.name,
        company=row.placement.company.name if row.placement else "",
        hours=hours(row.facts.signed_minutes) if row.facts else "–",
        start=_score(found.overall_start if found else None),
        final=_score(_final(row.facts)),
        ready=row.ready,
        ticked=row.ready and (row.withdrawn is None if ticked is None else key in ticked),
        withdrawn=_withdrawn(row),
        progress=judging.progress(row.lines),
        needs=[_need(row, line) for line in sorted(row.lines, key=lambda line: not line.is_open)],
        preview_url=_preview(row),
        **_state(row),
        **_company(row, states),
    )


def _company(row: Row, states: dict[int, confirming.State]) -> dict[str, str]:
    """What the company said of what a certificate says today; else where to ask it, once it can."""
    if row.facts is None or row.placement is None:
        return {}
    state = states[row.placement.pk]
    if state.last and state.is_confirmed:
        return {"said": _("Confirmed by the company"), "said_tone": "ok"}
    if state.last and state.answer == ConfirmationAnswer.WRONG:
        # Translators: what a company wants to be corrected follows
        return {"said": _("Company: %(text)s") % {"text": state.last.text}, "said_tone": "warn"}
    if row.certificate is not None or not confirming.may_be_asked(row.facts):
        return {}
    url = reverse("admin:placements_placement_ask_company", args=[row.placement.pk])
    said = _("Changed since the company confirmed") if state.last else ""
    return {"ask_url": url, "said": said, "said_tone": "warn"}


def _preview(row: Row) -> str:
    if row.placement is None or row.certificate or not (row.facts and row.facts.signed_off):
        return ""
    return reverse("admin:placements_placement_certificate_preview", args=[row.placement.pk])


def _need(row: Row, line: judging.Line) -> Need:
    text, url = _fix(row, line) if line.is_open else ("", "")
    return Need(
        words=line.words,
        tone=NEED_TONES[line.state],
        state=str(line.state.label),
        helper=str(line.helper.label) if line.helper else "",
        fix=text,
        url=url,
    )


def _final(facts: Facts | None) -> int | None:
    """What was signed off; what is proposed only is no result."""
    return facts.signed_off.overall if facts and facts.signed_off else None


def _score(value: int | None) -> str:
    return "–" if value is None else str(value)


def _withdrawn(row: Row) -> str:
    if row.withdrawn is None or row.withdrawn.withdrawn_at is None:
        return ""
    return _("Withdrawn on %(day)s: %(reason)s") % {
        "day": date_format(timezone.localdate(row.withdrawn.withdrawn_at), "j F"),
        "reason": row.withdrawn.withdraw_reason,
    }


def _state(row: Row) -> dict[str, str]:
    if row.certificate is not None:
        return _issued(row.certificate)
    if not row.missing:
        return {"tone": "ok", "state": _("Ready")}
    first = row.missing[0]
    more = len(row.missing) - 1
    words = first.words
    if len(row.missing) == TWO:
        # Translators: two things that are missing, like «The weeks are not signed; the results …»
        words = _("%(one)s; %(other)s") % {"one": first.words, "other": row.missing[1].words}
    elif more:
        words = _("%(what)s and %(more)d more") % {"what": first.words, "more": more}
    text, url = _fix(row, first)
    return {"tone": "warn", "state": words, "fix": text, "fix_url": url}


def _issued(certificate: Certificate) -> dict[str, str]:
    shown = {
        "number": certificate.number,
        "withdraw_url": reverse("admin:assessment_certificate_withdraw", args=[certificate.pk]),
        "again_url": reverse("admin:assessment_certificate_reissue", args=[certificate.pk]),
    }
    if why := certificate.why_given_up:
        page = f"{reverse('admin:assessment_certificate_changelist')}?q={certificate.number}"
        # Translators: why is like «No font of this machine can print अ (U+0905). Install one.»
        words = _("Not made: %(why)s") % {"why": why}
        return shown | {"tone": "warn", "state": words, "fix": _("Try again"), "fix_url": page}
    if certificate.state == CertificateState.IN_WORK:
        trouble = _("Being made, trying again") if certificate.last_error else _("Being made")
        return shown | {"tone": "warn" if certificate.last_error else "wait", "state": trouble}
    return shown | {
        "tone": "ok",
        "state": _("Issued"),
        "file_url": certificate.get_absolute_url(),
    }


def _fix(row: Row, missing: judging.Line) -> tuple[str, str]:
    """Words and address of what helps; empty when only time does, or the page is not there."""
    if missing.fix not in FIXES:
        return "", ""
    text, name = FIXES[missing.fix]
    try:
        if missing.week is not None:
            return str(text), reverse("admin:placements_hourweek_change", args=[missing.week])
        if missing.fix in OF_GROUP:
            return str(text), reverse(name, args=[row.trainee.group_id])
        if row.placement is None:
            return str(text), f"{reverse(name)}?trainee={row.trainee.pk}"
        return str(text), reverse(name, args=[row.placement.pk])
    except NoReverseMatch:
        return "", ""
