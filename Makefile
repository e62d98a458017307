# Everything a newcomer needs: `make demo`, `make test`. Needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests run on up to four cores (about 1 GB each); files stay whole, since many share what they set up. One process:
# make test TESTING=
TESTING ?= --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: demo test check format bench soak clean docs

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Tocsin needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: $(VENV)/.installed
	$(BIN)/tocsin demo

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(TESTING) tests

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/python -m pytest $(TESTING) tests

format: $(VENV)/.installed-dev
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

# Measures everything whose corpus it finds (TOCSIN_SHARED, default ../shared) and writes docs/accuracy.md.
bench: $(VENV)/.installed-dev
	$(BIN)/python bench/accuracy.py

clean:
	rm -rf $(VENV) demo build dist
