from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = _("Placements")

    def ready(self) -> None:
        from trainees import watching
        from trainees.enums import ShareParty
        from trainees.support import following, sharing, telling

        from . import adjusting, company_panels, own_papers, personal, support, tracked  # noqa: F401
        from . import days_todo as _days  # noqa: F401  # registers what it says
        from . import papers_todo as _papers  # noqa: F401  # registers what it says
        from .absences import home as _home  # noqa: F401  # registers what it says
        from .absences import offers
        from .agreements import differing_signals as _differing  # noqa: F401  # registers what it asks
        from .agreements import home as _agreements  # noqa: F401  # registers what it says
        from .agreements import signals as _unsigned  # noqa: F401  # registers what it asks
        from .course import talks, work  # noqa: F401 - each registers what it tells
        from .cycle.questions import QuestionsPanel
        from .first_day import timetable as _timetable  # noqa: F401  # registers what it tells
        from .reports import (  # noqa: F401 - each registers what it tells
            absences,
            check_ins,
            contacts,
            hours,
            scores,
            stays,
            visits,
        )
        from .worktime import keeping

        sharing.sources.append(support.company_tutors)
        following.followers.append(adjusting.follow)
        telling.templates[ShareParty.COMPANY.value] = "placements/support_shared"
        company_panels.panels.append(QuestionsPanel())

        watching.watchers.append(keeping.on_trainees_changed)
        company_panels.offers.append(offers.not_here)
