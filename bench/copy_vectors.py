"""Whether mean states of the local engine's encoder tell machine paraphrases from look-alikes (decision 0006).

    python bench/copy_vectors.py

Cosine of each composed paraphrase, and of each look-alike, with its root (``corpus/copies``, both halves), tags left
empty.
"""

import json

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from own_copies import FOLDER, composed
from tocsin.read.neural import engine

WINDOW = 126
"""Word pieces of a window, as the engine reads them."""


def main() -> None:
    folder = engine.__file__.rsplit("/", 1)[0] + "/weights"
    session = ort.InferenceSession(f"{folder}/model.onnx", providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokenizer.no_truncation()
    tags = session.get_inputs()[1].shape[-1]

    def vector(text: str) -> np.ndarray:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        states = []
        for start in range(0, len(ids), WINDOW):
            window = np.array([ids[start : start + WINDOW]], dtype=np.int64)
            empty = np.zeros((1, window.shape[1], tags), dtype=np.float32)
            states.append(session.run(["states"], {"ids": window, "tags": empty})[0][0])
        mean: np.ndarray = np.concatenate(states).mean(axis=0)
        return mean / np.linalg.norm(mean)

    texts = list(composed(sorted(FOLDER.glob("*-*.yml"))))
    roots = {t.story: vector(t.document.text) for t in texts if t.kind == "root"}
    paraphrases, others = [], []
    for text in texts:
        if text.kind in ("machine_paraphrase", "independent", "template"):
            cosine = float(vector(text.document.text) @ roots[text.story])
            (paraphrases if text.kind == "machine_paraphrase" else others).append(cosine)
    above = float(np.mean([p > o for p in paraphrases for o in others]))
    for name, found in (("paraphrases", paraphrases), ("look-alikes", others)):
        print(f"{name} {min(found):.3f} to {max(found):.3f}")
    sure = float(np.mean([p > max(others) for p in paraphrases]))
    print(json.dumps({"auc": round(above, 3), "recall_without_false_alarm": round(sure, 3)}))


if __name__ == "__main__":
    main()
