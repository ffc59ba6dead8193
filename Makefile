# One command each; every target prepares what it needs and can be repeated. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv/bin/python
RUNTIME := $(PYTHON) -m portal.virtualenv requirements.lock
DEV := $(PYTHON) -m portal.virtualenv requirements-dev.lock
RANDOM := $(VENV) -c "import secrets; print(secrets.token_urlsafe(64))"
COMPILE := $(VENV) -m piptools compile --quiet --strip-extras --generate-hashes --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: help run dev test check messages lock manual icons bench backup restore clean

help: ## show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | tr '|' '\t' | expand -t 18

run: ## set everything up and serve the site on http://127.0.0.1:PORT (PORT=8000)
	@$(RUNTIME)
	@$(VENV) manage.py serve

dev: ## the same with Django's development server: debug pages, reload on change
	@$(DEV)
	@PORTAL_DEBUG=1 $(VENV) manage.py serve --dev

test: ## run all tests, browser tests where a Chromium is found (ARGS="-k words" chooses)
	@$(DEV)
	@$(VENV) -m pytest -n 3 --dist loadgroup $(ARGS)

check: ## lint, format, types, import floors, templates, migrations, settings, translations
	@$(DEV)
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(VENV) .venv/bin/lint-imports
	$(VENV) -m djlint templates --lint --quiet
	$(VENV) manage.py makemigrations --check --dry-run
	set -a && . deploy/production.env.example && set +a && \
		SECRET_KEY=$$($(RANDOM)) PORTAL_DATA_KEYS=$$($(RANDOM)) PORTAL_AUDIT_KEYS=$$($(RANDOM)) $(VENV) manage.py check --deploy --fail-level WARNING
	$(VENV) manage.py check_translations

messages: ## collect the translatable strings into locale/ and compile the catalogs
	@$(DEV)
	@$(VENV) manage.py messages

lock: ## renew both lock files from pyproject.toml (ARGS=--upgrade takes newer versions)
	@$(DEV)
	@$(COMPILE) $(ARGS) --output-file requirements.lock pyproject.toml
	@$(COMPILE) $(ARGS) --extra dev --allow-unsafe --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@! grep -n '://' requirements.lock requirements-dev.lock

manual: ## take the pictures of the staff manual anew
	@$(DEV)
	@PORTAL_MANUAL_PICTURES=1 $(VENV) -m pytest -q tests/portal/test_browser_staff.py

icons: ## draw the icons of the installable site from static/img/mark.svg
	@$(DEV)
	@$(VENV) -m tests.icons

bench: ## measure speed and memory, and print the figures
	@$(DEV)
	@$(VENV) -m bench

backup: ## write database, files and audit heads into one file (FILE=, ARGS="--passphrase-file …")
	@$(RUNTIME)
	@$(VENV) manage.py backup $(FILE) $(ARGS)

restore: ## bring FILE= back into an empty database and folder
	@$(RUNTIME)
	@$(VENV) manage.py restore $(FILE) $(ARGS)

clean: ## remove what can be made again; data under var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/static var/static.stamp
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
