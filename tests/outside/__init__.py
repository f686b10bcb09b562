"""Verifiers that others wrote: `bin/setup test` puts them into var/outside/."""

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTALLED = HERE.parent.parent / "var" / "outside"


def look(**given):
    """What `verify.mjs` says of each credential, by its name: True, or what is wrong."""
    # A module looks for others beside itself.
    script = shutil.copy(HERE / "verify.mjs", INSTALLED)
    done = subprocess.run(
        ["node", script], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
