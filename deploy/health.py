"""Ask a process of this container how it is; the exit code is the answer.

Without arguments the web server is asked whether it and its database answer: mail that waits or workers
that are away are no reason to keep people from its pages. With a file and seconds: whether the file, which beat and
sweep touch at every round, is younger than that.
"""

import json
import os
import sys
import time
from http.client import HTTPConnection
from pathlib import Path


def web() -> str:
    """What is wrong, or nothing."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        state = json.loads(connection.getresponse().read())
    except (OSError, ValueError) as error:
        return f"no answer: {error}"
    return "" if state["database"] == "ok" else "the database is away"


def still(file: str, seconds: str) -> str:
    """What is wrong, or nothing."""
    # Beat's own file gets an ending from the library that writes it.
    touched = [each.stat().st_mtime for each in Path(file).parent.glob(f"{Path(file).name}*")]
    if not touched:
        return f"{file} is not there"
    age = time.time() - max(touched)
    return "" if age < float(seconds) else f"{file} was not touched for {age:.0f} s"


sys.exit((still(*sys.argv[1:]) if sys.argv[1:] else web()) or None)
