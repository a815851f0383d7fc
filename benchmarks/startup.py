"""How long a person waits before anything happens: `python -m benchmarks.startup`.

Wall time of whole processes, beside a bare Python of the same environment in the same run. The limits are held
against the fastest run: whatever else the machine does can only add to it. CPU is user and system time.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
RBP = Path(sys.executable).with_name("rbp")
COMMANDS: dict[str, tuple[list[str], float | None]] = {  # what is run, and the limit in seconds
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "rbp --version": ([str(RBP), "--version"], 0.1),
    "rbp --help": ([str(RBP), "--help"], 0.2),
    "rbp trends --help": ([str(RBP), "trends", "--help"], None),
}


def measure(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of one run."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    print(f"{'command':<20} {'fastest':>9} {'median':>9} {'CPU':>9} {'limit':>7}")
    late = 0
    for name, (command, limit) in COMMANDS.items():
        walls, cpus = zip(*(measure(command) for _ in range(RUNS)), strict=True)
        late += limit is not None and min(walls) > limit
        told = f"{limit:.1f} s" if limit else "–"
        print(f"{name:<20} {min(walls):>7.3f} s {statistics.median(walls):>7.3f} s {min(cpus):>7.3f} s {told:>7}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
