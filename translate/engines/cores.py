"""How many threads are worth starting: physical cores that this process may really use."""

import os
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def physical(topology: Path = _TOPOLOGY, quota: Path = _QUOTA) -> int:
    """Count physical cores among those that this process may use, within a container's quota.

    Two threads on the two halves of one core make matrix products slower, not faster; and a container with two cores
    on a machine of 64 still sees 64.
    """
    try:
        usable = sorted(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity call
        return max(1, os.cpu_count() or 1)
    cores = {_siblings(topology, cpu) for cpu in usable}
    return max(1, min(len(cores), _allowed(quota) or len(cores)))


def _siblings(topology: Path, cpu: int) -> str:
    try:
        return (topology / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text().strip()
    except OSError:
        return str(cpu)


def _allowed(quota: Path) -> int | None:
    """Whole cores of a container's quota (cgroup v2: `200000 100000`, or `max 100000`)."""
    try:
        used, period = quota.read_text().split()
        return max(1, round(int(used) / int(period)))
    except (OSError, ValueError):
        return None
