# `make demo` and `make test` are the whole set-up; both install what they need first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
RUN := .venv/bin
# tests that open windows have a process of their own: what Qt leaves behind meets no other test
WINDOWS := tests/ui tests/journeys/test_degradation_reader.py

.PHONY: help setup demo test check fresh mutants torture bench monkey gallery
help:
	@echo "make demo     the main job on real parts, into build/demo/"
	@echo "make test     make check, then every other test"
	@echo "make check    format, lint, types, imports, QML lint, unit tests; under a minute"
	@echo "make mutants  breaks the program on purpose: each named test must notice"
	@echo "make torture  kills, power cuts, bad disks and lines by the thousand, and the bill; ~20 minutes (KILLS= CUTS= LINE= DISK=)"
	@echo "make bench    how long things take beside a yardstick of the same run: a table and build/bench.json"
	@echo "make monkey   10,000 steps of a seeded monkey over the screens; MONKEY_SEED has it do the same again"
	@echo "make gallery  every screen in every layout, size and theme, on one page"
	@echo "make fresh    make demo and make test in bare Debian 12 and 13 roots"

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
	$(RUN)/pytest -q -n 2 tests/unit
	$(RUN)/pytest -q tests/unit/visit tests/unit/test_formflow.py --cov=kiosk.core.visit --cov=kiosk.core.formflow --cov-branch --cov-fail-under=100 --cov-report=

test: check
	$(RUN)/pytest -q $(WINDOWS)
	$(RUN)/pytest -q -n 2 --dist loadfile --max-worker-restart 0 tests --ignore=tests/unit --ignore=tests/hardware $(WINDOWS:%=--ignore=%)

mutants: setup
	@$(RUN)/python packaging/mutants.py

KILLS ?= 1000
CUTS ?= 300
LINE ?= 300
DISK ?= 60

torture: setup
	@$(RUN)/python -m tests.torture --kills $(KILLS) --cuts $(CUTS) --line $(LINE) --disk $(DISK)

bench: setup
	@$(RUN)/python benchmarks/all.py

monkey: setup
	@MONKEY_STEPS=$${MONKEY_STEPS:-10000} $(RUN)/pytest -q tests/ui/test_monkey.py

fresh:
	@packaging/fresh

gallery: setup
	@$(RUN)/python -m tests.ui.gallery
