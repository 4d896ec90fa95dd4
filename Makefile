# `make demo` and `make test` are the whole set-up; both install what they need first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
RUN := .venv/bin

.PHONY: help setup demo test check fresh unit
help:
	@echo "make demo    the main job on real parts, into build/demo/"
	@echo "make test    make check, then every other test"
	@echo "make check   format, lint, types, imports, QML lint, unit tests"
	@echo "make fresh   both, in bare Debian roots"

setup:
	@packaging/setup

demo: setup
	@$(RUN)/python -m demo

check: setup
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache
	packaging/qmllint
	$(RUN)/pytest -q tests/unit

test: check
	$(RUN)/pytest -q tests/contract tests/ui tests/journeys

fresh:
	@packaging/fresh
