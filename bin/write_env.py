"""Write a development .env, unless there is one: bin/setup calls this.

Every variable is explained in .env.example.
"""

import os
import secrets
from pathlib import Path

ENV = Path(__file__).resolve().parent.parent / ".env"

TEXT = """\
# Written by `make setup` for development on this machine. Explained in .env.example.
DEBUG=1
DEMO=1
SECRET_KEY={secret_key}
LINK_KEY={link_key}
CREDENTIAL_KEY={credential_key}
VAULT_KEY={vault_key}
DATABASE_URL=sqlite:///var/db.sqlite3
"""


def main() -> None:
    try:
        handle = os.open(ENV, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    names = ("secret_key", "link_key", "credential_key", "vault_key")
    text = TEXT.format(**{name: secrets.token_urlsafe(48) for name in names})
    with os.fdopen(handle, "w") as file:
        file.write(text)
    print("setup: wrote .env for development")


if __name__ == "__main__":
    main()
