"""Reading what strangers hand in: JSON or a compact token, of bounded size and depth, without tricks."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 256 * 1024  # as the library's verifier
MOST_DEPTH = 32  # ours have nine
MOST_VALUES = 1_200  # ours have 300 at most; so many take the library a second
TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class UnreadableError(ValueError):
    """Not a credential at all; the message says why, in English, for logs and tests."""


@dataclass(frozen=True)
class Read:
    """A credential as it came: the document, and the token and its header if it came as one."""

    document: dict[str, Any]
    token: str = ""
    header: dict[str, Any] | None = None


def read(given: dict[str, Any] | str | bytes) -> Read:
    """`given` as a document; raises `UnreadableError`.

    A dict is written out and read again: what arrives is never shared with the caller.
    """
    if isinstance(given, dict):
        try:
            given = json.dumps(given, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise UnreadableError("not plain JSON") from error
    if len(given) > MOST_BYTES:
        raise UnreadableError("too large")
    text = _text(given).strip()
    if text.startswith("{"):
        return Read(_object(text))
    if not TOKEN.fullmatch(text):
        raise UnreadableError("neither JSON nor a token")
    header, payload, _signature = text.split(".")
    return Read(_object(_decoded(payload)), text, _object(_decoded(header)))


def _text(given: str | bytes) -> str:
    try:
        text = given.decode("utf-8-sig") if isinstance(given, bytes) else given
        text.encode("utf-8")  # half a character pair cannot be
    except UnicodeError as error:
        raise UnreadableError("not UTF-8") from error
    return text


def _decoded(part: str) -> str:
    """RFC 7515: base64url without padding, and nothing but it."""
    if len(part) % 4 == 1:
        raise UnreadableError("not base64url")
    try:
        found = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableError("not base64url") from error
    return _text(found)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except UnreadableError:
        raise
    except RecursionError as error:
        raise UnreadableError("nested too deeply") from error
    except ValueError as error:
        raise UnreadableError("not JSON") from error
    if not isinstance(found, dict):
        raise UnreadableError("not an object")
    _check_size(found)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two members with one name programs read a different one."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableError("a member stands twice")
    for text in filter(_is_text, [*found, *found.values()]):
        _text(text)
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _refuse(name: str) -> None:
    raise UnreadableError(f"{name} is no number")


def _check_size(document: dict[str, Any]) -> None:
    level: list[Any] = [document]
    count = 0
    for _depth in range(MOST_DEPTH):
        inner = [one for each in level for one in _within(each)]
        count += len(inner)
        if count > MOST_VALUES:
            raise UnreadableError("too many values")
        level = [each for each in inner if isinstance(each, dict | list)]
        if not level:
            return
    raise UnreadableError("nested too deeply")


def _within(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value
