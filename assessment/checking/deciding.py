"""From what was found in a file to what is said of it. A code or a credential's name is as good as the paper:
neither can be guessed; a certificate's number can, so a number alone tells nothing."""

import hashlib

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imyportal import codes
from placements import printing

from .. import certificate_credential, certificates, credentials, verification
from ..enums import FindingKind
from ..models import Certificate
from . import badges, opening
from . import seals as signatures
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
    return unreadable(facts.refused) if facts.refused else _of(facts, content, email)


def _of(facts: Facts, content: bytes, email: str) -> Answer:
    if facts.kind in ("pdf", "unsealed") and (answer := _by_code(facts)):
        return answer
    for text in facts.credentials:
        certificate = _named(text, facts)
        if certificate:
            return _attached(certificate, text)
        return badges.of(text, facts, content, email=email)
    return unreadable(facts.trouble) if facts.trouble else unknown()


def _by_code(facts: Facts) -> Answer | None:
    charts = []
    for code in _codes(facts):
        if certificate := certificates.find(code):
            if facts.kind == "unsealed":
                return _unsealed(certificate)
            return _certificate(certificate, seals=dict(facts.seals))
        if chart := printing.check(code):
            charts.append(verification.chart_paper(chart))
    return _charts(charts) if charts else None


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


def _certificate(
    certificate: Certificate, *, is_exact: bool = False, seals: dict[str, bool] | None = None
) -> Answer:
    """Ours by every byte, by our signature over all of it, or by the code in it alone."""
    if certificate.withdrawn_at is not None:
        return _withdrawn(certificate)
    paper = verification.paper(certificate)
    if is_exact:
        title = _("This certificate is real and valid.")
        words = [_("The file is exactly as we made it, to the last byte.")]
        return Answer(Outcome.VALID, title, words, certificate=certificate, paper=paper)
    # Signing makes other bytes each time: a file that was made again has an older, genuine one beside it.
    covers_all = (seals or {}).get(signatures.ours())
    if covers_all:
        title = _("This certificate is real and valid.")
        words = [_("It carries our signature, and not a byte was changed since.")]
        return Answer(Outcome.VALID, title, words, certificate=certificate, paper=paper)
    if covers_all is False:
        title = _("Something was added to this file after we signed it.")
        words = [
            _(
                "Our signature in it is unbroken: what we made is still there. What came later, another "
                "signature for example, is not ours. Compare with what stands below."
            )
        ]
        return Answer(Outcome.COMPARE, title, words, certificate=certificate, paper=paper)
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
        _("These are data of our certificate, without a seal."),
        [
            _(
                "Anybody can change such a file, and nobody can see it. It is not a European Digital "
                "Credential. What stands below is true: compare."
            )
        ],
        certificate=certificate,
        paper=verification.paper(certificate),
    )


def _named(text: str, facts: Facts) -> Certificate | None:
    """The certificate whose attached credential this is by its name, and by the code in it."""
    for code in _codes(facts):
        certificate = certificates.find(code)
        if certificate and f'"{certificate_credential.name(certificate.content)}"' in text:
            return certificate
    return None


def _attached(certificate: Certificate, text: str) -> Answer:
    """The data from inside a certificate's PDF, by themselves."""
    if certificate.withdrawn_at is not None:
        return _withdrawn(certificate)
    finding = credentials.check(text)
    if finding.is_valid:
        outcome = Outcome.VALID
        title = _("These are the data of a certificate that is real and valid.")
    elif finding.kind == FindingKind.NOT_TRUSTWORTHY:
        outcome = Outcome.NOT_TRUSTWORTHY
        title = _("The key these data were signed with was stolen.")
    else:
        outcome = Outcome.ALTERED
        title = _("The data of this certificate were changed after we signed them.")
    paper = verification.paper(certificate)
    return Answer(outcome, title, [finding.words], certificate=certificate, paper=paper)


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
