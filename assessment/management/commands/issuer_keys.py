"""`manage.py issuer_keys make|list|rotate|retire|compromised|lock`: the keys that sign badges."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.credentials import identifier, keys
from assessment.enums import KeyKind
from assessment.models import IssuerKey


class Command(BaseCommand):
    help = "Make, list, change and retire the keys that sign badges. See docs/operations.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("make", help="make the keys that are missing")
        deeds.add_parser("list", help="name all keys and what became of them")
        deeds.add_parser("lock", help="encrypt them anew, after CREDENTIAL_KEY was changed")
        rotate = deeds.add_parser("rotate", help="sign with a new key from now on")
        rotate.add_argument("--kind", choices=KeyKind.values, help="only this kind")
        for deed, words in (
            ("retire", "sign with it no more; what it signed stays valid"),
            ("compromised", "somebody stole it: what it signed is trusted no longer"),
        ):
            deeds.add_parser(deed, help=words).add_argument("name", help="the beginning will do")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["deed"]:
            case "make":
                self._tell(keys.make())
            case "lock":
                self.stdout.write(f"{keys.lock_anew()} keys are locked with CREDENTIAL_KEY.")
            case "rotate":
                kinds = [KeyKind(options["kind"])] if options["kind"] else list(KeyKind)
                self._tell([keys.rotate(kind) for kind in kinds])
            case "retire":
                self._tell([keys.retire(_named(options["name"]))])
            case "compromised":
                self._tell([keys.mark_compromised(_named(options["name"]))])
            case _:
                self._tell(list(IssuerKey.objects.defer("private")))

    def _tell(self, found: list[IssuerKey]) -> None:
        for key in found:
            state = "in use"
            if key.compromised_at:
                state = f"stolen, noted {key.compromised_at:%Y-%m-%d}"
            elif key.retired_at:
                state = f"retired {key.retired_at:%Y-%m-%d}"
            self.stdout.write(f"{key.get_kind_display():8} {key.name}  {state}")
        self.stdout.write(f"{len(found)} keys. The issuer is {identifier()}")


def _named(name: str) -> IssuerKey:
    found = list(IssuerKey.objects.filter(name__startswith=name)[:2])
    if len(found) != 1:
        raise CommandError(f"{len(found) or 'No'} keys begin with {name!r}.")
    return found[0]
