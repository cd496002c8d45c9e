"""How much one may ask a minute: the generic cell rate algorithm (ITU-T I.371), a moment in time for each name."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address
from math import ceil
from threading import Lock

from translate.server.limits import Limits
from translate.server.refusal import Refusal
from translate.server.visit import Visit

MOST_NAMES = 10_000
_MINUTE = 60.0


class Rate:
    """A minute's share may be taken at once, and flows back evenly; memory is bounded by the number of names.

    What is larger than a whole share waits for a whole one, and those after it wait longer. Where more names come than
    are kept, the one that was heard of longest ago is forgotten: it begins anew.
    """

    def __init__(self, minute: int, most: int = MOST_NAMES, clock: Callable[[], float] = time.monotonic) -> None:
        """`minute` is the share; 0 is any number."""
        self._cost, self._most, self._clock = _MINUTE / minute if minute else 0.0, most, clock
        # when each will have its whole share again
        self._whole: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many names are kept."""
        return len(self._whole)

    def take(self, name: str, amount: int = 1) -> float:
        """Take so much. Gives 0 where it was there, else the seconds until it will be, and takes nothing."""
        if not self._cost:
            return 0.0
        with self._lock:
            now = self._clock()
            whole, cost = max(self._whole.get(name, now), now), amount * self._cost
            missing = whole - now - max(0.0, _MINUTE - cost)
            # a whole share may miss the last digit of a float
            if missing > 1e-6:
                return missing
            self._keep(name, whole + cost)
            return 0.0

    def give_back(self, name: str, amount: int = 1) -> None:
        """Let it have back what another is to pay."""
        with self._lock:
            if name in self._whole:
                self._keep(name, self._whole[name] - amount * self._cost)

    def _keep(self, name: str, whole: float) -> None:
        self._whole[name] = whole
        self._whole.move_to_end(name)
        if len(self._whole) > self._most:
            self._whole.popitem(last=False)


class Rates:
    """Requests and characters a minute, of each key, and of each address that shows none."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        """Count by these bounds."""
        self._limits = limits
        self._requests = Rate(limits.requests_a_minute, clock=clock)
        self._characters = Rate(limits.characters_a_minute, clock=clock)

    def enter(self, visit: Visit) -> None:
        """Count a request on its address, before any of it is read. Raises Refusal."""
        visit.payer = _network(visit.address)
        self._check(self._requests.take(visit.payer), f"{self._limits.requests_a_minute:,} requests")

    def forgive(self, visit: Visit) -> None:
        """Let the request not have been."""
        self._requests.give_back(visit.payer)

    def known(self, visit: Visit, mark: str) -> None:
        """Count it on its key from now on, and not on its address. Raises Refusal."""
        if visit.payer == mark:
            return
        self.forgive(visit)
        visit.payer = mark
        self._check(self._requests.take(mark), f"{self._limits.requests_a_minute:,} requests")

    def weigh(self, visit: Visit, characters: int) -> None:
        """Count the characters of a request, of which some may be counted already. Raises Refusal."""
        new = characters - visit.characters
        if new > 0:
            self._check(self._characters.take(visit.payer, new), f"{self._limits.characters_a_minute:,} characters")
            visit.characters = characters

    def _check(self, missing: float, share: str) -> None:
        if missing:
            seconds = ceil(missing)
            words = f"that is more than the {share} that one may ask a minute here; ask again in {seconds} s"
            raise Refusal(429, words, {"Retry-After": f"{seconds}"})


def _network(address: str) -> str:
    """What one client has: a whole address, or of IPv6 the network that everyone's own machines share."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{parsed.exploded[:19]}::/64" if parsed.version == 6 else str(parsed)
