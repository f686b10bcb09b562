from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "imyportal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from . import checks, spelling  # noqa: F401 - its lookups are known from here on
        from .errors import say_in_own_words

        say_in_own_words()
        register(checks.pdf_signing, Tags.security)
