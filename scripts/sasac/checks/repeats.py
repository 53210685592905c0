"""Lists: an entry that stands twice is one pasted twice."""

from __future__ import annotations

from pydantic import BaseModel

from sasac import walk
from sasac.models import Claim
from sasac.parse import Loaded
from sasac.problems import Problem


def check(loaded: Loaded) -> list[Problem]:
    """Equal entries in one list, whatever they are: evidence, printed forms, facts, ids."""
    problems: list[Problem] = []
    for path, model in loaded.models:
        for name, key in walk.lists(type(model)):
            value = getattr(model, name)
            if len(value) > 1:
                seen: dict[str, int] = {}
                # Claims carry ids, and an id that stands twice is told where ids are checked.
                for index, item in enumerate(value if not isinstance(value[0], Claim) else []):
                    first = seen.setdefault(item.model_dump_json() if isinstance(item, BaseModel) else str(item), index)
                    if first != index:
                        line = loaded.document.place((*path, key, first))[0]
                        what = f"the same entry stands twice in '{key}' (first on line {line})"
                        problems.append(loaded.problem((*path, key, index), what, "keep one of the two"))
    return problems
