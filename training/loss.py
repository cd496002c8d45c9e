"""Cross-entropy over a sample of the output pieces: the full output layer costs more than the whole small decoder."""

import re
from collections.abc import Sequence

import torch


class Sampler:
    """Draws the pieces that one batch is scored over: all of its own, and others by how often English uses them.

    Others are drawn independently with known chances, and 1/chance weighs each in the sum (Horvitz-Thompson), so the
    sampled normaliser is right on average; with all chances at 1 it is the full softmax.
    """

    def __init__(self, counts: torch.Tensor, wanted: int, seed: int = 1) -> None:
        """`counts` says how often each piece is written; about `wanted` of them are drawn."""
        share = (counts.double() + 1.0).pow(0.6)
        low, high = 0.0, 1e12
        for _ in range(80):  # the scale at which the chances, none above 1, add up to the wanted number
            middle = (low + high) / 2
            low, high = (middle, high) if (share / share.sum() * middle).clamp(max=1).sum() < wanted else (low, middle)
        self.chances = (share / share.sum() * high).clamp(max=1).float()
        if wanted >= len(counts):
            self.chances = torch.ones(len(counts))
        self.generator = torch.Generator().manual_seed(seed)

    def draw(self, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Pieces to score over, rising, and the correction that goes onto the logit of each."""
        taken = torch.rand(len(self.chances), generator=self.generator) < self.chances
        own = torch.zeros_like(taken)
        own[targets.cpu()] = True
        pieces = (taken | own).nonzero().squeeze(1)
        chances = torch.where(own, torch.ones(()), self.chances)[pieces]
        return pieces.to(targets.device), -chances.log().to(targets.device)


def sampled_loss(
    logits: torch.Tensor,
    correction: torch.Tensor,
    places: torch.Tensor,
    smoothing: float,
    weights: torch.Tensor | None = None,
) -> torch.Tensor:
    """Mean loss of the targets at `places` among the drawn pieces, one row of logits each, weighted or plain."""
    normaliser = (logits + correction).logsumexp(1)
    loss = normaliser - (1 - smoothing) * logits.gather(1, places[:, None]).squeeze(1)
    if smoothing:
        shares = correction.exp() / correction.exp().sum()
        loss = loss - smoothing * (logits @ shares)
    return loss.mean() if weights is None else (loss * weights).sum() / weights.sum()


class Copies:
    """Finds the output pieces that a source in another script holds too: names and terms that are to be copied."""

    def __init__(self, pieces: Sequence[str], weight: float) -> None:
        """`pieces` are the texts by number; a copied one weighs `weight` times as much as another."""
        self.latin = torch.tensor([bool(re.fullmatch("▁?[A-Za-z]+", piece)) for piece in pieces])
        self.weight = weight

    def weights(self, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """One weight for each piece of `target` (rows x pieces); `source` has the same rows."""
        both = (target[:, :, None] == source[:, None, :]).any(2)
        copied = both & self.latin.to(target.device)[target]
        return torch.where(copied, self.weight, 1.0)
