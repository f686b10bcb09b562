from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "imyportal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from . import checks, morning, spelling  # noqa: F401 - known from here on: lookups, a mail
        from .errors import say_in_own_words
        from .personal import portal  # noqa: F401 - decides whose data the models hold

        say_in_own_words()
        register(checks.pdf_signing, Tags.security)
        register(checks.vault_key, Tags.security)
