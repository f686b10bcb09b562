"""Agreements of the demo: signed by all, waiting for company and trainee, refused; a training plan that lacks facts."""

from datetime import date

from accounts import links
from accounts.enums import Purpose
from placements.agreements import drafting, signing, typed
from placements.agreements.signing import Signer
from placements.enums import AgreementKind, AgreementParty
from placements.models import Agreement, AgreementCover, CompanyFacts, Placement
from trainees import particulars
from trainees.models import SendingOrganisation

from . import first_day

COVER = {
    "legal_name": "IMY Italymobility s.r.l.s.",
    "tax_number": "01234560470",
    "represented_by": "Sara Lenzi",
    "accident_cover": "INAIL, posizione 12345678/90",
    "liability_cover": "Assicurazione Toscana, policy RC 55 102 381",
}
FACTS = {
    "vat_number": "01234560470",
    "represented_by": "Franco Innocenti",
    "ateco": "43.21.01",
    "ccnl": "Metalmeccanica artigianato",
    "employees": 9,
}
HOME = {
    "birth_place": "Bielefeld",
    "street": "Lindenweg 3",
    "town": "33602 Bielefeld",
    "country": "DE",
    "tax_number": "",
}
# What the placement says in English, for the school and for the company.
AIMS = {
    "de": "Unter Anleitung in einem italienischen Betrieb der Mechatronik arbeiten.",
    "it": "Lavorare con guida in un’azienda italiana nel campo della meccatronica.",
}
TASKS = {
    "de": """Schaltschränke unter Anleitung verdrahten und prüfen
Schaltpläne und Stücklisten lesen
Sensoren an Verpackungsmaschinen prüfen und tauschen
Das Wartungsbuch führen und die Werkstatt in Ordnung halten""",
    "it": """Cablare e collaudare quadri elettrici con guida
Leggere schemi elettrici e distinte dei materiali
Controllare e sostituire sensori su macchine confezionatrici
Tenere il registro di manutenzione e l’officina in ordine""",
}
WORDS = "On Saturdays we are closed: please take it out, and put Monday morning in."


def build(placements: list[Placement], today: date) -> None:
    """Of three trainees of the group that is here; and everybody's first day."""
    first_day.build(placements, today)
    AgreementCover.objects.get_or_create(organisation=None, defaults=COVER)
    school = SendingOrganisation.objects.filter(groups__name__startswith="Lindenhof").get()
    policy = {"liability_cover": "Westfälische Provinzial, H 4471 2290"}
    AgreementCover.objects.get_or_create(organisation=school, defaults=policy)
    people = ("trainee__user", "company_tutor", "trainee__group__sending_tutor__user")
    rows = Placement.objects.live().filter(trainee__group__name__startswith="Lindenhof")
    here = list(rows.select_related(*people).order_by("trainee"))
    for party in AgreementParty:
        _sign(_sent(here[1]), party)
    waiting = _sent(here[0])
    for party in (AgreementParty.SCHOOL, AgreementParty.AGENCY):
        _sign(waiting, party)
    CompanyFacts.objects.get_or_create(company=here[0].company, defaults=FACTS)
    particulars.write(here[0].trainee, by=here[0].trainee.responsible, **HOME)
    _sent(here[0], AgreementKind.TRAINING)
    lacking = next(each for each in here if each.company_id != here[0].company_id)
    drafting.begin(lacking, AgreementKind.TRAINING, by=lacking.trainee.responsible)
    refused = _sent(here[4])
    signing.refuse(refused, _signer(refused, AgreementParty.COMPANY), WORDS)


def _sent(placement: Placement, kind: AgreementKind = AgreementKind.LEARNING) -> Agreement:
    tutor = placement.trainee.responsible
    known = Agreement.objects.filter(placement=placement, kind=kind).first()
    if known is not None:
        return known
    row = drafting.begin(placement, kind, by=tutor)
    for name, words in (("objective", AIMS), ("tasks", TASKS)):
        row.typed.pop(typed.box(name, typed.ENGLISH, row.language), None)
        for language in typed.wanted(kind, row.language):
            row.typed[typed.box(name, language, row.language)] = words[language]
    return drafting.send(drafting.write(row, row.typed, by=tutor), by=tutor)


def _signer(agreement: Agreement, party: AgreementParty) -> Signer:
    placement, trainee = agreement.placement, agreement.placement.trainee
    school = trainee.group.sending_tutor
    name = signing.name_of(agreement, party)
    if party == AgreementParty.COMPANY:
        link = links.for_holder(Purpose.COMPANY, placement.company_tutor)
        return Signer(party, link, name, placement.company.name)
    if party == AgreementParty.GUARDIAN:
        link = links.for_holder(Purpose.GUARDIAN, trainee.guardians.all()[0])
        return Signer(party, link, name)
    users = {AgreementParty.TRAINEE: trainee.user, AgreementParty.SCHOOL: school and school.user}
    return Signer(party, users.get(party) or trainee.responsible, name)


def _sign(agreement: Agreement, party: AgreementParty) -> None:
    if party in agreement.parties:
        signer = _signer(agreement, party)
        button = f"Sign as {signer.name}"
        signing.sign(agreement, signer, shown=agreement.digest, button=button)
