"""The content security policy (CSP Level 3): as a meta tag in every page, and as headers for static hosts."""

from __future__ import annotations

import base64
import hashlib
import json
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


def headers(templates: Path) -> dict[str, str]:
    """The headers that every answer is to carry; a frame's policy has an effect only here, not in a meta tag."""
    return {
        "Content-Security-Policy": policy(templates) + "; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()", "Cross-Origin-Opener-Policy": "same-origin",
    }


def header_files(templates: Path) -> dict[str, str]:
    """The same headers as each common static host reads them: path below the site's root to content.

    `_headers`: Netlify, Cloudflare Pages. `.htaccess`: Apache. `nginx-headers.conf`: to include. `vercel.json`: Vercel.
    `staticwebapp.config.json`: Azure Static Web Apps. No value holds a double quotation mark, so none needs escaping.
    """
    rules = headers(templates)
    apache = "".join(f'  Header always set {name} "{value}"\n' for name, value in rules.items())
    vercel = {"headers": [{"source": "/(.*)", "headers": [{"key": name, "value": value} for name, value in rules.items()]}]}
    azure = {"globalHeaders": rules, "responseOverrides": {"404": {"rewrite": "/404.html"}}}
    return {
        "_headers": "/*\n" + "".join(f"  {name}: {value}\n" for name, value in rules.items()),
        ".htaccess": f"<IfModule mod_headers.c>\n{apache}</IfModule>\n",
        "nginx-headers.conf": "".join(f'add_header {name} "{value}" always;\n' for name, value in rules.items()),
        "vercel.json": json.dumps(vercel, indent=2) + "\n",
        "staticwebapp.config.json": json.dumps(azure, indent=2) + "\n",
    }
