"""Text that tries to break out of wherever it stands, and corpora whose every free text is such."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from sasac.link import Corpus, link
from sasac.load import Loading
from sasac.models import Fact, Figure
from sasac.models.base import External
from sasac.models.vocabulary import NOT_STATED, Deed, options
from sasac.texts import Texts
from sasac.walk import DATE_FIELDS

RAN = "top.sasacRan=1;alert(1)"
BREAKOUTS = {
    "script": f"<script>{RAN}</script>",
    "script in capitals": f"</ScRiPt ><SCRIPT>{RAN}</SCRIPT>",
    "title": f"</title><script>{RAN}</script>",
    "comment": f"--><script>{RAN}</script><!--",
    "image": f"<img src=x onerror={RAN}>",
    "double quotation mark": f"\" autofocus onfocus={RAN} x=\"",
    "single quotation mark": f"' onmouseover='{RAN}' x='",
    "greater than": f"\"><svg onload={RAN}>",
    "backtick": f"`onmouseover={RAN}`",
    "URL": f"javascript:{RAN}//",
    "URL in capitals": f"JaVaScRiPt:{RAN}//",
    "data URL": f"data:text/html,<script>{RAN}</script>",
    "Markdown link": f"[press](javascript:{RAN}) ![x](javascript:{RAN})",
    "Markdown attributes": f"# heading {{: onclick={RAN} }} **bold** <b>raw</b>",
    "Markdown automatic link": f"<javascript:{RAN}>",
    "Jinja": "{{ 7*191 }}{% for x in range(3) %}191191{% endfor %}{# gone #}",
    "Jinja into Python": "{{ ''.__class__.__mro__[1].__subclasses__() }}{{ config.items() }}",
    "CSS": f"</style><style>*{{background:url(javascript:{RAN})}}</style>",
    "CSS expression": "x;background:url(//evil.example/x);width:expression(alert(1))",
    "SVG": f"<svg><script>{RAN}</script><a href='javascript:{RAN}'><text>x</text></a></svg>",
    "SVG end": f"</text></a></svg><script>{RAN}</script>",
    "JSON-LD": f"\"}}</script><script>{RAN}</script><script type=\"application/ld+json\">{{\"@id\":\"",
    "JSON": "\\\", \"@type\": \"Evil\", \"x\": \"\\",
    "entity": f"&lt;script&gt;{RAN}&lt;/script&gt; &#60;img src=x onerror={RAN}&#62;",
    "meta": f"<meta http-equiv=refresh content='0;url=javascript:{RAN}'><base href=//evil.example/>",
    "frame": f"<iframe srcdoc='<script>{RAN}</script>'></iframe>",
    "form": f"<form action=javascript:{RAN}><input type=submit formaction=javascript:{RAN}>",
    "template": f"<template><script>{RAN}</script></template>",
    "noscript": f"<noscript><p title='</noscript><img src=x onerror={RAN}>'>",
    "textarea": f"</textarea></pre></code></details><script>{RAN}</script>",
    "MathML": f"<math><mtext><table><mglyph><style><img src=x onerror={RAN}>",
    "Chinese": f"国资委<script>{RAN}</script>",
    "carriage return": f"x\rBEGIN:VEVENT\r\nSUMMARY:{RAN}\r\nEND:VEVENT",
    "calendar": "x\\nSUMMARY:y;ENCODING=BASE64:z,\\",
    "CSV": "x\",\"=1+1\",\"y",
    "SQL": "x'); DROP TABLE claims; --",
    "Turtle": "x\"\"\"@en . <a> <b> \\\"\\\\",
    "Atom": f"]]></content><content type=\"xhtml\"><script>{RAN}</script><![CDATA[",
    "slash": f"</a/><a/href=javascript:{RAN}>x</a>",
}
WEB = f"https://evil.example/&#34;onmouseover=&#34;{RAN}?a=%22%3E%3Cscript%3E#'".replace("'", "")
PLAIN = "Plain words of an editor, with a comma and a full stop."
# Words from closed lists, ids, digests and dates: not text.
_CLOSED = (
    "id", "field", "kind", "basis", "sentence", "source", "file", "sha256", "fingerprint_sha256", "date", "as_of", "period_edtf", "uses", "named", "part_of",
)


def filled(loading: Loading, texts: Texts, text: Callable[[], str], web: str = "https://plain.example/page") -> tuple[Corpus, set[tuple[str, str]]]:
    """The real records with every free text replaced, past the checks but not past the models; and the fields that were filled."""
    done: set[tuple[str, str]] = set()
    folders = {
        folder: {name: replace(loaded, record=_filled(loaded.record, text, web, done)) for name, loaded in group.items()}
        for folder, group in loading.records.items()
    }
    return link(Loading(loading.root, folders), texts), done


def _filled(model: BaseModel, text: Callable[[], str], web: str, done: set[tuple[str, str]]) -> Any:
    raw: dict[str, Any] = {}
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            value = _filled(value, text, web, done)
        elif isinstance(value, list):
            value = [_filled(item, text, web, done) if isinstance(item, BaseModel) else item for item in value]
        elif name == "address" and value is not None:
            value = web
        elif isinstance(value, str) and _free(model, name, info, value):
            done.add((type(model).__name__, name))
            value = text()
        raw[name] = value
    return type(model).model_construct(**raw)


def _free(model: BaseModel, name: str, info: Any, value: str) -> bool:
    if name in _CLOSED or value == NOT_STATED or value in options(Deed):
        return False
    if isinstance(model, Figure) and name == "value":
        return False
    if isinstance(model, Fact | External) and name == "value" and model.field in (*DATE_FIELDS, "kind"):
        return False
    # A literal or an id allows no text; the models refuse it.
    try:
        type(model).__pydantic_validator__.validate_assignment(model.model_construct(**dict(model)), name, PLAIN)
    except Exception:
        return name in ("quote", "form", "name_as_printed", "role_as_printed", "capacity")
    return True


def cycle() -> Callable[[], str]:
    """Each break-out in turn, for ever; as many as fields, so that no field always meets the same one."""
    rounds = itertools.cycle(BREAKOUTS.values())
    return lambda: next(rounds)
