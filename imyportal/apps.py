from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "imyportal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from .errors import say_in_own_words

        say_in_own_words()
