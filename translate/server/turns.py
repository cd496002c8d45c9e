"""Whose sentences are sent on their way next: few at a time, drawn from all orders that wait, so that none holds it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from translate.rows import Place
from translate.server.order import Order

# More sentences at once are hardly faster (benchmarks/company.py).
WIDEST = 32
# Whoever waits for so few sentences waits for an answer, not for a document.
FEW = 8


@dataclass(slots=True)
class Flight:
    """Some sentences of an order on their way together; `urgent` where few are left, or nothing was seen yet."""

    order: Order
    urgent: bool
    places: list[Place] = field(default_factory=list)


def urgent(order: Order) -> bool:
    """Whether someone waits for an answer of a few sentences, or looks at it and has seen nothing yet."""
    return order.left <= FEW or _unseen(order)


def ranked(orders: Sequence[Order], window: int) -> list[Order]:
    """The orders, the next one first: those with least left, and in every other window those that have waited longest.

    By the first a sentence goes before documents of thousands; by the second these go on however many sentences come.
    """
    if window % 2:
        return sorted(orders, key=lambda order: (not _unseen(order), order.left))
    return sorted(orders, key=lambda order: order.turn)


def room(orders: Sequence[Order], size: int, flying: Sequence[Flight]) -> bool:
    """Whether any of these may go."""
    free = _free(size, flying)
    return any(free[urgent(order)] > 0 for order in orders)


def drawn(orders: Sequence[Order], size: int, window: int, flying: Sequence[Flight]) -> list[Flight]:
    """One sentence of each order in turn until so many are on their way, of the urgent and of the others each."""
    free = _free(size, flying)
    # whoever watches rows appear gets the first by itself, and then as many again as there are
    rooms = {id(order): max(1, order.drawn) if order.hurried else size for order in orders}
    flights: dict[int, Flight] = {}
    turns = [(order, urgent(order)) for order in orders]
    while turns:
        going = []
        for order, hastens in turns:
            if free[hastens] > 0 and rooms[id(order)] and (place := order.draw()):
                free[hastens] -= 1
                rooms[id(order)] -= 1
                order.turn = window
                flights.setdefault(id(order), Flight(order, hastens)).places.append(place)
                going.append((order, hastens))
        turns = going
    return list(flights.values())


def _unseen(order: Order) -> bool:
    """Whether someone looks at it and has seen nothing yet."""
    return order.hurried and not order.drawn


def _free(size: int, flying: Sequence[Flight]) -> dict[bool, int]:
    """How many sentences more may be on their way, of the urgent and of the others."""
    return {kind: size - sum(len(one.places) for one in flying if one.urgent is kind) for kind in (True, False)}
