"""From what was found in a file to what is said of it. A code or a credential's name is as good as the paper:
neither can be guessed; a certificate's number can, so a number alone tells nothing."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imyportal import codes
from placements import printing

from .. import certificates, verification
from ..models import Certificate
from . import badges, opening
from .answers import Answer, Outcome, unknown, unreadable
from .opening import Facts


def check_file(content: bytes, *, email: str = "") -> Answer:
    """What the file is to us. Raises nothing; whatever is wrong with it is said in words."""
    if not content:
        return unreadable("empty")
    digest = hashlib.sha256(content).hexdigest()
    exact = Certificate.objects.filter(pdf_digest=digest, rendered_at__isnull=False).first()
    if exact is not None:
        return _certificate(exact, is_exact=True)
    facts = opening.look(content)
    return unreadable(facts.refused) if facts.refused else _of(facts, email)


def _of(facts: Facts, email: str) -> Answer:
    charts = []
    for code in _codes(facts):
        if certificate := certificates.find(code):
            return _unsealed(certificate) if facts.kind == "unsealed" else _certificate(certificate)
        if chart := printing.check(code):
            charts.append(verification.chart_paper(chart))
    if charts:
        return _charts(charts)
    for text in facts.credentials:
        return badges.of(text, email=email)
    return unreadable(facts.trouble) if facts.trouble else unknown()


def _codes(facts: Facts) -> list[str]:
    """Those whose last character is right."""
    found = []
    for typed in facts.codes:
        try:
            found.append(codes.read(typed))
        except ValidationError:
            continue
    return found


# --- Certificates -----------------------------------------------------------------------------


def _certificate(certificate: Certificate, *, is_exact: bool = False) -> Answer:
    """Ours by every byte, or by the code in it alone."""
    if certificate.withdrawn_at is not None:
        return _withdrawn(certificate)
    paper = verification.paper(certificate)
    if is_exact:
        title = _("This certificate is real and valid.")
        words = [_("The file is exactly as we made it, to the last byte.")]
        return Answer(Outcome.VALID, title, words, certificate=certificate, paper=paper)
    return Answer(
        Outcome.ALTERED,
        _("This is not the file we made."),
        [
            _(
                "It carries the code of our certificate %(number)s, but its bytes are different: "
                "somebody changed it, or a program saved it anew."
            )
            % {"number": certificate.number},
            _("Only what stands below is true. Compare every line with the file."),
        ],
        certificate=certificate,
        paper=paper,
    )


def _withdrawn(certificate: Certificate) -> Answer:
    """No reason and no detail, as for whoever types the code."""
    day = {
        "number": certificate.number,
        "day": date_format(localtime(certificate.withdrawn_at), "j E Y"),
    }
    if certificate.superseded_by_id:
        return Answer(
            Outcome.SUPERSEDED,
            _("A newer certificate took the place of this one. It is not valid."),
            [_("%(number)s, replaced on %(day)s. Ask its holder for the newer one.") % day],
            certificate=certificate,
        )
    return Answer(
        Outcome.WITHDRAWN,
        _("This certificate was withdrawn. It is not valid."),
        [_("%(number)s, withdrawn on %(day)s. There may be a newer one: ask its holder.") % day],
        certificate=certificate,
    )


def _unsealed(certificate: Certificate) -> Answer:
    """The export for whoever has a seal: without one anybody can write into it."""
    if certificate.withdrawn_at is not None:
        return _withdrawn(certificate)
    return Answer(
        Outcome.COMPARE,
        _("This is data of our certificate, without a seal."),
        [
            _(
                "Anybody can change such a file, and nobody can see it. It is not a European Digital "
                "Credential. What stands below is true: compare."
            )
        ],
        certificate=certificate,
        paper=verification.paper(certificate),
    )


# --- Hour charts ------------------------------------------------------------------------------


def _charts(charts: list[verification.ChartPaper]) -> Answer:
    return Answer(
        Outcome.COMPARE,
        _("This file carries the code of our hour chart.")
        if len(charts) == 1
        else _("This file carries the codes of our hour charts."),
        [_("We do not keep the files of hour charts. What stands below is true: compare.")],
        charts=charts,
    )
