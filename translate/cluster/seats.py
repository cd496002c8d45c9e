"""Where workers sit: how many on which machine, and what share of it each has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A machine of the cluster: how many processors and graphics cards it offers."""

    key: str
    host: str
    processors: float
    cards: float = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A worker's share of a machine; `beside` workers share it, this one among them."""

    node: Node
    beside: int

    def wanted(self) -> Mapping[str, float]:
        """What Ray is to keep for it: whole processors and cards where there are so many."""
        return {"num_cpus": _share(self.node.processors, self.beside), "num_gpus": _share(self.node.cards, self.beside)}


def seats(nodes: Sequence[Node], workers: int | None = None) -> list[Seat]:
    """Where the workers sit: `workers` of them dealt out in turn, else one for each card or machine without cards."""
    if workers is None:
        counts = [max(1, int(node.cards)) for node in nodes]
    else:
        counts = [workers // len(nodes) + (at < workers % len(nodes)) for at in range(len(nodes))]
    return [Seat(node, count) for node, count in zip(nodes, counts, strict=True) for _ in range(count)]


def _share(whole: float, among: int) -> float:
    return float(whole // among) if whole >= among else whole / among
