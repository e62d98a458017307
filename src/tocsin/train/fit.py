"""``tocsin train``: train the local engine's model from the corpora that are there.

    tocsin train --encoder DIR --data ../shared/data --out model/ [--only-open] [--epochs 12] [--seed 1]

Needs the extra ``train``. A run that is broken off goes on behind its last whole epoch when it is started again.
"""

import argparse
import hashlib
import json
import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tocsin import knowledge
from tocsin.knowledge import Knowledge
from tocsin.knowledge.codebook import Codebook
from tocsin.model.document import Document
from tocsin.read.neural.tags import Tagged, tags_of
from tocsin.read.rules.engine import RulesReader
from tocsin.train.example import Example
from tocsin.train.sources import examples, read_own
from tocsin.train.standoff import read_articles

PORTIONS = (
    ("bbc", 0.15), ("india", 0.35), ("insightcrime", 0.15), ("muc4", 0.5), ("satp", 0.15), ("satp_relevant", 0.3),
    ("wiki_incidents_2018", 0.3), ("wikigold", 0.15), ("wnut17", 0.1),
)  # fmt: skip
"""Share of each corpus that an epoch sees: the large ones teach one conflict or names alone. Corpora that are not named
are seen whole."""
HELD = 8  # one text in eight of those annotated in our labels is held out of training and measured on


def held_out(example: Example) -> bool:
    """Whether a text annotated in our labels is kept from training: by its id, so that it stays so when the corpus
    grows."""
    name = example.id if example.source == "own" else f"{example.source} {example.id}"
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD == 0


def main(argv: Sequence[str] | None = None) -> int:
    """Train, write the model, measure it on held-out texts, and keep the figures beside it."""
    options = _options(argv)
    try:
        import torch
        from tokenizers import Tokenizer

        from tocsin.read.neural.model import LocalModel
        from tocsin.train.export import export
        from tocsin.train.lessons import lesson
        from tocsin.train.loop import Recipe, train
        from tocsin.train.measure import figures
        from tocsin.train.net import Net
    except ModuleNotFoundError as error:
        print(f"Training needs {error.name}: pip install 'tocsin[train]'", file=sys.stderr)
        return 2
    torch.set_num_threads(options.threads)
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    known = knowledge.load()
    taught, kept = _corpora(options, known)
    print(", ".join(f"{name}: {len(own)}" for name, own in taught.items()), flush=True)
    tags = Tagger(known, options.out / "run" / "tags.pickle")
    recipe = replace(
        Recipe(), epochs=options.epochs, seed=options.seed, width=options.width, batch=options.batch, portions=PORTIONS,
    )  # fmt: skip
    lessons = {
        name: [lesson(each, tokenizer, tags(each), recipe.width) for each in own if each.text.strip()]
        for name, own in taught.items()
    }
    tags.keep()
    types = Codebook.open().sub_event_types
    torch.manual_seed(recipe.seed)
    net = Net(len(types))
    net.encoder.load_pretrained(options.encoder / "model.safetensors")
    train(net, lessons, types, recipe, options.out / "run", lambda line: print(line, flush=True))
    about = {
        "recipe": asdict(recipe), "width": recipe.width,
        "corpora": {name: len(own) for name, own in sorted(taught.items())},
    }  # fmt: skip
    export(net, options.out, options.encoder / "tokenizer.json", types, about)
    measured = figures(LocalModel(options.out), [(each, tags(each)) for each in kept])
    (options.out / "figures.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tocsin train", description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the third-party corpora")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="Tocsin's own annotated corpus")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model and the state of the run")
    parser.add_argument("--only-open", action="store_true", help="leave out corpora whose terms are doubtful")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=126, help="word pieces of a window")
    parser.add_argument("--batch", type=int, default=2048, help="positions of a batch")
    parser.add_argument("--threads", type=int, default=1, help="threads of torch")
    return parser.parse_args(argv)


class Tagger:
    """Tags of examples, as the rule reader gives them; kept in a file, since reading all corpora takes minutes."""

    def __init__(self, known: Knowledge, path: Path) -> None:
        self._reader = RulesReader(known)
        self._path = path
        self._known: dict[str, tuple[Tagged, ...]] = pickle.loads(path.read_bytes()) if path.exists() else {}

    def __call__(self, example: Example) -> tuple[Tagged, ...]:
        key = hashlib.sha256(example.text.encode()).hexdigest()
        if key not in self._known:
            self._known[key] = tags_of(self._reader.work(Document(example.id, example.text, language="en")))
        return self._known[key]

    def keep(self) -> None:
        """Write the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(pickle.dumps(self._known))


def _corpora(options: argparse.Namespace, known: Knowledge) -> tuple[Mapping[str, list[Example]], list[Example]]:
    """The examples to train on by corpus, and the held-out ones."""
    marked: dict[str, Iterable[Example]] = {"own": read_own(options.corpus)}
    marked |= read_articles(options.corpus, options.data, options.only_open)
    taught = examples(options.data, known, options.only_open)
    kept: list[Example] = []
    for name, own in marked.items():
        every = list(own)
        taught[name] = [each for each in every if not held_out(each)]
        kept += [each for each in every if held_out(each)]
    return taught, kept


if __name__ == "__main__":
    raise SystemExit(main())
