"""What may stand in a log line: one line each, and no token that opens a door."""

import logging
import re

_SLASH = "(?:/|%2[Ff])"  # also where an address is quoted inside another
_TOKEN = re.compile(
    f"({_SLASH}(?:c|g|in|m){_SLASH}(?:new-password{_SLASH}[^/%]+{_SLASH})?)[A-Za-z0-9_-]{{20,}}"
)


def masked(text: str) -> str:
    """`text` with the tokens of link addresses replaced by `…`."""
    return _TOKEN.sub(r"\1…", text)


class MaskTokens(logging.Filter):
    """Takes the tokens out of a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        return True


class OneLine(logging.Formatter):
    """Keeps a forged line break inside its line; tracebacks keep theirs, but no token."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)
