from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpDeskConfig(AppConfig):
    name = "helpdesk"
    verbose_name = _("Help desk")
