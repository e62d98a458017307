"""Training of the local engine's model, from corpora to the folder that ships (``tocsin train``).

Needs the extra ``train``. A run that is broken off goes on behind its last whole epoch when it is started again.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from tocsin import knowledge
from tocsin.knowledge.codebook import Codebook
from tocsin.read.neural.model import LocalModel
from tocsin.read.neural.tags import Tagged
from tocsin.read.neural.thresholds import Thresholds
from tocsin.train import pretrained
from tocsin.train.curves import draw
from tocsin.train.example import Example
from tocsin.train.export import describe, export
from tocsin.train.lessons import Lesson, lesson
from tocsin.train.loop import Recipe, Say, train
from tocsin.train.measure import figures
from tocsin.train.net import Net
from tocsin.train.plan import Plan, Tagger, corpora
from tocsin.train.tune import held, plain, tuned

PORTIONS = (
    ("bbc", 0.15), ("india", 0.35), ("insightcrime", 0.15), ("muc4", 0.5), ("satp", 0.15), ("satp_relevant", 0.3),
    ("wiki_incidents_2018", 0.3), ("wikigold", 0.15), ("wnut17", 0.1),
)  # fmt: skip
"""Share of each corpus that an epoch sees: the large ones teach one conflict or names alone. Corpora that are not named
are seen whole."""


def fit(plan: Plan, say: Say) -> int:
    """Train, write the model, set its thresholds on held-out texts, and keep its figures beside it. Returns 0.

    Raises:
        UsageError: the pretrained encoder is not there.
        CorpusError: a text that was annotated is another now.
    """
    torch.set_num_threads(plan.threads)
    encoder = pretrained.locate(plan.encoder, plan.out / "run" / "encoder")
    known = knowledge.load()
    taught, kept = corpora(plan, known)
    say(", ".join(f"{name}: {len(own)}" for name, own in sorted(taught.items())))
    tags = Tagger(known, plan.out / "run" / "tags.pickle")
    recipe = replace(Recipe(), epochs=plan.epochs, seed=plan.seed, portions=PORTIONS)
    lessons = _lessons(taught, encoder / "tokenizer.json", tags, recipe, say)
    types = Codebook.open().sub_event_types
    torch.manual_seed(recipe.seed)
    net = Net(len(types))
    net.encoder.load_pretrained(encoder / "model.safetensors")
    train(net.to(plan.device), lessons, types, recipe, plan.out / "run", say)
    draw(plan.out / "run" / "log.jsonl", plan.out / "curves.svg")
    about = {
        "recipe": asdict(recipe), "width": recipe.width, "only_open": plan.only_open,
        "corpora": {name: len(own) for name, own in sorted(taught.items())},
    }  # fmt: skip
    export(net, plan.out, encoder / "tokenizer.json", types, about)
    settle(plan.out, [(each, tags(each)) for each in kept], say)
    return 0


def settle(folder: Path, kept: Sequence[tuple[Example, Sequence[Tagged]]], say: Say) -> None:
    """Set the thresholds of a written model on held-out texts, and write its figures on them."""
    model = LocalModel(folder)
    settings = tuned(model, held(model, kept), Thresholds(), say)
    describe(folder, thresholds=plain(settings))
    measured = figures(model, kept)
    (folder / "figures.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    say(json.dumps(measured))


def _lessons(
    taught: Mapping[str, Sequence[Example]], words: Path, tags: Tagger, recipe: Recipe, say: Callable[[str], None]
) -> dict[str, list[Lesson]]:
    tokenizer = Tokenizer.from_file(str(words))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = {}
    for name, own in taught.items():
        found[name] = [lesson(each, tokenizer, tags(each), recipe.width) for each in own if each.text.strip()]
        tags.keep()
        say(f"{name}: read by the rules")
    return found
