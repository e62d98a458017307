"""Event coreference within topics of ECB+: gold mentions of validated sentences, to clusters.

    python bench/coref.py [--data ../shared/data/ecbplus]

Beside two baselines (same head lemma within a topic; the same within documents that are alike) stands a scorer of
pairs over what Tocsin compares: the class of the trigger in its lexicon, the words and names of the sentences, days
and numbers, the likeness of the documents. Most of ECB+ is no conflict (awards, mergers, sport), so Tocsin's readings
of place, day, sides and toll, which carry its own merging, seldom exist there. The scorer (logistic regression)
learns on topics 1-25, and so are the thresholds set: on what it says of each topic after learning from the others.
Topics 26-35 are only measured. Its weights serve this bench alone: nothing that ships is taught by ECB+. Intervals
are over topics.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from rapidfuzz import fuzz

from common import Clock, Figures, Tally, arguments, four, report, total
from coref_measures import NAMES, conll, f1, sums
from ecbplus import Mention, mentions
from tocsin import knowledge
from tocsin.merge.settings import load, stem
from tocsin.model.text import fold

TEST, FOLDS, SHRINK = range(26, 36), 5, 10.0
_PARTICLES = frozenset(
    {"off", "up", "out", "down", "in", "into", "on", "over", "away", "back", "to", "of", "for", "from", "at", "by",
     "with"}
)  # fmt: skip
_AUXILIARIES = frozenset(
    {"was", "were", "been", "be", "is", "are", "has", "have", "had", "will", "would", "being", "the", "a", "an", "to"}
)
_TIMES = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december",
    }
)  # fmt: skip


class Lemmas:
    """Lemmas by the lexicon's irregular forms, else by cutting endings; and the acts a lemma triggers."""

    def __init__(self) -> None:
        folder = knowledge.data_path("lexicon")
        irregular = yaml.safe_load((folder / "inflections.yml").read_text(encoding="utf-8"))
        self._irregular = dict(_forms(irregular))
        acts = yaml.safe_load((folder / "triggers.yml").read_text(encoding="utf-8"))
        self._acts: dict[str, set[str]] = {}
        for act, entry in acts.items():
            for phrase in (*entry.get("verbs", ()), *entry.get("nouns", ())):
                if " " not in str(phrase):
                    self._acts.setdefault(self.of(str(phrase)), set()).add(act)

    def of(self, word: str) -> str:
        """The lemma of a word, good enough to compare with another made the same way."""
        folded = fold(word)
        base = self._irregular.get(folded, folded)
        cut = stem(base)
        return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "ls" else cut

    def head(self, words: Sequence[str]) -> str:
        """The lemma of a mention's head: its last word, of a phrasal verb its first."""
        content = [w for w in words if fold(w) not in _AUXILIARIES] or list(words)
        last = [w for w in content if fold(w) not in _PARTICLES] or content
        return self.of(last[0] if fold(content[-1]) in _PARTICLES else last[-1])

    def acts(self, lemma: str) -> set[str]:
        """The acts of the lexicon that a lemma tells."""
        return self._acts.get(lemma, set())


def _forms(raw: object) -> list[tuple[str, str]]:
    """(form, base) of every irregular form, whatever the depth at which the file keeps them."""
    if not isinstance(raw, dict):
        return []
    found = []
    for key, value in raw.items():
        if isinstance(value, dict):
            found += _forms(value)
        elif isinstance(value, list):
            found += [(fold(form), fold(str(key))) for entry in value for form in str(entry).split("|")]
        elif isinstance(value, str):
            found += [(fold(form), fold(str(key))) for form in value.split()]
    return found


@dataclass
class Topic:
    """The mentions of one topic, with what pairs are compared by."""

    mentions: list[Mention]
    heads: list[str]
    features: np.ndarray  # (n, n, number of features)
    likeness: np.ndarray  # (n, n) of the mentions' documents
    gold: list[frozenset[int]]


class Corpus:
    """Topics made ready; weights of words come from the documents of topics 1-25."""

    def __init__(self, options_data: object, topics: range, known: "Corpus | None" = None) -> None:
        found, texts = mentions(options_data, topics)  # type: ignore[arg-type]
        self.lemmas = known.lemmas if known else Lemmas()
        self.rarity = known.rarity if known else _rarity(texts.values(), self.lemmas)
        vectors = {name: self._vector(words) for name, words in texts.items()}
        present = sorted({m.topic for m in found})
        self.topics = [self._topic([m for m in found if m.topic == t], vectors) for t in present]

    def _vector(self, words: Sequence[str]) -> dict[str, float]:
        plain = load().across.plain_words
        counts: dict[str, float] = {}
        for word in words:
            if len(word) > 2 and fold(word) not in plain:
                key = self.lemmas.of(word)
                counts[key] = counts.get(key, 0.0) + 1.0
        vector = {k: (1 + np.log(n)) * self.rarity.get(k, max(self.rarity.values())) for k, n in counts.items()}
        norm = float(np.sqrt(sum(v * v for v in vector.values()))) or 1.0
        return {k: v / norm for k, v in vector.items()}

    def _topic(self, found: list[Mention], documents: dict[str, dict[str, float]]) -> Topic:
        heads = [self.lemmas.head(m.words) for m in found]
        names = sorted({m.document for m in found})
        alike = np.array([[_dot(documents[a], documents[b]) for b in names] for a in names])
        at = [names.index(m.document) for m in found]
        likeness = alike[np.ix_(at, at)]
        sentences = [self._vector(m.sentence) for m in found]
        features = np.stack(self._pairwise(found, heads, sentences, likeness), axis=-1)
        chains: dict[str, set[int]] = {}
        for n, m in enumerate(found):
            chains.setdefault(m.chain, set()).add(n)
        return Topic(found, heads, features, likeness, [frozenset(c) for c in chains.values()])

    def _pairwise(
        self, found: list[Mention], heads: list[str], sentences: list[dict[str, float]], likeness: np.ndarray
    ) -> list[np.ndarray]:
        size = range(len(found))
        said = [_said(m) for m in found]
        same = np.array([[float(heads[a] == heads[b]) for b in size] for a in size])
        close = np.array([[fuzz.ratio(heads[a], heads[b]) / 100 for b in size] for a in size])
        acts = [self.lemmas.acts(h) for h in heads]
        act = np.array([[float(bool(acts[a] & acts[b])) for b in size] for a in size])
        words = np.array([[_dot(sentences[a], sentences[b]) for b in size] for a in size])
        name, number, time = (np.array([[_overlap(x[k], y[k]) for y in said] for x in said]) for k in range(3))
        document = np.array([[float(a.document == b.document) for b in found] for a in found])
        windows = [self._vector(_around(m)) for m in found]
        beside = np.array([[_dot(windows[a], windows[b]) for b in size] for a in size])
        lead = np.array([float(m.sentence_number <= 1) for m in found])
        lead = lead[:, None] * lead[None, :]
        rare = np.array([self.rarity.get(h, 4.0) / 4 for h in heads])
        rare = np.minimum(rare[:, None], rare[None, :])
        near = (close > _CLOSE) * (1 - same)
        kin = np.maximum(act * (1 - same), near)
        return [
            same, close, act, words, name, number, time, document, likeness, same * rare, same * likeness, same * words,
            same * document, same * name, kin * likeness, kin * words, kin * name, near, time * same, words * likeness,
            beside, beside * same, beside * kin, lead, lead * same, lead * kin, same * rare * likeness,
            same * name * likeness,
        ]  # fmt: skip


_CLOSE = 0.75  # likeness of two lemmas from which they may be of one family: "acquire", "acquisition"


def _rarity(texts: object, lemmas: Lemmas) -> dict[str, float]:
    documents = [{lemmas.of(w) for w in words} for words in texts]  # type: ignore[attr-defined]
    counts: dict[str, int] = {}
    for document in documents:
        for word in document:
            counts[word] = counts.get(word, 0) + 1
    return {word: float(np.log(len(documents) / n) + 0.1) for word, n in counts.items()}


def _said(mention: Mention) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Names, numbers and days in a sentence."""
    inner = mention.sentence[1:]
    return (
        frozenset(fold(w) for w in inner if w[:1].isupper() and fold(w) not in _TIMES),
        frozenset(w for w in mention.sentence if w[:1].isdigit()),
        frozenset(fold(w) for w in mention.sentence if fold(w) in _TIMES),
    )


_AROUND = 6  # words on either side


def _around(mention: Mention) -> tuple[str, ...]:
    """The words next to a mention, without its own."""
    first = next((n for n, w in enumerate(mention.sentence) if w == mention.words[0]), 0)
    before = mention.sentence[max(0, first - _AROUND) : first]
    behind = mention.sentence[first + len(mention.words) : first + len(mention.words) + _AROUND]
    return (*before, *behind)


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the smaller set that both have; 0 where one is empty."""
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _dot(left: dict[str, float], right: dict[str, float]) -> float:
    if len(right) < len(left):
        left, right = right, left
    return sum(value * right.get(key, 0.0) for key, value in left.items())


def learn(topics: Sequence[Topic]) -> np.ndarray:
    """Weights of logistic regression over the pairs of ``topics`` (the last one is the intercept); Newton's method with
    a little shrinkage."""
    rows, wanted = [], []
    for topic in topics:
        chain = {n: k for k, c in enumerate(topic.gold) for n in c}
        upper = np.triu_indices(len(topic.mentions), 1)
        rows.append(topic.features[upper])
        wanted.append(np.array([chain[a] == chain[b] for a, b in zip(*upper, strict=True)], dtype=float))
    x = np.concatenate(rows)
    x, y = np.hstack([x, np.ones((len(x), 1))]), np.concatenate(wanted)
    weights = np.zeros(x.shape[1])
    for _ in range(12):
        likely = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (likely - y) + SHRINK * weights
        curve = (x * (likely * (1 - likely))[:, None]).T @ x + SHRINK * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def grouped(likely: np.ndarray, threshold: float) -> list[frozenset[int]]:
    """Average linkage: the likeliest two groups are joined as long as their mean is at least ``threshold``."""
    size = len(likely)
    groups = [[n] for n in range(size)]
    mean = likely.copy()
    np.fill_diagonal(mean, -1.0)
    while size > 1:
        a, b = divmod(int(mean.argmax()), len(mean))
        if mean[a, b] < threshold:
            break
        n, m = len(groups[a]), len(groups[b])
        row = (mean[a] * n + mean[b] * m) / (n + m)
        mean[a], mean[:, a] = row, row
        mean[b], mean[:, b], mean[a, a] = -1.0, -1.0, -1.0
        groups[a], groups[b] = groups[a] + groups[b], []
        size -= 1
    return [frozenset(g) for g in groups if g]


def by_lemma(topic: Topic, alike: float | None) -> list[frozenset[int]]:
    """Same head lemma within the topic; ``alike``: only within groups of documents of at least so much likeness."""
    homes = [0] * len(topic.mentions)
    if alike is not None:
        documents = sorted({m.document for m in topic.mentions})
        first = [next(n for n, m in enumerate(topic.mentions) if m.document == d) for d in documents]
        groups = grouped(topic.likeness[np.ix_(first, first)], alike)
        home = {documents[n]: k for k, g in enumerate(groups) for n in g}
        homes = [home[m.document] for m in topic.mentions]
    found: dict[tuple[str, int], set[int]] = {}
    for n, head in enumerate(topic.heads):
        found.setdefault((head, homes[n]), set()).add(n)
    return [frozenset(g) for g in found.values()]


def likely_of(topic: Topic, weights: np.ndarray) -> np.ndarray:
    """How likely each pair of mentions is one event, by the scorer."""
    return 1 / (1 + np.exp(-(topic.features @ weights[:-1] + weights[-1])))


def _out_of_fold(topics: Sequence[Topic]) -> list[np.ndarray]:
    """What the scorer says of each topic when it has learned from the topics of other folds."""
    taught = [learn([t for n, t in enumerate(topics) if n % FOLDS != fold_number]) for fold_number in range(FOLDS)]
    return [likely_of(topic, taught[number % FOLDS]) for number, topic in enumerate(topics)]


def _conll(topics: Sequence[Topic], of: object) -> float:
    return conll(total(tallies(topics, of))) or 0.0


def tallies(topics: Sequence[Topic], of: object) -> list[Tally]:
    """Sums of all measures, one a topic."""
    return [sums(t.gold, of(t)) for t in topics]  # type: ignore[operator]


def best(topics: Sequence[Topic], of: object, values: Sequence[float]) -> float:
    """The value with the best CoNLL F1."""

    def score(value: float) -> float:
        return conll(total(tallies(topics, lambda t: of(t, value)))) or 0.0  # type: ignore[operator]

    return max(values, key=score)


def main() -> None:
    options = arguments(__doc__ or "", "ecbplus", ["ECBplus_coreference_sentences.csv"])
    clock, figures = Clock(), Figures()
    known = Corpus(options.data, range(1, 26))
    told = _out_of_fold(known.topics)
    steps = [n / 50 for n in range(2, 45)]
    pairs = list(zip(known.topics, told, strict=True))

    def developed(value: float) -> float:
        return conll(total([sums(t.gold, grouped(likely, value)) for t, likely in pairs])) or 0.0

    threshold = max(steps, key=developed)
    alike = best(known.topics, by_lemma, steps)
    shown = developed(threshold), *(_conll(known.topics, lambda t, a=a: by_lemma(t, a)) for a in (None, alike))  # type: ignore[misc]
    print("topics 1-25, each foretold from the others: scorer, lemma, lemma in alike documents:", *map(four, shown))
    print(f"threshold of the scorer {threshold}, of documents {alike}, both set there")
    weights = learn(known.topics)
    test = Corpus(options.data, TEST, known).topics
    made = tallies(test, lambda t: grouped(likely_of(t, weights), threshold))
    plain, within = tallies(test, lambda t: by_lemma(t, None)), tallies(test, lambda t: by_lemma(t, alike))
    figures.add("conll_f1", made, conll, idle=plain)
    figures.add("lemma_conll_f1", plain, conll)
    figures.add("lemma_alike_conll_f1", within, conll)
    for name in NAMES:
        figures.add(name if name == "lea" else f"{name}_f1", made, lambda t, n=name: f1(t, n), idle=plain)  # type: ignore[misc]
    report("ecbplus", options, sum(len(t.mentions) for t in test), figures, clock)


if __name__ == "__main__":
    main()
