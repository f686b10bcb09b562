"""What is kept of the changes of evaluations, results and certificates, and how they are spoken of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import AccessLink, User
from imyportal import history

from .enums import CertificateState, PeerAnswer
from .models import Certificate, Evaluation, Indicator, Objective, SignOff

STATE = "state"
COMMENT = "comment"
PEER = "peer"


def scores_of(
    evaluation: Evaluation, abouts: Iterable[Objective | Indicator]
) -> dict[str, int | None]:
    """The scores these have in the evaluation now, by name of the part; one query."""
    objectives = [about.pk for about in abouts if isinstance(about, Objective)]
    indicators = [about.pk for about in abouts if isinstance(about, Indicator)]
    found = evaluation.scores.filter(Q(objective__in=objectives) | Q(indicator__in=indicators))
    return {
        f"o{objective}" if objective else f"i{indicator}": value
        for objective, indicator, value in found.values_list("objective", "indicator", "value")
    }


def keep_scores(
    evaluation: Evaluation,
    before: Mapping[str, int | None],
    after: Mapping[str, int | None],
    *,
    new_comment: bool,
    by: User | AccessLink | None,
) -> None:
    """Keep which scores were given or changed, and whether the comment was."""
    comment = {COMMENT: True} if new_comment else {}
    history.keep(evaluation, by=by, before=dict(before), after={**after, **comment})


def keep_state(certificate: Certificate, before: CertificateState, *, by: User | None) -> None:
    """Keep that the certificate went from the state `before` to the one it has now."""
    state = str(certificate.state)
    history.keep(certificate, by=by, before={STATE: str(before)}, after={STATE: state})


def keep_results(
    sign_off: SignOff,
    before: Mapping[int, int | None],
    after: Mapping[int, int | None],
    *,
    by: User,
) -> None:
    """Keep what was confirmed otherwise than proposed, or than signed off before; by objective."""
    old, new = ({f"o{key}": value for key, value in each.items()} for each in (before, after))
    history.keep(sign_off, by=by, before=old, after=new)


def labels(names: set[str]) -> dict[str, str]:
    """What the parts of an evaluation or a certificate are called; two queries."""
    called = {STATE: capfirst(_("state")), COMMENT: capfirst(_("comment"))}
    called[PEER] = capfirst(_("the other trainee"))
    models: list[tuple[str, Any]] = [("o", Objective), ("i", Indicator)]
    for letter, model in models:
        keys = [name[1:] for name in names if name[0] == letter and name[1:].isdecimal()]
        called |= {f"{letter}{row.pk}": row.name for row in model.objects.filter(pk__in=keys)}
    return called


def text(name: str, value: Any) -> str:
    """The value of a part in words; of a comment only that it was changed."""
    if name == STATE:
        return str(CertificateState(value).label)
    if name == COMMENT:
        return _("changed")
    if name == PEER:
        return str(PeerAnswer(value).label)
    # Translators: a score out of 100
    return _("not observed") if value is None else _("%d of 100") % value
