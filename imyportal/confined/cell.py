"""A program of its own: bounds itself, then becomes another one.

Run by path as `python -I cell.py PROGRAM CPU_SECONDS MEMORY_BYTES ANSWER_BYTES`: even what the other program
imports runs within its bounds, and none can be raised again.
"""

import resource
import runpy
import sys


def bound(cpu_seconds: int, memory: int, answer: int) -> None:
    """Of this process, from here on."""
    for what, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, answer),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


if __name__ == "__main__":
    bound(*map(int, sys.argv[2:]))
    runpy.run_path(sys.argv[1], run_name="__main__")
