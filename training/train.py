"""Train, resume, report: a broad mix of groups first, a Kazakh one at the end, the rate falling over the plan.

python -m training.train --rows rows.npz --encoder encoder-q4.npz --tokenizer tokenizer.json --dev dev.tsv --out run
"""

import argparse
import json
import math
import multiprocessing
import time
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from transformers import BartForConditionalGeneration

from training.data import EOS, PAD, Row, batches, load
from training.loss import Copies, Sampler, sampled_loss
from training.model import build, warm, writable, write_all
from training.score import chrf, halves, read_test, translate
from training.words import Words

# Shares of batches. Few pairs fit into an hour of two cores: then Kazakh itself teaches more than its relatives.
MIX = "kk-news=3,kk-prose=3,kk-docs=1.2,kk-words=0.8,kk-ui=0.2,kk-noise=0.3,kk-inline=0.5,ru=2,xx=2,en=0.1"
LAST = "kk-news=4,kk-prose=4,kk-docs=1.5,kk-words=0.6,kk-ui=0.2,kk-noise=0.5,kk-inline=0.7,ru=1,xx=0.5"
CYRILLIC = ("kk-", "ru")


def shares(text: str) -> dict[str, float]:
    """A mix as the command line has it: `group=share` with commas between."""
    return {name: float(share) for name, share in (item.split("=") for item in text.split(","))}


def padded(rows: list[list[int]], device: torch.device) -> torch.Tensor:
    """Rows as one tensor, the short ones filled up."""
    width = max(map(len, rows))
    return torch.tensor([row + [PAD] * (width - len(row)) for row in rows], device=device)


def release(model: BartForConditionalGeneration, layers: int) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Set what the optimiser trains: the decoder, and the encoder's upper layers. The pieces go their own way."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    encoder = list(model.model.encoder.layers)
    inner = [p for layer in encoder[len(encoder) - layers :] for p in layer.parameters()]
    outer = [p for name, p in model.model.decoder.named_parameters() if not name.startswith("embed_tokens")]
    for parameter in [*inner, *outer]:
        parameter.requires_grad_(True)
    return outer, inner


def arguments() -> argparse.Namespace:
    """What the command line may set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, required=True, help="made by training.data")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--dev", type=Path, required=True, help="lines of source<TAB>english, scored greedily")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a converted directory to begin from")
    parser.add_argument("--reverse", action="store_true", help="English to Kazakh, on rows made with --reverse")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--minutes", type=float, default=9, help="of this run")
    parser.add_argument("--plan", type=float, default=0, help="minutes over which the rate falls, all runs together")
    parser.add_argument("--decoder-layers", type=int, default=3)
    parser.add_argument("--free", type=int, default=0, help="how many upper encoder layers are trained")
    parser.add_argument("--tokens", type=int, default=2400, help="padded pieces a side in a batch")
    parser.add_argument(
        "--sample", type=int, default=4000, help="output pieces drawn beside a batch's own; 0 takes all"
    )
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--word-rate", type=float, default=2e-4, help="of the pieces' vectors; 0 keeps them")
    parser.add_argument("--warmup", type=int, default=100)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--copy-weight", type=float, default=1, help="of pieces copied out of Kazakh and Russian rows")
    parser.add_argument("--mix", type=shares, default=MIX)
    parser.add_argument("--last", type=shares, default=LAST, help="the mix of the last stage")
    parser.add_argument("--last-share", type=float, default=0.4, help="of the plan")
    parser.add_argument("--dev-every", type=float, default=15)
    parser.add_argument("--dev-rows", type=int, default=400)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1, help="processes on one set of weights, for a busy CPU")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Run:
    """One training run: the network, its optimiser, the clock."""

    def __init__(self, o: argparse.Namespace) -> None:
        """Build or resume what `o` asks for."""
        self.o = o
        self.began = time.time()
        self.english = writable(o.encoder)
        self.model = build(o.encoder, o.decoder_layers)
        if o.reverse:
            self.english = self.model.config.vocab_size
            write_all(self.model)
        if o.start:
            warm(self.model, o.start, Tokenizer.from_file(o.tokenizer))
        if o.device == "cpu":  # there the fused kernel's backward pass takes longer than plain products
            self.model.set_attn_implementation("eager")
        self.model.to(o.device).train()
        self.pools = load(o.rows)
        outer, inner = release(self.model, o.free)
        self.words = Words(self.model.model.shared.weight)
        self.fresh = 0  # the step at which the optimiser began
        groups = [{"params": outer, "lr": 0.0, "peak": o.rate}, {"params": inner, "lr": 0.0, "peak": o.encoder_rate}]
        self.optimizer = torch.optim.AdamW(
            [g for g in groups if g["params"]], betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        counts = sum(
            torch.bincount(torch.from_numpy(p.english).long(), minlength=self.english) for p in self.pools.values()
        )
        assert isinstance(counts, torch.Tensor)
        self.sampler = Sampler(counts, o.sample or self.english, o.seed)
        self.copies = None
        if o.copy_weight != 1:
            tokenizer = Tokenizer.from_file(o.tokenizer)
            pieces = [tokenizer.id_to_token(i) or "" for i in range(self.model.config.vocab_size)]
            self.copies = Copies(pieces, o.copy_weight)
        self.spent = 0.0
        self.counts = torch.zeros(2, dtype=torch.long)  # steps and pairs; shared by all workers
        self.lock = multiprocessing.get_context("fork").Lock()
        if o.resume:
            self.restore()

    @property
    def step(self) -> int:
        """Batches that moved the weights, of all workers and runs."""
        return int(self.counts[0])

    @property
    def seen(self) -> int:
        """Pairs trained on, each pass counted."""
        return int(self.counts[1])

    @property
    def elapsed(self) -> float:
        """Seconds of this run."""
        return time.time() - self.began

    @property
    def done(self) -> float:
        """The share of the plan behind us, earlier runs counted in."""
        plan: float = self.o.plan or self.o.minutes
        return min(1.0, (self.spent + self.elapsed) / (60 * plan))

    def restore(self) -> None:
        """Go on where the last run saved."""
        state = torch.load(self.o.out / "state.pt", map_location=self.o.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        try:
            self.optimizer.load_state_dict(state["optimizer"])
            self.words.restore(state["words"])
            self.fresh = state["fresh"]
        except (ValueError, KeyError):
            print("the optimiser begins anew: other parts are trained than before", flush=True)
            self.fresh = state["step"]
        self.counts += torch.tensor([state["step"], state["seen"]])
        self.spent = state["spent"]

    def share(self) -> None:
        """Move weights and the optimiser's moments to shared memory, for several workers at once."""
        if not self.optimizer.state:
            for parameter in (p for g in self.optimizer.param_groups for p in g["params"]):
                parameter.grad = torch.zeros_like(parameter)
            self.optimizer.step()  # at rate 0: it only makes the moments
            self.optimizer.zero_grad(set_to_none=True)
        self.model.share_memory()
        self.words.share()
        self.counts.share_memory_()  # type: ignore[no-untyped-call]
        for moments in self.optimizer.state.values():
            for value in moments.values():
                value.share_memory_()

    def save(self) -> None:
        """Keep all that resuming needs, and the weights alone in half precision, for the average."""
        state: dict[str, Any] = {
            "step": self.step,
            "spent": self.spent + self.elapsed,
            "seen": self.seen,
            "fresh": self.fresh,
        }
        state |= {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "words": self.words.state(),
        }
        torch.save(state, self.o.out / "state.pt")
        tied = ("lm_head.weight", "embed_tokens.weight")  # three more names of the pieces' vectors
        half = {name: value.half() for name, value in self.model.state_dict().items() if not name.endswith(tied)}
        torch.save(half, self.o.out / f"weights-{self.step:06}.pt")

    def loss(self, group: str, rows: list[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, int]:
        """The loss, the pieces that the batch touches, the copy of their vectors in use, and how many targets."""
        model, device = self.model, self.model.device
        source, target = padded([s for s, _ in rows], device), padded([t for _, t in rows], device)
        keep = target != PAD
        written, correction = self.sampler.draw(target[keep])
        read = torch.unique(source)
        touched = torch.cat([written, read[~torch.isin(read, written)]])
        place = torch.zeros(len(self.words.weight), dtype=torch.long, device=device)
        place[touched] = torch.arange(len(touched), device=device)
        table = self.words.take(touched)
        begun = torch.cat([torch.full_like(target[:, :1], EOS), target[:, :-1]], 1)
        # Below the lowest trained layer no gradient is worth its time.
        read_table = table if self.o.free == len(model.model.encoder.layers) else table.detach()
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=halves(device)):
            mask = (source != PAD).long()
            encoded = model.model.encoder(inputs_embeds=read_table[place[source]], attention_mask=mask)
            hidden = model.model.decoder(
                inputs_embeds=table[place[begun]],
                encoder_hidden_states=encoded.last_hidden_state,
                encoder_attention_mask=mask,
                use_cache=False,
            ).last_hidden_state[keep]
            logits = functional.linear(hidden, table[: len(written)]).float() + model.final_logits_bias[0, written]
        cyrillic = group.startswith(CYRILLIC)  # elsewhere a Latin piece on both sides is no sign of a copy
        weights = self.copies.weights(source, target)[keep] if self.copies and cyrillic else None
        loss = sampled_loss(logits, correction, place[target[keep]], self.o.smoothing, weights)
        return loss, touched, table, int(keep.sum())

    def one(self, group: str, rows: list[Row]) -> tuple[float, int]:
        """Train on one batch of a group."""
        loss, touched, table, words = self.loss(group, rows)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        assert table.grad is not None
        nn.utils.clip_grad_norm_([table, *(p for g in self.optimizer.param_groups for p in g["params"])], 1.0)
        with self.lock:
            age = self.step - self.fresh + 1
            scale = min(1.0, age / self.o.warmup) * max(0.02, 0.5 * (1 + math.cos(math.pi * self.done)))
            for part in self.optimizer.param_groups:
                part["lr"] = part["peak"] * scale
            self.optimizer.step()
            if self.o.word_rate:
                self.words.move(touched, table.grad, self.o.word_rate * scale)
            self.counts += torch.tensor([1, len(rows)])
        return float(loss.detach()), words

    def report(self, tokenizer: Tokenizer) -> None:
        """Score the test rows greedily and add a point to the curve."""
        sources, references = read_test(self.o.dev, self.o.dev_rows)
        if self.o.reverse:
            sources, references = references, sources
        outputs = translate(self.model, tokenizer, sources)
        point = {
            "minutes": round((self.spent + self.elapsed) / 60, 1),
            "pairs": self.seen,
            "chrf": chrf(outputs, references),
        }
        with (self.o.out / "curve.jsonl").open("a") as curve:
            curve.write(json.dumps(point) + "\n")
        print(json.dumps(point), *(f"\n   > {text}" for text in outputs[:40:10]), flush=True)


def main() -> None:
    """Start the workers."""
    o = arguments()
    o.mix, o.last = (shares(m) if isinstance(m, str) else m for m in (o.mix, o.last))
    if o.threads:
        torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    o.out.mkdir(parents=True, exist_ok=True)
    run = Run(o)
    if o.workers == 1:
        work(run, 0)
        return
    run.share()
    processes = [multiprocessing.get_context("fork").Process(target=work, args=(run, n)) for n in range(o.workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def work(run: Run, worker: int) -> None:
    """Train until the minutes are over; the first worker also reports and saves.

    Several workers on one set of weights, each with its own batches and none waiting for another (Recht et al. 2011):
    on a busy machine two threads of one process always wait for the slower core.
    """
    o = run.o
    tokenizer = Tokenizer.from_file(o.tokenizer)
    run.sampler.generator.manual_seed(o.seed + worker + 7919 * run.step)
    streams = [batches(run.pools, mix, o.tokens, o.seed + worker + 7919 * run.step) for mix in (o.mix, o.last)]
    spoke, losses, words, clock, before = time.time(), 0.0, 0, time.time(), run.seen
    steps = 0
    while run.elapsed < o.minutes * 60:
        group, rows = next(streams[run.done > 1 - o.last_share])
        loss, count = run.one(group, rows)
        losses, words, steps = losses + loss * count, words + count, steps + 1
        if steps % 25 == 0 and worker == 0:
            speed = (run.seen - before) / (time.time() - clock)
            print(
                f"step {run.step} {run.done:.3f} loss {losses / words:.3f} {speed:.0f} pairs/s seen {run.seen}",
                flush=True,
            )
            losses, words, clock, before = 0.0, 0, time.time(), run.seen
        if time.time() - spoke > o.dev_every * 60 and worker == 0:
            run.save()
            run.report(tokenizer)
            spoke = time.time()
    if worker == 0:
        run.save()
        run.report(tokenizer)


if __name__ == "__main__":
    main()
