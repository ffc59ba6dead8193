# One command each; every target prepares what it needs and can be repeated. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
export PYTHONDONTWRITEBYTECODE ?=
VENV := .venv/bin/python
RUNTIME := $(PYTHON) -m portal.virtualenv requirements.lock
DEV := $(PYTHON) -m portal.virtualenv requirements-dev.lock

.PHONY: help run dev test check messages lock bench clean

help: ## show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: ## set everything up and serve the site on http://127.0.0.1:$$PORT (8000)
	@$(RUNTIME)
	@$(VENV) manage.py serve

dev: ## the same with Django's development server: debug pages, reload on change
	@$(DEV)
	@PORTAL_DEBUG=1 $(VENV) manage.py serve --dev

test: ## run all tests (browser tests where a Chromium is found)
	@$(DEV)
	@$(VENV) -m pytest -n 2 $(ARGS)

check: ## lint, format, types, import floors, templates, migrations, settings, translations
	@$(DEV)
	@$(VENV) -m portal.quality

messages: ## collect the translatable strings into locale/ and compile the catalogs
	@$(DEV)
	@$(VENV) manage.py messages

lock: ## renew both lock files from pyproject.toml
	@$(DEV)
	@$(VENV) -m portal.locks

bench: ## measure speed and print the figures
	@$(DEV)
	@$(VENV) -m bench

clean: ## remove what can be made again; data under var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/static
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
