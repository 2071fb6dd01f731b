# make demo: see the portal. make test: everything that must hold. `make help` lists the rest.
PORT ?= 8000
PYTEST_WORKERS ?= 2
BIN := .venv/bin
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)

export PYTHON

.PHONY: help demo test lint catalogues tests test-long bench pictures lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/installed catalogues  ## install, load Timrå and invented people, serve on http://127.0.0.1:8000 (PORT=)
	@exec $(BIN)/portal demo --port $(PORT)

test: .venv/ready-for-tests catalogues lint tests  ## every check: lint, types, import contracts, both databases, a browser

lint: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: .venv/ready-for-tests catalogues
	$(BIN)/pytest -n $(PYTEST_WORKERS)

# One after the other: races and crashes want the processors for themselves.
test-long: .venv/ready-for-tests catalogues  ## what takes minutes: races, crashes under load, long random days
	$(BIN)/pytest -m long

bench: .venv/ready-for-tests catalogues  ## how fast the portal is against a bare page beside it, as ratios
	$(BIN)/python -m tests.benchmarks.bench

pictures: .venv/ready-for-tests catalogues  ## the main pages on a phone in every language, into build/pictures/
	@mkdir -p docs/pictures
	$(BIN)/python -m tests.pictures

catalogues: .venv/catalogues

.venv/catalogues: .venv/installed $(CATALOGUES)
	@$(BIN)/python hatch_build.py
	@touch $@

# The stamps stand in .venv: whoever deletes it starts anew.
.venv/installed: requirements.lock pyproject.toml .ci/install
	@sh .ci/install requirements.lock
	@touch $@

.venv/ready-for-tests: .venv/installed requirements-test.lock requirements-postgres.lock .ci/install-for-tests
	@sh .ci/install requirements-test.lock
	@sh .ci/install-for-tests
	@touch $@

LOCK := uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock:  ## pin the newest libraries (needs uv)
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) pyproject.toml --group build --group test -c requirements.lock -o requirements-test.lock
	$(LOCK) --group postgres -o requirements-postgres.lock

clean:  ## remove what make made; the demo's database in instance/ stays
	rm -rf .venv build dist
	find . -name '__pycache__' -prune -exec rm -rf {} +
	find . -name '*.mo' -not -path './.venv/*' -delete
