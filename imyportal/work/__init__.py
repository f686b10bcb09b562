"""Background work: the row remembers, a worker claims it for a while, and a bell wakes the workers.

A model that stands for work mixes in `Claimable`. `claims()` hands out due rows one by one under a
lease; `Claim.finish()` writes the result only while that lease still stands. What a worker killed in
the middle leaves behind becomes due again when its lease has run out.
"""

from .bell import ring
from .doing import BATCH, Result, claims, do_all, do_in_batches, patiently
from .hooks import hook, set_hook
from .rows import Claim, Claimable, ClaimableQuerySet, LeaseLost, claim_one
from .runs import Run, job, run, run_all, watch

__all__ = [
    "BATCH",
    "Claim",
    "Claimable",
    "ClaimableQuerySet",
    "LeaseLost",
    "Result",
    "Run",
    "claim_one",
    "claims",
    "do_all",
    "do_in_batches",
    "hook",
    "job",
    "patiently",
    "ring",
    "run",
    "run_all",
    "set_hook",
    "watch",
]
