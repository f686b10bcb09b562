from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from placements import company_panels
        from trainees.support import following, looking

        from . import (  # noqa: F401  # most register themselves
            agreed_outcomes,
            company_todos,
            course,
            exempting,
            personal,
            report_lines,
            todos,
            tracked,
        )
        from .company import ScoresPanel, award_offer

        company_panels.panels.append(ScoresPanel())
        company_panels.offers.append(award_offer)
        following.followers.append(exempting.follow)
        following.pages.append((_("What is not evaluated"), "admin:trainees_trainee_exemptions"))
        looking.beside[exempting.TOPIC] = exempting.told
