"""One walk over any record: every reference, piece of evidence, fact and external fact in it, with its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from sasac.models.base import External, Fact, Ref
from sasac.models.records import Meeting, Question
from sasac.strict_yaml import Path

# Fields whose values are dates, in facts from the texts and from outside.
DATE_FIELDS = ("date held", "date published")


@cache
def _plan(model: type[BaseModel]) -> list[tuple[str, str, Ref]]:
    """Attribute, key as written, and the reference it holds, for each field of a model that holds one."""
    found = [(name, info.alias or name, _ref([info.annotation, *info.metadata])) for name, info in model.model_fields.items()]
    return [(name, key, ref) for name, key, ref in found if ref]


def _ref(parts: list[Any]) -> Ref | None:
    """The references that a field's type allows, merged where it is a union of several."""
    folders: list[str] = []
    claims, found = False, False
    for part in parts:
        inner = part if isinstance(part, Ref) else _ref(list(get_args(part)) + list(getattr(part, "__metadata__", ())))
        if inner:
            found = True
            claims = claims or inner.claims
            folders += [folder for folder in inner.folders if folder not in folders]
    return Ref(tuple(folders), claims) if found else None


def models(value: BaseModel | list[Any], path: Path = ()) -> list[tuple[Path, BaseModel]]:
    """Every model inside a record, itself first, with its path of keys and positions as written in the file."""
    found: list[tuple[Path, BaseModel]] = []
    _collect(value, path, found)
    return found


@cache
def _holders(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Attribute and key of the fields of a model that may hold models."""
    return [(name, info.alias or name) for name, info in model.model_fields.items() if _may_hold(info.annotation)]


def _may_hold(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_may_hold(part) for part in get_args(annotation))


@cache
def lists(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Attribute and key of the fields of a model that hold lists."""
    return [(name, info.alias or name) for name, info in model.model_fields.items() if get_origin(info.annotation) is list]


def _collect(value: BaseModel | list[Any], path: Path, found: list[tuple[Path, BaseModel]]) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, BaseModel | list):
                _collect(item, (*path, index), found)
        return
    found.append((path, value))
    for name, key in _holders(type(value)):
        inner = getattr(value, name)
        if isinstance(inner, BaseModel | list):
            _collect(inner, (*path, key), found)


def references(model: BaseModel, path: Path) -> Iterator[tuple[Path, str, Ref]]:
    """The references a model itself holds (not those inside the models it holds)."""
    for name, key, ref in _plan(type(model)):
        value = getattr(model, name)
        if isinstance(value, str):
            yield (*path, key), value, ref
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, str):
                    yield (*path, key, index), item, ref


def dates(inside: Iterable[tuple[Path, BaseModel]]) -> Iterator[tuple[Path, str]]:
    """Every EDTF date in a record, with its path; given all models inside it."""
    for path, model in inside:
        if isinstance(model, Meeting):
            yield (*path, "date"), model.date
        elif isinstance(model, Question):
            yield (*path, "as_of"), model.as_of
        elif isinstance(model, Fact | External):
            if model.field in DATE_FIELDS and model.value:
                yield (*path, "value"), model.value
        else:
            # Most models have no such field, and a model is slow to say so.
            period = model.__dict__.get("period_edtf")
            if isinstance(period, str):
                yield (*path, "period_edtf"), period
