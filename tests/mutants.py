"""Every kind of damage that a record file may suffer, each as new bytes and the lines in which it must be noticed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sasac import walk
from sasac.models import Claim, Evidence, Figure, Form, schema_name
from sasac.models.vocabulary import NOT_STATED
from sasac.parse import HEADER, Loaded
from sasac.strict_yaml import Path

NEAR_THE_LIMIT = 800_000
OTHER_SOURCE = "gmt8press-central-enterprise-seminar"


@dataclass(frozen=True)
class Mutant:
    """A damaged file: what was done, the bytes, the value that was hit, and the first and last line that a message may name."""

    damage: str
    data: bytes
    path: Path
    first: int
    last: int


class Pairs(list[tuple[str, Any]]):
    """A mapping whose keys may stand twice."""


class Bare(str):
    """A scalar written without quotation marks."""


def tree(value: Any) -> Any:
    """Plain values as a tree that can be damaged."""
    if isinstance(value, dict):
        return Pairs((key, tree(inner)) for key, inner in value.items())
    return [tree(inner) for inner in value] if isinstance(value, list) else value


def written(head: str, root: Any) -> tuple[bytes, dict[Path, tuple[int, int]]]:
    """A tree as YAML, one value a line, and the first and last line of each value."""
    lines, spans = [head], dict[Path, tuple[int, int]]()

    def put(value: Any, path: Path, before: str) -> None:
        first = len(lines) + 1
        if isinstance(value, list):
            items = list(value) if isinstance(value, Pairs) else list(enumerate(value))
            marks = "{}" if isinstance(value, Pairs) else "[]"
            lines.append(before + marks[0])
            for key, inner in items:
                put(inner, (*path, key), " " * len(path) + (f"{json.dumps(key, ensure_ascii=False)}: " if isinstance(value, Pairs) else ""))
                lines[-1] += ","
            lines.append(" " * len(path) + marks[1])
        else:
            lines.append(before + (value if isinstance(value, Bare) else json.dumps(value, ensure_ascii=False)))
        spans[path] = (first, len(lines))

    put(root, (), "")
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"), spans


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in plain data, with its path."""
    yield path, value
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*path, key))


def parent(root: Any, path: Path) -> Any:
    """The container in which a value of a tree stands."""
    for key in path[:-1]:
        root = root[key] if isinstance(key, int) else next(inner for name, inner in root if name == key)
    return root


def put_in(root: Any, path: Path, change: Callable[[Any], Any]) -> None:
    """Replace the value at a path."""
    around = parent(root, path)
    at = path[-1] if isinstance(path[-1], int) else [name for name, _ in around].index(path[-1])
    around[at] = change(around[at]) if not isinstance(around, Pairs) else (path[-1], change(around[at][1]))


def replaced(new: Any) -> Callable[[Any, Path], None]:
    """A change that puts a fixed value in a value's place."""
    return lambda root, path: put_in(root, path, lambda _: new)


def by(function: Callable[[str], Any]) -> Callable[[Any, Path], None]:
    """A change that makes a new value out of the old."""
    return lambda root, path: put_in(root, path, function)


def _remove(root: Any, path: Path) -> None:
    around = parent(root, path)
    around[:] = [pair for pair in around if pair[0] != path[-1]]


def _rename(new: Callable[[str], str]) -> Callable[[Any, Path], None]:
    def change(root: Any, path: Path) -> None:
        around = parent(root, path)
        around[:] = [(new(key) if key == path[-1] else key, value) for key, value in around]

    return change


def _again(value: Callable[[Any], Any]) -> Callable[[Any, Path], None]:
    def change(root: Any, path: Path) -> None:
        around = parent(root, path)
        around.append((path[-1], value(next(inner for key, inner in around if key == path[-1]))))

    return change


def _add(key: str, value: Any) -> Callable[[Any, Path], None]:
    return lambda root, path: parent(root, path).append((key, value))


def _item_again(root: Any, path: Path) -> None:
    around = parent(root, path)
    around.append(around[path[-1]])


def _altered(word: str) -> str:
    return ("b" if word[:1] != "b" else "c") + word[1:]


def _words(change: Callable[[list[str]], list[str]]) -> Callable[[Any, Path], None]:
    return by(lambda quote: " ".join(change(quote.split(" "))))


# name, which values it is done to, what is done.
KEYED = "a value with a key"
TEXT, LIST, MAPPING, ITEM, REFERENCE, DATE, QUOTE, SENTENCE, SOURCE = "text", "list", "mapping", "item", "reference", "date", "quote", "sentence", "source"
NUMBER, QUALIFIER, KIND = "number", "qualifier of a number", "kind of claim"
SORTS = (KEYED, TEXT, LIST, MAPPING, ITEM, REFERENCE, DATE, QUOTE, SENTENCE, SOURCE, NUMBER, QUALIFIER, KIND)
DAMAGES: list[tuple[str, str, Callable[[Any, Path], None]]] = [
    ("key removed", KEYED, _remove),
    ("key misspelt", KEYED, _rename(lambda key: key[:-1] + "x")),
    ("key renamed", KEYED, _rename(lambda key: "zzz")),
    ("key in capitals", KEYED, _rename(str.upper)),
    ("key empty", KEYED, _rename(lambda key: "")),
    ("key 800 kB long", KEYED, _rename(lambda key: key * (NEAR_THE_LIMIT // len(key)))),
    ("key duplicated", KEYED, _again(lambda value: value)),
    ("key duplicated with another value", KEYED, _again(lambda value: "another")),
    ("key added", KEYED, _add("colour", "red")),
    ("key added: __class__", KEYED, _add("__class__", "sasac.models.Task")),
    ("key added: <<", KEYED, _add("<<", "x")),
    ("item duplicated", ITEM, _item_again),
    ("text made a list", TEXT, by(lambda text: [text])),
    ("text made a mapping", TEXT, by(lambda text: Pairs([("value", text)]))),
    ("list made text", LIST, replaced("text")),
    ("list made a mapping", LIST, replaced(Pairs([("one", "two")]))),
    ("list emptied", LIST, replaced([])),
    ("list in a list", LIST, by(lambda value: [value])),
    ("mapping made text", MAPPING, replaced("text")),
    ("mapping made a list", MAPPING, by(lambda value: [inner for _, inner in value])),
    ("mapping emptied", MAPPING, replaced(Pairs())),
    *((f"bare {bare or 'nothing'}", TEXT, replaced(Bare(bare))) for bare in ("NO", "12:30", "2023-05-24", "22", "2.4", "~", "", "0x1F", ".inf", "=")),
    ("id dangling", REFERENCE, replaced("no-such-record")),
    ("id misspelt", REFERENCE, by(lambda text: text[:-1] + "-q")),
    ("id with a path", REFERENCE, replaced("../../etc/passwd")),
    ("id 800 kB long", REFERENCE, replaced("a" * NEAR_THE_LIMIT)),
    ("date impossible", DATE, replaced("2023-02-30")),
    ("month impossible", DATE, replaced("2023-13-01")),
    ("date backwards", DATE, replaced("2023-05-24/2023-05-20")),
    ("date in words", DATE, replaced("yesterday")),
    ("date 800 kB long", DATE, replaced("2023/" * (NEAR_THE_LIMIT // 5))),
    ("evidence moved to another sentence", SENTENCE, by(lambda text: "p1s1" if text != "p1s1" else "p2s1")),
    ("evidence moved out of the text", SENTENCE, replaced("p99s1")),
    ("evidence moved to another source", SOURCE, by(lambda text: "scio-transcript-central-soes" if text[:4] != "scio" else OTHER_SOURCE)),
    ("evidence shortened at its end", QUOTE, _words(lambda words: words[:-1])),
    ("evidence shortened at its start", QUOTE, _words(lambda words: words[1:])),
    ("evidence without its middle", QUOTE, _words(lambda words: words[:1] + words[2:])),
    ("evidence altered by a letter", QUOTE, _words(lambda words: [*words[:-1], _altered(words[-1])])),
    ("evidence in another case", QUOTE, by(str.swapcase)),
    ("evidence reversed", QUOTE, _words(lambda words: words[::-1])),
    ("evidence with a word more", QUOTE, by(lambda text: f"{text} unsaid")),
    ("evidence ended by …", QUOTE, by(lambda text: f"{text} …")),
    ("number altered", NUMBER, by(lambda text: f"{text}1")),
    ("number moved by a place", NUMBER, by(lambda text: text.replace(".", "") if "." in text else f"{text}.5")),
    ("number in other digits", NUMBER, by(lambda text: text.translate({ord("0") + n: 0xFF10 + n for n in range(10)}))),
    ("qualifier removed", QUALIFIER, _remove),
    ("claim made stated by a lost line", KIND, _remove),
    ("text emptied", TEXT, replaced("")),
    ("text of a blank", TEXT, replaced(" ")),
    ("text in parts (Unicode NFD)", TEXT, by(lambda text: f"{text} e\u0301")),
    ("text with a Cyrillic letter", TEXT, by(lambda text: f"{text} n\u0430me")),
    ("text with full-width letters", TEXT, by(lambda text: f"{text} n\uff41me")),
    ("text doubled", TEXT, by(lambda text: f"{text} {text}")),
    ("text with a line break", TEXT, by(lambda text: f"{text}\n{text}x")),
    ("text 1 MB long", TEXT, by(lambda text: text * (1_000_001 // len(text) + 1))),
    ("text 800 kB long", TEXT, by(lambda text: text * (NEAR_THE_LIMIT // len(text.encode())))),
    ("text of 800 kB without a blank", TEXT, replaced("a" * NEAR_THE_LIMIT)),
    ("text with an escaped override", TEXT, by(lambda text: Bare('"\\u202e' + text.replace("\\", "").replace('"', "") + '"'))),
    ("text with an escaped NUL", TEXT, by(lambda text: Bare('"\\0' + text.replace("\\", "").replace('"', "") + '"'))),
]

LAUGHS = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" if n else f"l0: &l0 [{', '.join(['ha'] * 9)}]" for n in range(9))
APPENDED = {
    "an anchor": "more: &a text", "an alias": "more: *a", "an anchor and its alias": "more: &a text\nless: *a", "billion laughs": LAUGHS,
    "a merge key": "more:\n  <<: {a: b}", "a merge key and an alias": "base: &base {a: b}\nmore:\n  <<: *base",
    "a Python object": "more: !!python/object/apply:os.system ['touch /tmp/sasac-was-here']", "a Python name": "more: !!python/name:os.system",
    "a Python tuple": "more: !!python/tuple [a, b]", "a tag": "more: !mine text", "a binary": "more: !!binary aGVsbG8=", "a set": "more: !!set {a, b}",
    "a second document": "---\nname: Another", "an end and more": "...\nname: Another", "a directive": "...\n%YAML 1.2\n---\na: b",
    "a key that is a list": "? [a, b]\n: c", "depth": "more: " + "[" * 20_000, "closed depth": "more: " + "[" * 20_000 + "]" * 20_000,
    "braces": "more: " + "{a: " * 20_000, "an open quotation mark": 'more: "text', "a tab": "more:\ttext", "an indent": "   more: text", "a colon": "a: b: c",
    "a block text": "more: |\n  text\n  text", "hundreds of keys": "\n".join(f"k{number}: v" for number in range(400)),
}
INSERTED = {
    "a byte order mark": "\ufeff".encode(), "a NUL": b"\0", "invalid UTF-8": b"\xff", "half a character": b"\xe4\xb8", "an overlong slash": b"\xc0\xaf",
    "a lone surrogate": b"\xed\xa0\x80", "UTF-16": "text".encode("utf-16"), "a right-to-left override": "\u202e".encode(), "an isolate": "\u2067".encode(),
    "a zero-width space": "\u200b".encode(), "a zero-width joiner": "\u200d".encode(), "a soft hyphen": "\u00ad".encode(), "a word joiner": "\u2060".encode(),
    "a line separator": "\u2028".encode(), "a next line": "\u0085".encode(), "an escape": b"\x1b[2J", "a bell": b"\x07", "a delete": b"\x7f",
    "a combining joiner": "\u034f".encode(), "a Hangul filler": "\u3164".encode(), "a variation selector": "\ufe0f".encode(),
    "a tag character": "\U000e0041".encode(),
    "a carriage return": b"\r",
}


def _targets(loaded: Loaded) -> dict[str, list[Path]]:
    """Values of each sort in a record."""
    found: dict[str, list[Path]] = {name: [] for name in SORTS}
    for path, value in paths(loaded.document.value):
        if path:
            found[KEYED if isinstance(path[-1], str) else ITEM].append(path)
            found[TEXT if isinstance(value, str) else LIST if isinstance(value, list) else MAPPING].append(path)
    for path, model in walk.models(loaded.record):
        found[REFERENCE] += [where for where, target, _ in walk.references(model, path) if target != NOT_STATED]
        if isinstance(model, Evidence | Form):
            found[QUOTE].append((*path, "quote" if isinstance(model, Evidence) else "form"))
            found[SENTENCE].append((*path, "sentence"))
            found[SOURCE].append((*path, "source"))
        if isinstance(model, Figure) and model.value != NOT_STATED:
            found[NUMBER].append((*path, "value"))
            found[QUALIFIER] += [(*path, "qualifier")] if model.qualifier else []
        if isinstance(model, Claim) and model.kind == "inferred":
            found[KIND].append((*path, "kind"))
    found[DATE] = [path for path, _ in walk.dates(loaded.models)]
    return found


def shape(path: Path) -> Path:
    """A path without positions: the kind of place it is."""
    return tuple("*" if isinstance(part, int) else part for part in path)


def without(loaded: Loaded, path: Path) -> Mutant:
    """A record without one of its keys."""
    root = tree(loaded.document.value)
    _remove(root, path)
    new, spans = written(HEADER.format(schema_name(loaded.folder)), root)
    return Mutant("key removed", new, path, *spans[path[:-1]])


def mutants(loaded: Loaded, data: bytes, places: int, large: bool = True) -> Iterator[Mutant]:
    """Every kind of damage to one file; each is done at up to so many places of different kinds, the same ones at every run.

    Unless `large`, of those that make a file of nearly the largest size only one: they cost as much as all others together.
    """
    chance = random.Random(loaded.file)
    head = data.split(b"\n", 1)[0].decode()
    targets = _targets(loaded)
    for name, sort, change in DAMAGES:
        options = targets[sort]
        chance.shuffle(options)
        if "800 kB" in name and not large and name != "text 800 kB long":
            continue
        kinds = {shape(path): path for path in options}
        for path in list(kinds.values())[: 1 if "kB" in name or "MB" in name else places]:
            root = tree(loaded.document.value)
            change(root, path)
            new, spans = written(head, root)
            yield Mutant(name, new, path, *((1, new.count(b"\n")) if "1 MB" in name or sort == QUOTE else spans[path[:-1]]))
    for name, more in APPENDED.items():
        yield Mutant(f"ends with {name}", data + more.encode() + b"\n", (), data.count(b"\n") + 1, data.count(b"\n") + more.count("\n") + 2)
    for name, mark in INSERTED.items():
        offset = chance.randrange(len(data) + 1)
        while offset < len(data) and data[offset] & 0xC0 == 0x80:
            offset += 1
        line = data.count(b"\n", 0, offset) + 1
        yield Mutant(f"holds {name}", data[:offset] + mark + data[offset:], (), line, line)
    yield Mutant("begins with a byte order mark", b"\xef\xbb\xbf" + data, (), 1, 1)
    yield Mutant("CRLF", data.replace(b"\n", b"\r\n"), (), 1, 1)
    yield Mutant("CR", data.replace(b"\n", b"\r"), (), 1, 1)
    yield Mutant("UTF-16", data.decode().encode("utf-16"), (), 1, 1)
    yield Mutant("without its head line", data.split(b"\n", 1)[1], (), 1, 1)
    yield Mutant("empty", b"", (), 1, 1)
    yield Mutant("blank", b"\n \n", (), 1, 1)
    yield Mutant("head line alone", head.encode() + b"\n", (), 1, 2)
    yield Mutant("cut off", data[: chance.randrange(len(head) + 6, len(data) // 2)].decode("utf-8", "ignore").encode(), (), 1, data.count(b"\n"))
    yield Mutant("two copies", data + data, (), data.count(b"\n") + 1, 2 * data.count(b"\n"))
    yield Mutant("another order of keys", written(head, Pairs(reversed(tree(loaded.document.value))))[0], (), 1, 1)
    yield Mutant("another layout", written(head, tree(loaded.document.value))[0], (), 1, 1)
    yield Mutant("a comment more", data + b"# note\n", (), 1, 1)
