"""make bench: the portal's speed beside what it is measured against, in one run.

On a private PostgreSQL; QUICK=1 takes fewer rounds and leaves the largest out.
"""

import argparse
import contextlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests import services

SIZES = [60, 6_000, 60_000]


@contextlib.contextmanager
def cluster() -> Iterator[services.Postgres]:
    """A PostgreSQL for this run; one process a connection, so that its CPU time can be read."""
    parent = Path(tempfile.mkdtemp(prefix="imy-bench-"))
    parent.chmod(0o755)
    server = services.Postgres(parent)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(parent, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, without the largest")
    parser.add_argument("--batch", type=int, help="only a batch of so many certificates")
    parser.add_argument("--desk", action="store_true", help="only requests for help")
    options = parser.parse_args()
    started = time.monotonic()
    with cluster() as server:
        os.environ |= services.ENVIRONMENT | {
            "DATABASE_URL": server.url,
            "MEDIA_ROOT": str(server.folder.parent / "media"),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        import django

        django.setup()
        logging.disable(logging.INFO)  # a line a request would bury the table
        from tests.bench.run import Amounts, batch, help_desk_alone, run

        if options.batch:
            print(batch(options.batch))
        elif options.desk:
            print(help_desk_alone(Amounts()))
        elif options.quick:
            print(
                run(
                    SIZES[:2], Amounts(rounds=2, certificates=5, imports=1, running=[1_000, 10_000])
                )
            )
        else:
            print(run(SIZES, Amounts()))
    print(f"\n{time.monotonic() - started:.0f} seconds in all")


if __name__ == "__main__":
    main()
