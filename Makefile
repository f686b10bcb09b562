# Everyday commands. `make` alone lists them.

.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
KEEP ?= 14
BACKUP ?= newest
export PYTHON PORT

.PHONY: help setup run test test-fast bench lint fix lock secrets backup restore

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## install what is missing, write .env, migrate, load the demo
	@bin/setup run

run: setup ## serve the demo agency on http://127.0.0.1:8000 (PORT= another)
	@bin/serve

test: ## lint and all tests on private PostgreSQL, Redis and Chromium
	@bin/setup test
	@bin/lint; lint=$$?; bin/test && exit $$lint

test-fast: ## the subset that needs no services, on SQLite in memory
	@bin/setup packages
	@bin/test fast

bench: ## speed side by side with what it is measured against (QUICK=1: a shorter run)
	@bin/setup test
	@bin/bench

lint: ## every check that is not a test
	@bin/setup packages
	@bin/lint

fix: ## let the formatters repair what they can
	@bin/setup packages
	@bin/fix

lock: ## pin the dependencies of pyproject.toml anew (UPGRADE=1 takes newer ones)
	@bin/setup packages
	@bin/lock

secrets: ## write the secrets that docker-compose.yml needs and that are missing
	@bin/secrets

backup: ## database and files into var/backups (KEEP= how many stay)
	@.venv/bin/python manage.py backup --keep $(KEEP)

restore: ## a backup into an empty database (BACKUP= its folder)
	@.venv/bin/python manage.py restore $(BACKUP)
