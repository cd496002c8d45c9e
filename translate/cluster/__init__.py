"""The same batch on a Ray cluster: each worker holds a model and makes the beads of whole windows.

Reading, the memory and writing stay with the one who asks: so an archive's laws hold whatever becomes of a worker. Ray
brings workers to their machines, starts fallen ones again and carries windows there and beads back.
"""

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glossary.matcher import Glossary
from translate.cluster.crew import EACH, PATIENCE, Crew, Distant, Post
from translate.cluster.recipe import Installed, Recipe, packed
from translate.cluster.seats import Node, Seat, seats
from translate.cluster.worker import Ready, Worker
from translate.engines.cores import physical
from translate.errors import AudarmaError, ModelError, SettingsError
from translate.settings import Spelling
from translate.translator import Translator

__all__ = ["LOCAL", "Installed", "Recipe", "opened"]

LOCAL = "local"
# Workers on this machine, where no number is given.
BESIDE = 2
# A worker is started again so often.
RESTARTS = 3
# How long a cluster may take to answer at all, in seconds.
_ANSWER = 10.0
# Windows and beads are small; Ray would take a third of the memory.
_STORE = 128 << 20


@contextmanager
def opened(
    address: str,
    recipe: Recipe,
    glossary: Glossary,
    spelling: Spelling = "day",
    *,
    workers: int | None = None,
    say: Callable[[str], None] = lambda note: None,
) -> Iterator[Translator]:
    """A translator whose beads are made by the workers of a cluster; `local` is one that lasts as long on this machine.

    Raises SettingsError where Ray or the cluster can't be reached, ModelError where a worker lacks the model or makes
    other English than the first.
    """
    ray = _ray(address)
    if address == LOCAL:
        workers = workers or BESIDE
    _connect(ray, address, workers)
    try:
        nodes = [
            Node(found["NodeID"], found["NodeManagerHostname"], offers.get("CPU", 0.0), offers.get("GPU", 0.0))
            for found in ray.nodes()
            if found["Alive"] and (offers := found["Resources"]).get("CPU")
        ]
        if not nodes:
            raise SettingsError(f"the cluster at {address} offers no processor; start Ray on its machines with some")
        posts = [Post(seat, _hired(ray, seat)) for seat in seats(nodes, workers)]
        kept = ray.put(packed(recipe))
        first = _same(_answers(ray, posts, kept))
        crew = Crew(ray, kept, posts, say)
        engine = Distant(first.engine, first.longest, crew)
        yield Translator(
            engine,
            glossary,
            first.model,
            first.decoding,
            first.draft,
            first.window,
            spelling,
            headlines=first.headlines,
            hands=crew,
        )
    finally:
        ray.shutdown()


def _ray(address: str) -> Any:
    # Ray reads both once, when it is imported. It tells its makers of every start unless it is told not to ...
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if address == LOCAL:
        # ... and listens on all interfaces unless it takes its machine for one that never joins others.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    elif (Path.home() / ".ray" / "auth_token").is_file():
        # A cluster that was started with this token, as Ray does by default, asks for it; another one does not mind.
        os.environ.setdefault("RAY_AUTH_MODE", "token")
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            f"Ray can't be loaded ({error}): install it with `pip install audarma[cluster]`, or leave --ray out"
        ) from error
    return ray


def _connect(ray: Any, address: str, workers: int | None) -> None:
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "CRITICAL"}
    try:
        if address == LOCAL:
            room = max(workers or 1, physical())
            ray.init("local", num_cpus=room, include_dashboard=False, object_store_memory=_STORE, **quiet)
        else:
            _knock(address)
            ray.init(address, **quiet)
    except (OSError, RuntimeError, ValueError, AssertionError, ray.exceptions.RayError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        where = "on this machine" if address == LOCAL else f"at {address}"
        raise SettingsError(
            f"Ray can't be reached {where} ({reason[:200]}): give the address that `ray start --head` shows, "
            "and the token where it asks for one; or local"
        ) from error


def _knock(address: str) -> None:
    """Raise OSError or ValueError where nobody answers there: Ray itself would try for minutes."""
    if address == "auto":
        return
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not port.isdecimal():
        raise ValueError("this is no HOST:PORT")
    socket.create_connection((host.strip("[]"), int(port)), _ANSWER).close()


def _hired(ray: Any, seat: Seat) -> Any:
    """An actor on that machine and no other: one whose machine is lost is not put beside another's model."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    there = NodeAffinitySchedulingStrategy(seat.node.key, soft=False)
    kind = ray.remote(max_restarts=RESTARTS, max_concurrency=EACH + 1, scheduling_strategy=there, **seat.wanted())(
        Worker
    )
    return kind.remote(seat.beside)


def _answers(ray: Any, posts: Sequence[Post], recipe: Any) -> list[Ready]:
    """What each worker says once it has its model. Raises ModelError, which names the machine."""
    said = [post.actor.ready.remote(recipe) for post in posts]
    late = ray.wait(said, num_returns=len(said), timeout=PATIENCE)[1]
    found = []
    for post, answer in zip(posts, said, strict=True):
        host = post.seat.node.host
        if answer in late:
            raise ModelError(f"the worker on {host} isn't ready after {PATIENCE:g} seconds: is that machine taken?")
        try:
            found.append(ray.get(answer))
        except ray.exceptions.RayTaskError as error:
            told = error.cause if isinstance(error.cause, AudarmaError) else str(error).strip().splitlines()[-1]
            raise ModelError(f"the worker on {host} can't begin: {told}") from None
        except ray.exceptions.RayError as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(f"the worker on {host} can't begin ({reason}): is Audarma installed there?") from error
    return found


def _same(found: Sequence[Ready]) -> Ready:
    first = found[0]
    for other in found[1:]:
        if other.signature != first.signature:
            raise ModelError(
                f"the workers would make other English: {other.signature} on {other.host}, {first.signature} on "
                f"{first.host}; install the same Audarma and model on both, or leave one out"
            )
        if other.weights != first.weights:
            raise ModelError(
                f"{first.model} on {other.host} is not that of {first.host}: install the same on both, or leave one out"
            )
    return first
