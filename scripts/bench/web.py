"""A local server that may put the site below any path, and that remembers what it was asked for."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a web server sends compressed; everything else counts as it is.
_TEXT = (".html", ".js", ".json", ".css", ".svg", ".xml", ".txt")


@dataclass
class Served:
    """A site on a local server: its address, and the files below its folder that were asked for, in order."""

    folder: Path
    address: str = ""
    asked: list[str] = field(default_factory=list)

    def transferred(self, files: list[str]) -> int:
        """Bytes that a server with compression sends for these files, each fetched once."""
        return sum(sent(self.folder / file) for file in dict.fromkeys(files) if (self.folder / file).is_file())


def sent(path: Path) -> int:
    """Bytes of a file as sent: compressed by gzip where it is text."""
    return len(compressed(path)) if path.suffix in _TEXT else path.stat().st_size


@functools.lru_cache(maxsize=1000)
def compressed(path: Path) -> bytes:
    """A file's content as sent."""
    return packed(path.read_bytes())


def packed(content: bytes) -> bytes:
    """Compressed by gzip as far as it goes."""
    return gzip.compress(content, 9, mtime=0)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path; anything beside that path is not found."""

    # Connections stay open, as they do with a real server.
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, served: Served, under: str, compress: bool, **named: object) -> None:
        self.served, self.under, self.compress = served, under, compress
        super().__init__(*arguments, directory=str(served.folder), **named)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file behind an address."""
        wanted = unquote(urlsplit(path).path)
        if not wanted.startswith(self.under):
            return str(self.served.folder / "no" / "such" / "file")
        return super().translate_path("/" + wanted.removeprefix(self.under))

    def do_GET(self) -> None:
        """Answer; text goes out compressed where that is asked for, and may be kept for ten minutes."""
        wanted = unquote(urlsplit(self.path).path)
        if wanted.startswith(self.under):
            file = wanted.removeprefix(self.under)
            self.served.asked.append(file + "index.html" if file.endswith("/") or not file else file)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not self.compress or path.suffix not in _TEXT or not path.is_file():
            super().do_GET()
            return
        content = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, under: str = "/", compress: bool = False) -> Iterator[Served]:
    """Serve a folder on a free port of the loopback address while the block runs; `under` begins and ends with a slash."""
    served = Served(folder)
    handler = functools.partial(_Handler, served=served, under=under, compress=compress)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        served.address = f"http://127.0.0.1:{server.server_port}{under}"
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
