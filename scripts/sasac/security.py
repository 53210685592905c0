"""The content security policy (CSP Level 3): as a meta tag in every page, and as headers for static hosts."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

_INLINE = "partials/javascripts/base.html"


def policy(templates: Path) -> str:
    """Nothing from other hosts, no inline script but the one in the theme's head (by its hash), WebAssembly for search."""
    scripts = re.findall(r"<script>(.*?)</script>", (templates / _INLINE).read_text(encoding="utf-8"), re.S)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
    parts = {
        "default-src": ["'none'"], "script-src": ["'self'", *hashes, "'wasm-unsafe-eval'"], "style-src": ["'self'"], "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"], "worker-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in parts.items())


def headers(templates: Path) -> str:
    """A `_headers` file as Netlify and Cloudflare Pages read it."""
    rules = {
        "Content-Security-Policy": policy(templates) + "; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()", "Cross-Origin-Opener-Policy": "same-origin",
    }
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in rules.items())
