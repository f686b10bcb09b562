"""What may stand in a log line: one line each, and no token that opens a door."""

import logging
import re

_TOKEN = re.compile(r"(/(?:c|g|in|m)/(?:new-password/[^/]+/)?)[A-Za-z0-9_-]{20,}")


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
    """Keeps a forged line break inside its line; tracebacks stay as they are."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)
