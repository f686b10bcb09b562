"""An agreement on a screen: what stands in it, who has signed, and the button of who looks at it."""

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..enums import AgreementParty, AgreementState
from ..models import Agreement, AgreementSignature
from . import paper, signing
from .signing import Signer
from .typed import ENGLISH


class Page:
    """Two queries: who has signed, and who has refused."""

    def __init__(self, row: Agreement, signer: Signer) -> None:
        self.row, self.signer = row, signer
        language = get_language() or ENGLISH
        self._paper = paper.Page(row.content or {}, language, reader=signer.language)

    @property
    def title(self) -> str:
        return str(self._paper.title)

    @property
    def blocks(self) -> list[tuple[SafeString, list[tuple[SafeString, str]]]]:
        return self._paper.blocks()

    @property
    def texts(self) -> list[tuple[SafeString, list[paper.Text]]]:
        return self._paper.texts()

    @property
    def days(self) -> list[tuple[str, str]]:
        """Weekday, and its times with the hours."""
        return [(day, f"{times}, {hours}") for day, times, hours in self._paper.days()]

    @cached_property
    def _signatures(self) -> dict[str, AgreementSignature]:
        return {each.party: each for each in self.row.signatures.select_related("user")}

    @property
    def own(self) -> AgreementSignature | None:
        """Of who looks at it."""
        return self._signatures.get(self.signer.party)

    @property
    def parties(self) -> list[tuple[str, str, str]]:
        """Each party with its name, and how it has signed; empty when it has not."""
        found = []
        for party in self.row.parties:
            row = self._signatures.get(party)
            name = row.name if row else signing.name_of(self.row, party)
            said = paper.evidence(row) if row else ""
            found.append((str(AgreementParty(party).label), name, said))
        return found

    @property
    def is_open(self) -> bool:
        return self.row.state == AgreementState.SENT

    @property
    def can_sign(self) -> bool:
        return self.is_open and self.own is None

    @property
    def button(self) -> str:
        """The text of the button, which is kept with the signature."""
        # Translators: name of who signs
        return _("Sign as %(name)s") % {"name": self.signer.name}

    @property
    def state(self) -> str:
        """Where this version stands, in a sentence."""
        return {
            AgreementState.SENT: _("Everybody signs the same version, in any order."),
            AgreementState.SIGNED: _("Signed by all."),
            AgreementState.REFUSED: _("Not signed by all: a new version will follow."),
            AgreementState.SUPERSEDED: _("A newer version has taken its place."),
        }[AgreementState(self.row.state)]
