"""The training loop: one process, one core or a GPU; seeded, logged, and resumable after every epoch."""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from tocsin.train.lessons import Lesson, batches, thinned, without_tags
from tocsin.train.losses import LATER, WEIGHTS, losses
from tocsin.train.net import Net


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained. ``portions``: how many lessons of a source an epoch sees, as a share of all it has (more
    than 1: some twice); a source that is not named is seen whole."""

    epochs: int = 12
    seed: int = 1
    rate: float = 2.2e-4
    head_rate: float = 8.0  # times the rate of the encoder
    look_rate: float = 3.0  # of the layers in which spans look at one another, which a higher rate breaks
    decay: float = 0.01
    warm_up: float = 0.08
    batch: int = 2048  # positions of a batch, padding included
    keep_empty: float = 0.15  # share of the windows without a span that an epoch sees
    width: int = 126  # word pieces of a window
    bare: float = 0.1  # share of the lessons that an epoch sees without what the rules made of them
    naked: float = 0.05  # share without any tag
    memory: float = 0.998  # of the running mean of the weights, which is what is kept in the end
    portions: tuple[tuple[str, float], ...] = (("satp", 0.2), ("wiki_incidents_2018", 0.5), ("own", 2.0))


Say = Callable[[str], None]


def train(
    net: Net, lessons: Mapping[str, Sequence[Lesson]], types: Sequence[str], recipe: Recipe, folder: Path,
    say: Say, after: Callable[[int], Mapping[str, float]] | None = None,
) -> None:  # fmt: skip
    """Train ``net`` in place. ``folder`` holds ``state.pt`` (to resume) and ``log.jsonl`` (a line an epoch: losses, and
    the figures that ``after`` measures). A run that was broken off goes on behind its last whole epoch."""
    optimiser, mean = _optimiser(net, recipe), _Mean(net, recipe.memory)
    first = _resume(net, optimiser, mean, folder, recipe)
    steps = [_steps(lessons, recipe, epoch) for epoch in range(recipe.epochs)]
    total, done = sum(map(len, steps)), sum(map(len, steps[:first]))
    for epoch in range(first, recipe.epochs):
        torch.manual_seed(recipe.seed * 1000 + epoch)  # a resumed run drops out what an unbroken one does
        began = time.monotonic()
        sums: defaultdict[str, float] = defaultdict(float)
        seen: Counter[str] = Counter()
        net.train()
        net.encoder.half_precision = True
        for number, batch in enumerate(steps[epoch]):
            _set_rate(optimiser, recipe, done, total)
            for name, value in _step(net, optimiser, batch, types, LATER if epoch else WEIGHTS).items():
                sums[name] += value
                seen[name] += 1
            done += 1
            mean.add(net, done)
            if number % 50 == 49:
                say(f"epoch {epoch + 1} of {recipe.epochs}, step {done} of {total}, {time.monotonic() - began:.0f} s")
        net.eval()
        net.encoder.half_precision = False
        row: dict[str, Any] = {"epoch": epoch + 1, "seconds": round(time.monotonic() - began, 1)}
        row |= {f"loss_{name}": round(sums[name] / seen[name], 4) for name in sorted(sums)}
        row |= dict(after(epoch)) if after is not None else {}
        _keep(net, optimiser, mean, folder, epoch + 1, recipe, row)
        say(json.dumps(row))
    mean.give(net)


class _Mean:
    """A running mean of the weights: steadier than the last ones, which follow the last batches."""

    def __init__(self, net: Net, memory: float) -> None:
        self.memory = memory
        self.weights = {name: p.detach().clone() for name, p in net.named_parameters() if p.requires_grad}

    def add(self, net: Net, steps: int) -> None:
        """Add the weights after so many steps; early on the mean forgets faster."""
        keep = min(self.memory, (1 + steps) / (10 + steps))
        with torch.no_grad():
            for name, p in net.named_parameters():
                if name in self.weights:
                    self.weights[name].lerp_(p, 1 - keep)

    def give(self, net: Net) -> None:
        """Put the mean in the place of the net's weights."""
        with torch.no_grad():
            for name, p in net.named_parameters():
                if name in self.weights:
                    p.copy_(self.weights[name])


def _optimiser(net: Net, recipe: Recipe) -> torch.optim.Optimizer:
    encoder = [p for name, p in net.named_parameters() if name.startswith("encoder.") and p.requires_grad]
    looks = [p for name, p in net.named_parameters() if name.startswith("looks.")]
    heads = [p for name, p in net.named_parameters() if not name.startswith(("encoder.", "looks."))]
    return torch.optim.AdamW(
        [{"params": encoder, "times": 1.0}, {"params": heads, "times": recipe.head_rate},
         {"params": looks, "times": recipe.look_rate}],
        lr=recipe.rate, weight_decay=recipe.decay,
    )  # fmt: skip


def _set_rate(optimiser: torch.optim.Optimizer, recipe: Recipe, done: int, total: int) -> None:
    """Up in a line over the warm-up, then down in a line to a fiftieth."""
    share = min(1.0, (done + 1) / (recipe.warm_up * total)) * max(0.02, 1 - done / total)
    for group in optimiser.param_groups:
        group["lr"] = recipe.rate * group["times"] * share


def _step(
    net: Net, optimiser: torch.optim.Optimizer, batch: Sequence[Lesson], types: Sequence[str],
    weights: Mapping[str, float],
) -> dict[str, float]:  # fmt: skip
    parts = losses(net, batch, types)
    whole = torch.stack([weights[name] * loss for name, loss in parts.items()]).sum()
    optimiser.zero_grad()
    whole.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    return {name: loss.item() for name, loss in parts.items()}


def _steps(lessons: Mapping[str, Sequence[Lesson]], recipe: Recipe, epoch: int) -> list[list[Lesson]]:
    """The batches of an epoch: the same for the same seed, whether or not a run was broken off before it."""
    chance = random.Random(recipe.seed * 1000 + epoch)
    portions = defaultdict(lambda: 1.0, recipe.portions)
    chosen: list[Lesson] = []
    for source in sorted(lessons):
        whole, rest = divmod(portions[source], 1)
        own = list(lessons[source])
        chosen += own * int(whole) + chance.sample(own, int(rest * len(own)))
    chance.shuffle(chosen)
    thin = [thinned(each, chance, recipe.keep_empty) for each in chosen]
    return batches([_undressed(each, chance, recipe) for each in thin], recipe.batch, chance)


def _undressed(whole: Lesson, chance: random.Random, recipe: Recipe) -> Lesson:
    """The lesson, now and then without tags."""
    drawn = chance.random()
    if drawn < recipe.naked:
        return without_tags(whole, rules_only=False)
    return without_tags(whole, rules_only=True) if drawn < recipe.naked + recipe.bare else whole


def _keep(
    net: Net, optimiser: torch.optim.Optimizer, mean: _Mean, folder: Path, epochs: int, recipe: Recipe,
    row: Mapping[str, Any],
) -> None:  # fmt: skip
    """Write the state beside the last one and put it in its place, so that a killed run leaves one that opens."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {
        "net": net.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean.weights, "epochs": epochs,
        "recipe": asdict(recipe),
    }  # fmt: skip
    torch.save(state, folder / "state.part")
    (folder / "state.part").replace(folder / "state.pt")
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(dict(row)) + "\n")


def _resume(net: Net, optimiser: torch.optim.Optimizer, mean: _Mean, folder: Path, recipe: Recipe) -> int:
    """How many epochs are done already; their state is taken. Raises ValueError when it was made by another recipe."""
    path = folder / "state.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    if state["recipe"] != asdict(recipe):
        raise ValueError(f"{path} was made by another recipe; give another folder, or remove it to begin anew.")
    net.load_state_dict(state["net"])
    optimiser.load_state_dict(state["optimiser"])
    mean.weights = state["mean"]
    return int(state["epochs"])
