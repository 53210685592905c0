"""Jinja for many pages: what templates do most (call a macro, read a field, write a value) without the detours that strangers' templates need.

The same templates give the same text with Jinja's own environment; a test compares the two. Autoescaping is always on.
"""

from __future__ import annotations

from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]


class _Context(Context):
    """Calls macros and methods at once: neither takes the context, so Jinja need not look for a mark on them that says so."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is not Macro and kind is not MethodType:
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class _Generator(CodeGenerator):
    """Writes values escaped as plain text: they are joined at once, and need not carry a mark that says that they are escaped."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            raise RuntimeError("autoescaping is always on here; a template may not switch it")
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)


class Templates(Environment):
    """The templates of a folder: autoescaped, an undefined name is an error, and a mapping's keys are read like fields."""

    context_class = _Context
    code_generator_class = _Generator

    def __init__(self, folder: Path) -> None:
        super().__init__(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
        )

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of an object or, first of all, a key of a mapping; what is neither is undefined."""
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (AttributeError, KeyError):
            return super().getattr(obj, attribute)

    @staticmethod
    def escaped(value: Any) -> str:
        """A value as text for HTML; what is marked as HTML stays as it is (MarkupSafe's rules)."""
        kind = type(value)
        if kind is str:
            return _escape_inner(value)
        return value if kind is Markup else escape(value)
