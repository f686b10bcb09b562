from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpDeskConfig(AppConfig):
    name = "helpdesk"
    verbose_name = _("Help desk")

    def ready(self) -> None:
        from . import (
            attention,  # noqa: F401 - registers what it asks
            course,  # noqa: F401 - registers what it tells
            home,  # noqa: F401 - registers what waits for a trainee
            line_tools,  # noqa: F401 - a button of the desk
            personal,  # noqa: F401 - decides whose data the models hold
            report_lines,  # noqa: F401 - registers what it tells
            tracked,  # noqa: F401 - decides which changes are kept
            visit_origin,  # noqa: F401 - a visit may come of a request
        )
        from .tickets import signals  # noqa: F401 - registers what it asks
