"""Reads the environment: `NAME`, or `NAME_FILE` for a secret that lies in a file."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from environs import Env, EnvError

env = Env(expand_vars=False)
env.read_env(path=Path(__file__).resolve().parent.parent / ".env", recurse=False)


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or what the file named by `name`_FILE holds.

    Raises `environs.EnvError` that names the variable when neither is set and there is no default, and
    when the file cannot be read.
    """
    path = env.str(f"{name}_FILE", "")
    if path:
        try:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise EnvError(f"{name}_FILE names {path}, which cannot be read: {error}") from None
    return env.str(name) if default is None else env.str(name, default)


def flag(name: str) -> bool:
    """True for 1, true, yes, on. Unset or empty is False; other words raise `ValueError`."""
    value = text(name, "").lower()
    if value in {"", "0", "false", "no", "off"}:
        return False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise ValueError(f"{name} is neither yes nor no: {value!r}")


def words(name: str) -> list[str]:
    """A comma-separated list; unset is empty."""
    return [word.strip() for word in text(name, "").split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A whole number; other words raise `ValueError`."""
    return int(text(name, "") or default)


def with_password(url: str, password: str) -> str:
    """`url` with `password` put in; as it is when either is empty."""
    if not (url and password):
        return url
    parts = urlsplit(url)
    address = parts.netloc.rpartition("@")[2]
    netloc = f"{parts.username or ''}:{quote(password, safe='')}@{address}"
    return parts._replace(netloc=netloc).geturl()
