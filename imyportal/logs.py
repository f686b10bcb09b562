"""What may stand in a log line: one line each, and no token that opens a door.

Lines for people while DEBUG is set, else JSON with the number of the request they belong to.
"""

import logging
import re
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

_SLASH = "(?:/|%2[Ff])"  # also where an address is quoted inside another
_TOKEN = re.compile(
    f"({_SLASH}(?:a|c|g|h|in|m|calendar){_SLASH}(?:new-password{_SLASH}[^/%]+{_SLASH})?)[A-Za-z0-9_-]{{20,}}"
)

# The request this thread is at work on; the proxy's number where there is a proxy.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def masked(text: str) -> str:
    """`text` with the tokens of link addresses replaced by `…`."""
    return _TOKEN.sub(r"\1…", text)


class MaskTokens(logging.Filter):
    """Takes the tokens out of a record before any handler sees it, and notes the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        if number := request_id.get():
            record.request_id = number
        return True


class OneLine(logging.Formatter):
    """Keeps a forged line break inside its line; tracebacks keep theirs, but no token."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


# What a JSON line may say besides its message. Anything else hung on a record, as Django does with
# the whole request, is left out.
FIELDS = ["route", "method", "status", "ms", "user", "request_id"]
FIELDS += ["job", "done", "failed", "seconds", "late", "error"]  # of a run of a job


class JsonLine(JsonFormatter):
    """One JSON object a line: UTC, level, logger, message, traceback, and `FIELDS`."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message", "exc_info"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            timestamp="at",
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        known = {"at", "level", "logger", "message", "traceback", *FIELDS}
        said = ((name, log_data[name]) for name in log_data if name in known)
        return {name: value for name, value in said if value not in (None, "")}

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def config(*, lines: bool) -> dict[str, Any]:
    """For `dictConfig`: everything on standard error, as lines for people or as JSON."""
    line = {
        "()": "imyportal.logs.OneLine",
        "format": "{asctime} {levelname} {name} {message}",
        "style": "{",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"tokens": {"()": "imyportal.logs.MaskTokens"}},
        "formatters": {"line": line if lines else {"()": "imyportal.logs.JsonLine"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["tokens"],
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO"},
            "flufl": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
        },
    }
