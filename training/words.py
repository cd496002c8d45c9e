"""The pieces' vectors, trained row by row: a batch touches a few thousand of 70,000, so only those are moved."""

import torch

FIRST, SECOND, TINY = 0.9, 0.98, 1e-8


class Words:
    """Adam over the rows that a batch touches, each row with its own age (the lazy Adam of sparse embeddings)."""

    def __init__(self, weight: torch.Tensor) -> None:
        """Moments of zero for every row."""
        self.weight = weight.detach()
        self.first = torch.zeros_like(self.weight)
        self.second = torch.zeros_like(self.weight)
        self.age = torch.zeros(len(self.weight), 1, device=weight.device)

    def take(self, rows: torch.Tensor) -> torch.Tensor:
        """A copy of these rows that collects a gradient."""
        return self.weight[rows].requires_grad_()

    @torch.no_grad()
    def move(self, rows: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """One step on these rows alone."""
        age = self.age[rows] + 1
        first = self.first[rows].lerp_(gradient, 1 - FIRST)
        second = self.second[rows].lerp_(gradient * gradient, 1 - SECOND)
        step = (first / (1 - FIRST**age)) / ((second / (1 - SECOND**age)).sqrt() + TINY)
        self.weight[rows] -= rate * step
        self.age[rows], self.first[rows], self.second[rows] = age, first, second

    def state(self) -> dict[str, torch.Tensor]:
        """The moments, to be kept beside the weights."""
        return {"first": self.first, "second": self.second, "age": self.age}

    def restore(self, state: dict[str, torch.Tensor]) -> None:
        """Take up the moments that `state` gave."""
        for name, value in self.state().items():
            value.copy_(state[name])

    def share(self) -> None:
        """Let several processes work on them."""
        for value in self.state().values():
            value.share_memory_()  # type: ignore[no-untyped-call]
