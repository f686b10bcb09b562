"""Technical sets, the shortest way."""

from assessment import drafting, proposing
from assessment.drafting import Said
from tests.factories import SendingTutorFactory, UserFactory


def words(draft, name="Cold kitchen", languages=("en", "it")):
    """Every objective and indicator of a draft gets this name."""
    for language in languages:
        named = f"{name} {language}"
        objectives = draft.objectives.prefetch_related("indicators")
        indicators = [each for one in objectives for each in one.indicators.all()]
        said = Said(
            language=language,
            title=name,
            objectives={each.pk: named for each in objectives},
            indicators={each.pk: named for each in indicators},
        )
        drafting.write(draft, said)
    return draft


def drafted(group, area="", **changes):
    """A draft of the group's school: for the group, or with `area` for a field."""
    school = changes.pop("by", None) or SendingTutorFactory(organisation=group.organisation).user
    whom = {"area": area} if area else {"group": group}
    return words(drafting.new_technical(group.organisation, by=school, **whom), **changes)


def proposed(group, area="", **changes):
    draft = drafted(group, area, **changes)
    return proposing.propose(draft, by=draft.written_by)


def agreed(group, area="", **changes):
    """Technical objectives in use."""
    found = proposed(group, area, **changes)
    proposing.put_in_use(found, by=UserFactory(tutor=True))
    found.refresh_from_db()
    return found
