# Everything a person or a machine does with this project. `make` alone lists it.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check test-night knowledge docs bench validate golden-update figures-sheet fix lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .setup-run ## start the site with demonstration data; PORT=8001 chooses another port
	@exec $(BIN)/restride up --demo --port $(PORT)

test: .setup-test ## all checks and all tests, on SQLite and PostgreSQL and in a browser
	@$(BIN)/python scripts/test

check: .setup-test ## only what reads the code without running it: lint, format, types, imports
	@$(BIN)/python scripts/test --checks

test-night: .setup-test ## all tests with long searches for counterexamples, and coverage
	@$(BIN)/python scripts/test --night

knowledge: .setup-run ## check the clinical facts and their sources
	@$(BIN)/restride knowledge check

docs: .setup-test ## try everything the documentation promises
	@$(BIN)/pytest tests/docs

bench: .setup-test ## measure speed
	@$(BIN)/python -m benchmarks

validate: .setup-test ## compare with reference data and write the error tables
	@$(BIN)/python -m validation

golden-update: .setup-test ## record the golden files anew; explain every difference in the change
	@$(BIN)/python -m tests.figure.record_golden

figures-sheet: .setup-test ## every exercise figure on one page, for the eye
	@$(BIN)/restride figure sheet --out build/figures.html

fix: .setup-test ## format, and mend what lint can mend
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format --quiet .

lock: ## choose the versions anew and write the locked lists in requirements/
	@PYTHON=$(PYTHON) scripts/lock

.PHONY: .setup-run .setup-test
.setup-run .setup-test: .setup-%:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer." >&2; exit 2; }
	@$(PYTHON) scripts/setup $*
