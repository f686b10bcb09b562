"""One version of an agreement on the desk, and its deeds."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imyportal.forms import add_errors

from ..enums import AgreementParty, AgreementState
from ..models import Agreement, AgreementRefusal
from . import differing, drafting, paper, signing
from .forms import PaperForm, TypedForm
from .signing import Signer


class OneVersion:
    """One request for its page; each button says by `do` what it is."""

    def __init__(self, row: Agreement, signer: Signer, request: HttpRequest) -> None:
        self.row, self.signer, self.user = row, signer, signer.by
        self.asked = request.POST.get("do", "")
        self.goes_to = row.pk
        self.texts = drafting.texts(row)
        is_typed, is_paper = self.asked in ("write", "send"), self.asked == "paper"
        self.typed = TypedForm(request.POST if is_typed else None, agreement=row, texts=self.texts)
        self.paper = (
            PaperForm(request.POST, request.FILES, agreement=row)
            if is_paper
            else PaperForm(agreement=row)
        )

    def do(self) -> str | None:
        """Do what was sent; what happened in words, or None where the form says what is wrong.

        Raises `ValidationError` for a button without a form.
        """
        deeds = {
            "write": self._write,
            "send": self._send,
            "sign": self._sign,
            "paper": self._on_paper,
            "renew": self._renew,
        }
        deed = deeds.get(self.asked)
        return deed() if deed else None

    def _write(self) -> str | None:
        if not self.typed.is_valid():
            return None
        drafting.write(self.row, self.typed.cleaned_data, by=self.user)  # type: ignore[arg-type]
        return _("Stored.")

    def _send(self) -> str | None:
        if self._write() is None:
            return None
        try:
            drafting.send(self.row, by=self.user)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(self.typed, error)
            return None
        return _("Sent to be signed: everybody with an e-mail address gets a mail.")

    def _sign(self) -> str:
        button = _("Sign for the agency")
        signing.sign(self.row, self.signer, shown=self.row.digest, button=button)
        return _("Signed for the agency.")

    def _on_paper(self) -> str | None:
        form = self.paper
        if not form.is_valid():
            return None
        chosen = dict(form.cleaned_data)
        parties = [AgreementParty(each) for each in chosen.pop("parties")]
        try:
            made = signing.on_paper(self.row, parties, by=self.user, **chosen)  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
            return None
        text = ngettext("%d signature is stored.", "%d signatures are stored.", len(made))
        return text % len(made)

    def _renew(self) -> str:
        new = drafting.begin(self.row.placement, self.row.kind, by=self.user)  # type: ignore[arg-type]
        self.goes_to = new.pk
        return _("A new version is begun, with everything that was typed.")

    def context(self) -> dict[str, Any]:
        """What `placements/desk/agreement.html` needs."""
        row = self.row
        signatures = {each.party: each for each in row.signatures.select_related("user")}
        is_open = row.state == AgreementState.SENT
        people = [] if row.content is None else row.parties
        return {
            "row": row,
            "is_draft": row.state == AgreementState.DRAFT,
            "missing": drafting.missing(row),
            "untold": drafting.untold(row, self.texts),
            "typed": self.typed,
            "paper": self.paper,
            "form": self.paper if self.asked == "paper" else self.typed,
            "parties": [
                (
                    AgreementParty(each).label,
                    signing.name_of(row, each),
                    signatures.get(each),
                    paper.evidence(signatures[each]) if each in signatures else "",
                )
                for each in people
            ],
            "may_sign": is_open and AgreementParty.AGENCY not in signatures,
            "may_paper": is_open and len(signatures) < len(people),
            "may_renew": row.state != AgreementState.DRAFT,
            "differences": differing.of(row),
            "refusal": AgreementRefusal.objects.filter(agreement=row).first(),
            "asked": self._asked_before(),
        }

    def _asked_before(self) -> AgreementRefusal | None:
        """What somebody wanted changed in the version before this one, if that was refused."""
        row = self.row
        of_before = AgreementRefusal.objects.filter(
            agreement__placement=row.placement_id,
            agreement__kind=row.kind,
            agreement__version=row.version - 1,
        )
        return of_before.select_related("agreement").first()
