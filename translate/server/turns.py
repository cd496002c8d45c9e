"""Whose sentences the engine reads next: a bounded window, drawn from all orders that wait, so that none holds it."""

from collections.abc import Sequence

from translate.server.order import Order
from translate.translator import Place, Translator

# More sentences at once are hardly faster (benchmarks/company.py), and whoever comes next waits for all of them.
WIDEST = 32
Drawn = list[tuple[Order, Place]]


def ranked(orders: Sequence[Order], window: int) -> list[Order]:
    """The orders, the next one first: those with least left, and in every other window those that have waited longest.

    By the first a sentence goes before documents of thousands; by the second these go on however many sentences come.
    So a sentence waits for two windows at most: the one that is in the engine, and perhaps one of the second kind.
    """
    if window % 2:
        return sorted(orders, key=lambda order: (not _first(order), order.left))
    return sorted(orders, key=lambda order: order.turn)


def drawn(orders: Sequence[Order], translator: Translator, window: int) -> Drawn:
    """One sentence of each order in turn until the window is full; all are of one translator."""
    size = min(translator.window, WIDEST)
    # whoever watches rows appear gets the first by itself, and then as many again as there are
    rooms = {id(order): max(1, order.drawn) if order.hurried else size for order in orders}
    found: Drawn = []
    turns = list(orders)
    while turns and len(found) < size:
        going = []
        for order in turns[: size - len(found)]:
            if rooms[id(order)] and (place := order.draw()):
                rooms[id(order)] -= 1
                order.turn = window
                found.append((order, place))
                going.append(order)
        turns = going
    return found


def _first(order: Order) -> bool:
    """Whether someone looks at it and has seen nothing yet."""
    return order.hurried and not order.drawn
