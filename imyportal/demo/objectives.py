"""Technical objectives of the demo: one set in use, one proposal that waits for the agency."""

from datetime import date

from accounts.models import User
from assessment import drafting, proposing
from assessment.drafting import Said
from assessment.models import EscoSkill, ObjectiveSet
from trainees.models import Group

# Title; then per objective its names, and per indicator its names and what the trainee says of it.
MECHATRONICS = (
    "Mechatronics, second year",
    [
        (
            {"en": "Wiring and testing", "it": "Cablaggio e collaudo"},
            [
                {"en": "Wires a cabinet by the diagram", "it": "Cabla un quadro secondo lo schema"},
                {
                    "en": "Finds a fault and says what it is",
                    "it": "Trova un guasto e dice qual è",
                },
            ],
        ),
        (
            {"en": "Safe work at machines", "it": "Lavoro sicuro alle macchine"},
            [
                {
                    "en": "Switches off and secures before touching",
                    "it": "Spegne e mette in sicurezza prima di toccare",
                }
            ],
        ),
    ],
)
COOKERY = (
    "Cookery, first year",
    [
        (
            {"en": "Cold kitchen", "it": "Cucina fredda"},
            [
                {
                    "en": "Prepares starters by recipe, with the right amounts",
                    "it": "Prepara antipasti secondo la ricetta, con le dosi giuste",
                },
                {"en": "Arranges plates for service", "it": "Impiatta per il servizio"},
            ],
        ),
        (
            {"en": "Hygiene", "it": "Igiene"},
            [
                {
                    "en": "Keeps the work place by the hygiene plan",
                    "it": "Tiene il posto di lavoro secondo il piano di igiene",
                }
            ],
        ),
    ],
)
SKILL = "solve technical problems"  # of ESCO, for the first objective in use


def build(today: date) -> None:
    """The school in Dortmund has agreed with the agency; the one in Szeged waits for an answer."""
    for group in Group.objects.filter(field="Mechatronics").select_related("lead_tutor"):
        agreed = _proposed(group, *MECHATRONICS)
        proposing.put_in_use(agreed, by=group.lead_tutor)
    for group in Group.objects.filter(field="Catering"):
        _proposed(group, *COOKERY)


def _proposed(
    group: Group, title: str, parts: list[tuple[dict[str, str], list[dict[str, str]]]]
) -> ObjectiveSet:
    school = User.objects.get(sending_tutor__organisation=group.organisation)
    draft = drafting.new_technical(group.organisation, area=group.field, by=school)
    for _more in parts[1:]:
        drafting.add_objective(draft)
    for objective, (names, indicators) in zip(draft.objectives.all(), parts, strict=True):
        for _further in indicators[1:]:
            drafting.add_indicator(objective)
        skills = EscoSkill.objects.filter(spelled=SKILL) if "Wiring" in names["en"] else []
        for language in ("en", "it"):
            told = list(zip(objective.indicators.all(), indicators, strict=True))
            said = Said(
                language=language,
                title=title,
                objectives={objective.pk: names[language]},
                skills={objective.pk: skills},
                indicators={each.pk: words[language] for each, words in told},
            )
            drafting.write(draft, said)
    return proposing.propose(draft, by=school)
