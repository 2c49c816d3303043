# Everything a person or a machine does with this project. `make run` starts Supple; `make test` proves it.
# Plain make and a POSIX shell, so that it works on macOS (make 3.81) and Debian alike.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
FOUND_UV := $(shell command -v uv 2>/dev/null)
UV := $(if $(FOUND_UV),$(FOUND_UV),$(BIN)/uv)
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
INSTALL := $(UV) pip install --quiet --python $(BIN)/python

VENDOR := supple/web/static/vendor
LETTERS := node_modules/@fontsource-variable/atkinson-hyperlegible-next

.PHONY: run setup setup-dev test check long lock clean browser \
	check-lint check-types check-imports check-migrations check-content check-stale

run: setup
	@exec $(BIN)/supple serve --port $(PORT)

# ---- setting up: each stamp is newer than what it was made from, so a second `make setup` does nothing ----

setup: .venv/run.stamp $(VENDOR)/stamp
setup-dev: setup .venv/dev.stamp .venv/body.stamp node_modules/dev.stamp browser

# uv writes the locked packages in half of pip's time; where it is not on the machine, it comes into .venv from its lock.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Supple needs Python 3.11 or newer; say PYTHON=...")'
	@echo "Setting up Supple, about a quarter of a minute ..."
ifeq ($(FOUND_UV),)
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock
else
	@$(UV) venv --quiet --python $(PYTHON) .venv
endif

.venv/run.stamp: requirements/run.lock pyproject.toml | .venv/bin/python
	@$(INSTALL) --compile-bytecode --require-hashes -r requirements/run.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

.venv/body.stamp: requirements/body.lock .venv/run.stamp
	@$(INSTALL) --require-hashes -r requirements/body.lock
	@touch $@

node_modules/run.stamp: package-lock.json
	@npm ci --omit=dev --silent --no-audit --no-fund
	@touch $@

node_modules/dev.stamp: package-lock.json node_modules/run.stamp
	@npm ci --silent --no-audit --no-fund
	@touch node_modules/run.stamp $(VENDOR)/stamp $@

$(VENDOR)/stamp: node_modules/run.stamp Makefile
	@mkdir -p $(VENDOR)
	@cp $(LETTERS)/files/*-latin-wght-normal.woff2 $(LETTERS)/files/*-latin-ext-wght-normal.woff2 $(VENDOR)/
	@cp $(LETTERS)/LICENSE $(VENDOR)/atkinson-hyperlegible-next.OFL.txt
	@touch $@

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || test -d "/Applications/Google Chrome.app" \
	|| { echo "Installing Chromium for the browser tests ..."; $(ROOT) apt-get update -qq && $(ROOT) apt-get install -y -qq chromium; }

# ---- proving ----

test: setup-dev
	@$(BIN)/python -m pytest
	@node --test tests/js/*.test.js

check: setup-dev check-lint check-types check-imports check-migrations check-content check-stale

check-lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

check-types:
	@$(BIN)/mypy supple tests $(wildcard benchmarks/*.py)

check-imports:
	@$(BIN)/lint-imports

check-migrations:
	@$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings

# Every content file is read by the strict reader; the first bad one is named with its key.
check-content:
	@$(BIN)/supple check

# What the locks brought must be what pyproject.toml asks for; `npm ci` holds package-lock.json to package.json itself.
# What was baked of the exercises must be what their poses and the body give today.
check-stale:
	@$(UV) pip check --quiet --python $(BIN)/python
	@$(BIN)/supple bake --check

# A thousand sessions while networks, pages, clocks, servers and browsers fail: about three quarters of an hour.
long: setup-dev
	@HYPOTHESIS_PROFILE=new $(BIN)/python -m pytest tests/core tests/content tests/body/test_starts.py
	@$(BIN)/python -m benchmarks.offline --sessions 1000

# ---- upkeep ----

lock: .venv/bin/python
	@$(call compile,run) pyproject.toml
	@$(call compile,dev) --group dev --constraint requirements/run.lock
	@$(call compile,body) --extra body pyproject.toml --constraint requirements/run.lock --constraint requirements/dev.lock
	@$(call compile,tools) requirements/tools.in
	@npm install --package-lock-only --silent --no-audit --no-fund

# --universal: one lock with the hashes for every system and Python; the addresses of package indexes stay out of it.
compile = UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --output-file requirements/$(1).lock

clean:
	rm -rf .venv node_modules $(VENDOR) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find supple tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
