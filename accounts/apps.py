from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import personal, tracked, trail  # noqa: F401 - personal decides whose data the models hold

        trail.connect()
