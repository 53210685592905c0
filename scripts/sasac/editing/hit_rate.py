"""How good the proposals are: each source held out in turn, proposals for its sentences against what its editors wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sasac import texts
from sasac.checks.evidence import joined
from sasac.editing import known, rules
from sasac.load import Loading
from sasac.models import Claim, Fact, Figure, Form, Participant, Task
from sasac.models.vocabulary import NOT_STATED

# Which dates a sentence itself can show: the day of publication is often only inferred, from a date line.
_DATES = {"stated": ("date held", "date published"), "inferred": ("date published",), NOT_STATED: ()}
KINDS = ("names", "numbers", "dates", "tasks", "themes")


@dataclass
class Rate:
    """Pairs of sentence and value: written by the editors, proposed, and both; `new` were written but known from no other source."""

    written: int = 0
    new: int = 0
    proposed: int = 0
    both: int = 0

    def add(self, gold: set[str], guess: set[str], unknown: set[str]) -> None:
        """Count one sentence."""
        self.written += len(gold)
        self.new += len(gold & unknown)
        self.proposed += len(guess)
        self.both += len(gold & guess)


@dataclass
class Gold:
    """What the editors wrote for one sentence, by kind of proposal."""

    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def gold(loading: Loading, source: str) -> dict[str, Gold]:
    """Sentence to what the records that rest on it say."""
    found: dict[str, Gold] = defaultdict(Gold)
    for loaded in loading.all():
        for _, model in loaded.models:
            if isinstance(model, Form) and model.source == source and loaded.folder in known.NAMED:
                found[model.sentence].values["names"].add(loaded.id)
            evidence = getattr(model, "evidence", [])
            # A claim is drawn from the sentence that it cites first; what else it cites shows who speaks.
            for item in evidence[:1] if isinstance(model, Claim) else evidence:
                if item.source != source:
                    continue
                here = found[item.sentence].values
                here["themes"] |= set(getattr(model, "themes", []))
                if isinstance(model, Participant):
                    here["names"].add(model.who)
                printed = {number.value for number in rules.numbers(item.quote)}
                if isinstance(model, Figure) and (model.value in printed or (model.value != NOT_STATED and model.kind == "stated")):
                    here["numbers"].add(model.value)
                if isinstance(model, Fact) and model.field in _DATES[model.kind] and model.value:
                    here["dates"].add(model.value)
                if period := getattr(model, "period_edtf", None):
                    here["dates"].add(period)
                if isinstance(model, Task):
                    here["tasks"].add(model.modality)
    return found


def measure(loading: Loading, at_hand: texts.Texts) -> dict[str, dict[str, Rate]]:
    """Source to kind to rate; only sources whose text is at hand."""
    rows: dict[str, dict[str, Rate]] = {}
    joins = joined(loading)
    for source, lines in sorted(at_hand.sentences.items()):
        taught = known.learn(loading, without=source)
        held = {identifier for group in taught.forms.values() for identifier in group}
        wanted = gold(loading, source)
        rates = rows[source] = {kind: Rate() for kind in KINDS}
        inner = {piece for (cited, _), pieces in joins.items() if cited == source for piece in pieces[1:]}
        for sentence in lines:
            if sentence in inner:
                continue
            line = " ".join(lines[piece] for piece in joins.get((source, sentence), [sentence]))
            named = [identifier for identifier, _ in taught.names(line)]
            guesses = {
                "names": set(named), "numbers": {number.value for number in rules.numbers(line)}, "dates": set(rules.dates(line)),
                "tasks": {modality for modality, _ in rules.marks(line)}, "themes": set(taught.themes(line, named)),
            }
            for kind in KINDS:
                values = wanted[sentence].values[kind]
                if kind == "dates":
                    # A year that only another sentence gives cannot be read here.
                    values = {value for value in values if value.startswith("XXXX") or value[:4] in line}
                rates[kind].add(values, guesses[kind], values - held if kind == "names" else set())
    return rows


def table(rows: dict[str, dict[str, Rate]]) -> str:
    """The rates as a Markdown table, source by source, then all together."""
    head = ("Source held out", "Kind", "Written by editors", "Known elsewhere", "Proposed", "Found", "Of those known", "Right")
    lines = [f"| {' | '.join(head)} |", "|---|---|---|---|---|---|---|---|"]
    whole = {kind: Rate() for kind in KINDS}
    for rates in rows.values():
        for kind, rate in rates.items():
            for name in ("written", "new", "proposed", "both"):
                setattr(whole[kind], name, getattr(whole[kind], name) + getattr(rate, name))
    for source, rates in [*rows.items(), ("all five" if len(rows) == 5 else "all", whole)]:
        for kind, rate in rates.items():
            reachable = rate.written - rate.new
            shares = [f"{part / total:.0%}" if total else "–" for part, total in ((rate.both, reachable), (rate.both, rate.proposed))]
            lines.append(f"| {source} | {kind} | {rate.written} | {reachable} | {rate.proposed} | {rate.both} | {shares[0]} | {shares[1]} |")
    return "\n".join(lines)
