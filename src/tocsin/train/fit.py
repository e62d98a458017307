"""``python -m tocsin.train.fit``: train the local engine's model from the corpora that are there.

    python -m tocsin.train.fit --encoder DIR --data ../shared/data --out model/ [--only-open] [--epochs 9] [--seed 1]

Needs the extra ``train``. A run that is broken off goes on behind its last whole epoch when it is started again.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tocsin import knowledge
from tocsin.knowledge.codebook import Codebook
from tocsin.train.example import Example
from tocsin.train.sources import examples, read_own

PORTIONS = (
    ("muc4", 0.6), ("own", 2.0), ("satp", 0.2), ("wiki_incidents_2018", 0.4), ("wikigold", 0.3), ("wnut17", 0.3),
)  # fmt: skip
"""Share of each corpus that an epoch sees: the large ones teach one conflict or names alone."""
HELD = 8  # one report of ours in eight is held out of training and measured on


def held_out(name: str) -> bool:
    """Whether a report of our corpus is kept from training: by its id, so that it stays so when the corpus grows."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD == 0


def main(argv: Sequence[str] | None = None) -> int:
    """Train, write the model, measure it on held-out reports, and keep the figures beside it."""
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
    taught, kept = _corpora(options)
    print(", ".join(f"{name}: {len(own)}" for name, own in taught.items()), flush=True)
    lessons = {name: [lesson(each, tokenizer) for each in own if each.text.strip()] for name, own in taught.items()}
    types = Codebook.open().sub_event_types
    net = Net(len(types))
    net.encoder.load_pretrained(options.encoder / "model.safetensors")
    recipe = replace(Recipe(), epochs=options.epochs, seed=options.seed, portions=PORTIONS)
    train(net, lessons, types, recipe, options.out / "run", lambda line: print(line, flush=True))
    about = {"recipe": asdict(recipe), "corpora": {name: len(own) for name, own in sorted(taught.items())}}
    export(net, options.out, options.encoder / "tokenizer.json", types, about)
    measured = figures(LocalModel(options.out), kept)
    (options.out / "figures.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tocsin.train.fit", description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the third-party corpora")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="Tocsin's own annotated corpus")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model and the state of the run")
    parser.add_argument("--only-open", action="store_true", help="leave out corpora whose terms are doubtful")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="threads of torch; one is as fast as two for this size")
    return parser.parse_args(argv)


def _corpora(options: argparse.Namespace) -> tuple[Mapping[str, list[Example]], list[Example]]:
    """The examples to train on by corpus, and our own held-out ones."""
    own = list(read_own(options.corpus))
    taught = examples(options.data, knowledge.load(), options.only_open)
    taught["own"] = [each for each in own if not held_out(each.id)]
    return taught, [each for each in own if held_out(each.id)]


if __name__ == "__main__":
    raise SystemExit(main())
