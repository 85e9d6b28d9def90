# Two commands: `make serve` and `make test`. Both install what they need first.
PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
BIN := .venv/bin
KERNELS := $(wildcard app/*/native/*.[ch] app/search/whoosh/native/*.[ch])
# What was compiled is not part of what uv keeps of an installation.
ANEW = $(if $(wildcard app/search/whoosh/native/*.so),,--reinstall-package attache)
export UV_PYTHON_DOWNLOADS ?= automatic

.PHONY: help install serve test check bench bench-http clean

help:
	@echo 'make serve    install, load the demo corpus, and answer at http://127.0.0.1:8000'
	@echo 'make test     install and run the tests'
	@echo 'make check    every check: format, lint, types, layers, migrations, tests, contract, faults, a fresh clone'
	@echo 'make bench    search beside Tantivy, SQLite FTS5 and stock Whoosh; make bench N=20000 PEERS=tantivy is shorter'
	@echo 'make bench-http  serving beside services written by hand over Tantivy and SQLite FTS5, and Datasette'
	@echo 'make install  install only; then .venv/bin/attache --help'
	@echo 'make clean    remove what was installed; data stays'

install: .venv/.run

serve: .venv/.run
	@$(BIN)/attache seed
	@exec $(BIN)/attache serve

test: .venv/.dev
	@$(BIN)/pytest

check:
	@bash .ci/run

bench: .venv/.bench
	@$(BIN)/python -m benchmarks.search

bench-http: .venv/.bench .venv-datasette/bin/datasette
	@DATASETTE=.venv-datasette/bin/datasette $(BIN)/python -m benchmarks.http_bench

clean:
	rm -rf .venv .venv-datasette .uv

# --inexact: what `make test` needs beside stays where it is.
.venv/.run: uv.lock pyproject.toml $(KERNELS) | $(UV)
	@$(UV) sync --quiet --frozen --compile-bytecode --no-dev --inexact $(ANEW)
	@touch $@

.venv/.dev: uv.lock pyproject.toml $(KERNELS) | $(UV)
	@$(UV) sync --quiet --frozen --compile-bytecode $(ANEW)
	@touch $@ .venv/.run

.venv/.bench: .venv/.dev
	@$(UV) sync --quiet --frozen --compile-bytecode --group bench --inexact
	@touch $@

.venv-datasette/bin/datasette: | $(UV)
	@$(UV) venv --quiet .venv-datasette
	@$(UV) pip install --quiet --python .venv-datasette/bin/python datasette==0.65.5

.venv/.recipes: .venv/.dev
	@$(UV) sync --quiet --frozen --compile-bytecode --group recipes
	@touch $@

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Attaché needs Python 3.11 or newer as python3 (or: make PYTHON=/path/to/python3.11 …).' >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
	  { echo 'Attaché needs uv, or pip to fetch it: install one of them (on Debian: apt-get install python3-pip).' >&2; exit 1; }
	@echo 'Fetching uv …'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .uv uv
