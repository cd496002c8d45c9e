"""Long work that nobody waits for on the line: it is begun, looked at, fetched, and forgotten after a time."""

import asyncio
import logging
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from translate.rows import Row
from translate.server.gate import told
from translate.server.limits import Limits
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.server.wording import Wording
from translate.server.work import Made, Work, made

State = Literal["waiting", "working", "done", "failed", "cancelled"]
_log = logging.getLogger("audarma.server")


class Job:
    """One of them: whose it is, what of it is done, and what it made."""

    def __init__(self, owner: str, work: Work, wordings: Sequence[Wording]) -> None:
        """Begin. Raises Refusal where too much waits already."""
        self.id, self.owner = secrets.token_urlsafe(16), owner
        self.created = datetime.now(UTC)
        self.state: State = "waiting"
        self.fault = ""
        self.made: Made | None = None
        self._work, self._order = work, work.queue(wordings)
        self.total = self._order.left
        # a window's rows come all at once, so that only the whole time since then says how fast it is
        self._began = time.monotonic()
        self.task = asyncio.ensure_future(self._run(wordings, self._order))

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state not in ("waiting", "working")

    @property
    def done(self) -> int:
        """How many sentences have their English."""
        return self.total - self._order.left

    @property
    def eta(self) -> float | None:
        """Seconds to its end, as far as its own speed or the engine's tells; None where neither is known."""
        if self.over:
            return 0.0
        if self.done:
            return (time.monotonic() - self._began) / self.done * self._order.left
        return self._work.merger.seconds(self._order.left)

    def cancel(self) -> None:
        """End it now."""
        if not self.over:
            self.state = "cancelled"
            self._work.merger.drop(self._order)
            self.task.cancel()

    async def _run(self, wordings: Sequence[Wording], order: Order) -> None:
        rows: list[Row] = []
        try:
            async for row in order.rows():
                self.state = "working"
                rows.append(row)
            self.made, self.state = made(wordings, order, rows), "done"
        except Refusal as refusal:
            self.state, self.fault = "failed", refusal.message
        except Exception as fault:
            _log.error("job failed: %s", told(fault))
            self.state, self.fault = "failed", "something went wrong inside Audarma; its log says where"
        finally:
            self._work.merger.drop(order)


class Jobs:
    """All jobs of all owners. They live in this process alone: when it ends they are gone."""

    def __init__(self, work: Work, limits: Limits) -> None:
        """Nothing is begun yet."""
        self._work, self._limits = work, limits
        self._jobs: dict[str, Job] = {}

    def begin(self, owner: str, wordings: Sequence[Wording]) -> Job:
        """A new one. Raises Refusal where its owner has too many that are not done, or too much waits already."""
        own = self.of(owner)
        if len(own) >= self._limits.jobs:
            finished = next((job for job in own if job.over), None)
            if finished is None:
                words = f"you have {len(own)} jobs in work already; wait for one, or cancel one"
                raise Refusal(429, words, {"Retry-After": "30"})
            del self._jobs[finished.id]
        job = Job(owner, self._work, wordings)
        self._jobs[job.id] = job
        job.task.add_done_callback(lambda _: self._forget_later(job))
        return job

    def of(self, owner: str) -> list[Job]:
        """Those of one owner, the oldest first."""
        return [job for job in self._jobs.values() if job.owner == owner]

    def one(self, owner: str, name: str) -> Job:
        """One of them. Raises Refusal where it is not there, or another's: these two are told alike."""
        job = self._jobs.get(name)
        if job is None or job.owner != owner:
            raise Refusal(404, "there is no such job; it may be too old, or the server was started anew")
        return job

    def drop(self, job: Job) -> None:
        """Cancel it where it is not done, and forget it."""
        job.cancel()
        self._jobs.pop(job.id, None)

    def _forget_later(self, job: Job) -> None:
        asyncio.get_running_loop().call_later(self._limits.job_kept, self._jobs.pop, job.id, None)
