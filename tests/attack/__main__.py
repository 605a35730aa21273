"""Attack many made-up histories: ``python -m tests.attack --histories 10000 --first 0``, or ``make attack``."""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

os.environ.setdefault("POLARS_MAX_THREADS", "1")

from tests.attack.trial import trial  # noqa: E402  # Polars reads the number of threads when it is loaded


def main() -> int:
    """Print what became of the histories; 1 when one did not withstand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed; the others follow it")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no further histories are begun after so long")
    given = parser.parse_args()
    began, seeds = time.monotonic(), range(given.first, given.first + given.histories)
    sums, states, failed, done = Counter(), Counter(), [], 0
    with ProcessPoolExecutor() as pool:
        for start in range(0, len(seeds), 20):
            if time.monotonic() - began > given.minutes * 60:
                break
            for outcome in pool.map(trial, seeds[start : start + 20]):
                done += 1
                states[outcome.state] += 1
                sums += Counter(
                    counts=outcome.counts, hidden=outcome.hidden, told=len(outcome.told), wrong=len(outcome.wrong), refused=outcome.refused
                )
                if outcome.told or outcome.wrong or outcome.refused or outcome.state == "impossible":
                    failed.append(outcome.seed)
                    print(
                        f"seed {outcome.seed}: {outcome.state}, {outcome.told[:2]}, {outcome.wrong[:2]}, refused {outcome.refused}",
                        flush=True,
                    )
            print(f"seeds {given.first}–{given.first + done - 1}: {dict(sums)} {dict(states)}", flush=True)
    print(f"{done} histories in {time.monotonic() - began:.0f} s; below the promise: {sums['told']} of {sums['counts']} counts;")
    print(
        f"untrue forms or marks: {sums['wrong']}; refused publications: {sums['refused']}; hidden: {sums['hidden'] / max(1, sums['counts']):.0%}"
    )
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
