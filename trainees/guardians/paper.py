"""The questions to guardians on paper, to be signed by hand: the twin of their pages."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from imyportal import pdf, words

from .. import consent_texts
from ..enums import AUTHORISATIONS, ConsentPurpose
from ..models import GroupAuthorisation, Trainee

STYLESHEETS = ("css/paper.css", "css/guide.css", "css/authorisations.css")


def blank(trainee: Trainee) -> bytes:
    """Empty, in the language of the school; the group with its organisation must be loaded."""
    language = trainee.group.organisation.language
    if language not in consent_texts.languages(ConsentPurpose.STAY):
        language = "en"
    rules = GroupAuthorisation.objects.filter(group=trainee.group_id)
    asked = set(rules.values_list("purpose", flat=True))
    titles = consent_texts.guardian_words("titles", language=language)
    context = {
        "say": consent_texts.guardian_words("page", language=language, name=trainee.first_name)
        | consent_texts.guardian_words("paper", language=language),
        "trainee": trainee,
        "language": language,
        "questions": [
            (titles[each], consent_texts.text(each, trainee.first_name, language=language))
            for each in AUTHORISATIONS
            if each in asked
        ],
        "agency": settings.AGENCY,
        "made_on": timezone.localdate().isoformat(),
    }
    with override(language):
        return pdf.render(
            "trainees/guardian/paper.html",
            context,
            stylesheet=STYLESHEETS,
            language=words.supported(language),
            identifier=f"authorisations:{trainee.pk}:{language}:{context['made_on']}",
        )
