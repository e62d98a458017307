"""Training of the local engine's model, from corpora to the folder that ships (``tocsin train``).

Needs the extra ``train``. A run that is broken off goes on behind its last whole epoch when it is started again.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from tocsin import knowledge
from tocsin.knowledge import Knowledge
from tocsin.knowledge.codebook import Codebook
from tocsin.read.neural.model import LocalModel
from tocsin.read.neural.tags import Noted, noted
from tocsin.read.neural.thresholds import Thresholds
from tocsin.read.rules.engine import RulesReader
from tocsin.train import muc_fillers, pretrained
from tocsin.train.card import write_card
from tocsin.train.curves import draw
from tocsin.train.example import Example
from tocsin.train.export import describe, export
from tocsin.train.gating import teach_gate
from tocsin.train.lessons import Lesson, lesson
from tocsin.train.loop import Recipe, Say, train
from tocsin.train.measure import figures
from tocsin.train.net import Net
from tocsin.train.plan import Notes, Plan, corpora
from tocsin.train.scoring import calibration_error, fitted, judged
from tocsin.train.sources.muc4_keys import read_folder
from tocsin.train.tune import held, plain, tuned

PORTIONS = (
    ("bbc", 0.15), ("india", 0.35), ("insightcrime", 0.15), ("muc4", 0.5), ("satp", 0.15), ("satp_relevant", 0.3),
    ("wiki_incidents_2018", 0.3), ("wikigold", 0.15), ("wnut17", 0.1),
)  # fmt: skip
"""Share of each corpus that an epoch sees: the large ones teach one conflict or names alone. Corpora that are not named
are seen whole."""

GATE_TEXTS = 400
"""Texts of each corpus that the gate learns from."""


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
    notes = Notes(known, plan.out / "run")
    recipe = replace(Recipe(), epochs=plan.epochs, seed=plan.seed, portions=PORTIONS)
    lessons = _lessons(taught, encoder / "tokenizer.json", notes, recipe, say)
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
    settle(plan.out, [(each, notes(each)) for each in kept], say)
    fill_templates(plan, known, say)
    teach_gate(plan.out, known, _plain_texts(taught, plan.seed), say)
    write_card(plan.out)
    return 0


def settle(folder: Path, kept: Sequence[tuple[Example, Noted]], say: Say) -> None:
    """Set the thresholds of a written model on held-out texts, and write its figures on them."""
    model = LocalModel(folder)
    texts = held(model, kept)
    settings, found, likely = judged(model, texts, tuned(model, texts, Thresholds(), say), say)
    scorer, error = fitted(found.rows, found.right), calibration_error(likely, found.right)
    say(f"{len(likely)} events to judge, {found.right.mean():.2f} right; calibration error left out {error:.3f}")
    describe(folder, thresholds=plain(settings), scorer=asdict(scorer))
    measured = figures(model, kept)
    (folder / "figures.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    say(json.dumps(measured))


def fill_templates(plan: Plan, known: Knowledge, say: Say) -> None:
    """Set from when on the heads for the roles of MUC-4 fill a template, on texts of it that were not trained on."""
    folder = plan.data / "muc4" / "tst1"
    if not folder.is_dir():
        return
    model, reader = LocalModel(plan.out), RulesReader(known)
    read = []
    for message in read_folder(folder):
        worked = reader.work(message.document)
        marks = noted(message.document, worked, known)
        read.append((message, model.read(message.document.text, [s.end for s in worked.sentences], marks)))
    settings = muc_fillers.tuned(model, read)
    say(f"MUC-4 templates: {settings}")
    describe(plan.out, muc=asdict(settings))


def _plain_texts(taught: Mapping[str, Sequence[Example]], seed: int) -> list[str]:
    """Texts of all corpora for the gate, as many of each as it has up to a limit."""
    chance = random.Random(seed)
    texts: list[str] = []
    for name in sorted(taught):
        own = [each.text for each in taught[name] if each.text.strip()]
        texts += chance.sample(own, min(GATE_TEXTS, len(own)))
    return texts


def _lessons(
    taught: Mapping[str, Sequence[Example]], words: Path, notes: Notes, recipe: Recipe, say: Callable[[str], None]
) -> dict[str, list[Lesson]]:
    tokenizer = Tokenizer.from_file(str(words))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = {}
    for name, own in taught.items():
        found[name] = [lesson(each, tokenizer, notes(each), recipe.width) for each in own if each.text.strip()]
        notes.keep()
        say(f"{name}: read by the rules")
    return found
