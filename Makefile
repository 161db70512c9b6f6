# Every task of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test test-full test-quick bench screenshots format clean python-found

# The first Python on this machine that is new enough; choose another with make PYTHON=...
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$name; break; fi; done)
VENV_PYTHON := .venv/bin/python
BOOTSTRAP = $(PYTHON) -I ketaclinic/bootstrap.py

help: ## List these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: python-found ## Open the demo clinic on this machine (PORT, DATABASE_URL, REDIS_URL are honoured)
	@$(BOOTSTRAP) run
	@$(VENV_PYTHON) -m ketaclinic.run

test: python-found ## Everything: checks, then all tests on PostgreSQL + Redis + Chromium and on SQLite
	@$(BOOTSTRAP) test
	@$(VENV_PYTHON) -m tests.run

test-full: python-found ## The same with what is too long for every run: chaos, sweeps, fuzz at full size
	@$(BOOTSTRAP) test
	@KETACLINIC_TEST_FULL=1 $(VENV_PYTHON) -m tests.run

test-quick: python-found ## The developer's loop: rules, records and services on SQLite; no pages, no servers
	@$(BOOTSTRAP) test
	@$(VENV_PYTHON) -m tests.run quick

bench: python-found ## Measure the main pages on PostgreSQL and Redis (PATIENTS=N, PLANS=N say how many)
	@$(BOOTSTRAP) test
	@$(VENV_PYTHON) -m tests.bench

screenshots: python-found ## Take the main pages at 390 and 1440 px into docs/screenshots/
	@$(BOOTSTRAP) test
	@$(VENV_PYTHON) -m tests.screenshots

format: python-found ## Put code and templates into the house style
	@$(BOOTSTRAP) test
	@$(VENV_PYTHON) -m ruff check --fix-only --quiet .
	@$(VENV_PYTHON) -m ruff format .

clean: ## Remove what the tools made: environment, packages, database, caches
	rm -rf .venv node_modules var .mypy_cache .pytest_cache .ruff_cache .hypothesis

python-found:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found." \
		"Install it (Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python"; exit 1; }
