# Everything a fresh machine with Python 3.11, pip and make needs; `make help` says what there is.
VENV := $(if $(SASAC_VENV),$(SASAC_VENV),.venv)
export SASAC_VENV := $(VENV)
.PHONY: help serve site test bench audit links generators lock clean

help:
	@echo "make serve   set up, build, and show the site at a local address (Ctrl-C ends it)"
	@echo "make site    build the site into site/"
	@echo "make test    check style, types and data, build the site and test it in a browser"
	@echo "make bench   measure building, editing and reading beside Hugo and MkDocs with Material"
	@echo "make audit   list licences and known vulnerabilities of what the project uses (asks a package index)"
	@echo "make links   try every address outside the site that the records and pages name; only advises"
	@echo "make generators  build with MkDocs and with properdocs, its maintained fork, and tell how the two sites differ"
	@echo "make clean   remove what was built and the virtual environment"

serve:
	@bash scripts/setup.sh site
	@$(VENV)/bin/sasac serve

site:
	@bash scripts/setup.sh site
	@$(VENV)/bin/sasac build

test:
	@bash scripts/setup.sh tests
	@$(VENV)/bin/ruff check scripts tests
	@$(VENV)/bin/mypy
	@$(VENV)/bin/sasac check
	@$(VENV)/bin/python -m pytest -n 2

# Side by side with Hugo and MkDocs with Material: half an hour, best on a quiet machine. PAGES, RUNS, and VISITS may be set: `make bench PAGES=1000 VISITS=1000`.
PAGES := 100 1000 5000 10000
VISITS := 1000 5000
RUNS := 3
BENCH := PYTHONPATH=scripts $(VENV)/bin/python -m
bench:
	@bash scripts/setup.sh tests
	@mkdir -p .cache/bench
	@$(BENCH) bench.build --pages $(PAGES) --runs $(RUNS) --json .cache/bench/build.json >/dev/null
	@$(BENCH) bench.edit --runs $(RUNS) --json .cache/bench/edit.json >/dev/null
	@$(BENCH) bench.visit --pages $(VISITS) --runs $(RUNS) --json .cache/bench/visit.json >/dev/null
	@$(BENCH) bench.steps --pages $(firstword $(VISITS)) --json .cache/bench/steps.json >/dev/null
	@$(BENCH) bench.report

audit:
	@bash scripts/setup.sh tests
	@$(VENV)/bin/python scripts/licences.py
	@$(VENV)/bin/python scripts/audit.py

links:
	@bash scripts/setup.sh site
	@$(VENV)/bin/python scripts/check_links.py

generators:
	@bash scripts/setup.sh tests
	@$(VENV)/bin/python scripts/compare_generators.py

lock:
	@bash scripts/setup.sh tests
	$(VENV)/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file=requirements.lock pyproject.toml
	$(VENV)/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra=dev --output-file=requirements-dev.lock pyproject.toml

clean:
	rm -rf site .site-* .cache $(VENV) tests/tools/node_modules build .pytest_cache .mypy_cache .ruff_cache
