# On a fresh machine with Python 3.11 or newer, its venv module and make:
#   make demo   builds the sample books and prints their reports
#   make test   formatting, lint, types, layers, all tests with branch coverage
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test data docs pictures bench fuzz torture format clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt "pip>=25.1"
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	$(BIN)/python -m compileall -q casebook
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/python sample_data/demo.py

test: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto -rs
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=95

# The compiled tables that the program reads at run time, and the generated pages.
data: $(STAMP)
	$(BIN)/python -m casebook.lawfile
	$(BIN)/python -m casebook.workdays
	$(BIN)/python -m casebook.ratefile
	$(BIN)/python -m casebook.headerfile
	$(BIN)/python sample_data/make_samples.py

docs: $(STAMP)
	$(BIN)/python docs/generate.py

# The pictures of the pages; needs Chromium, LibreOffice and poppler-utils.
pictures: $(STAMP)
	$(BIN)/python docs/pictures.py

# Also Debian packages sqlite3, hledger, valgrind; a tool that is missing is named in the table.
bench: $(STAMP)
	-test -d .bench/pandas || $(BIN)/pip install --quiet --disable-pip-version-check --target .bench/pandas --group bench
	$(BIN)/python -m compileall -q casebook
	$(BIN)/python tests/bench.py

# Mutated tables of every format, five minutes of them.
fuzz: $(STAMP)
	$(BIN)/python tests/fuzz_grids.py 300

# What the book must survive, at full measure: some twenty minutes. The table goes into docs/reliability.md.
# Options: make torture SIZE=0.1 SEED=7 ONLY="--only kills --only disk" PAGE=; a C compiler is needed.
SIZE := 1
SEED := 1
PAGE := --write docs/reliability.md
torture: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m torture --size $(SIZE) --seed $(SEED) $(ONLY) $(PAGE)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .bench demo build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
