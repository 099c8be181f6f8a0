# The only list of commands. `make help` prints it.
#
# HUB_PORT            where the hub listens on loopback (default 8000)
# COURSEGRADER_DATA   where the hub keeps its data (default .coursegrader)
# ASSIGNMENT          one assignment instead of all, for check and release; which one, for grade, bench and load
# SUBMISSION          for grade: a notebook, or a folder of notebooks
# SECRETS, MATRIX     for check: how often hidden inputs are drawn (default 2), and a file for the kill matrix

SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

# what Python has compiled is kept, whatever the machine's habit
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help hub test demo release grade check bench load clean install sandbox browser lint format lock screenshots

help:  ## print this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

hub: $(INSTALLED) sandbox  ## start the platform with this course on http://127.0.0.1:8000 (first start prints passwords)
	$(BIN)/coursegrader release --if-changed
	exec $(BIN)/jupyterhub -f jupyterhub_config.py

test: $(INSTALLED) sandbox browser lint  ## everything that is tested: linters, unit, course and browser tests
	$(BIN)/python -m pytest -n 4 --dist loadgroup

demo: $(INSTALLED) sandbox  ## headless: compile, submit for three students, grade, feedback, gradebook
	$(BIN)/coursegrader demo

release: $(INSTALLED)  ## compile with nbgrader and put on the exchange (ASSIGNMENT=..., else all)
	$(BIN)/coursegrader release $(ASSIGNMENT)

grade: $(INSTALLED) sandbox  ## grade SUBMISSION=path as ASSIGNMENT=name, no hub needed
	@test -n "$(SUBMISSION)" -a -n "$(ASSIGNMENT)" || { echo "usage: make grade SUBMISSION=path ASSIGNMENT=name" >&2; exit 2; }
	$(BIN)/coursegrader grade "$(SUBMISSION)" --assignment "$(ASSIGNMENT)"

check: $(INSTALLED) sandbox  ## prove the course: every wrong solution caught, every right one passed (ASSIGNMENT=..., else all)
	$(BIN)/coursegrader check $(if $(ASSIGNMENT),$(ASSIGNMENT),--all) $(if $(SECRETS),--secrets $(SECRETS)) $(if $(MATRIX),--matrix $(MATRIX))

bench: $(INSTALLED) sandbox  ## measure nbgrader, coursegrader and the floor on the same submissions; chart in build/bench.png
	@mkdir -p build
	$(BIN)/coursegrader bench $(ASSIGNMENT) --chart build/bench.png

load: $(INSTALLED) sandbox  ## 200 learners hand in to a real hub in two minutes; then again, the service killed twice
	$(BIN)/coursegrader load $(ASSIGNMENT)

screenshots: $(INSTALLED) browser  ## pictures of every page for every role, and of every lab's figures and interactives
	$(BIN)/python -m scripts.screenshots

clean:  ## remove what the other commands built; the hub's data, submissions and gradebook stay
	rm -rf build .pytest_cache .mypy_cache .ruff_cache $(VENV)
	find release -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(INSTALLED)  ## install the Python packages of requirements.lock into .venv

lint: $(INSTALLED)  ## ruff, mypy and the notebooks' form
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -n 2
	$(BIN)/python scripts/normalise_notebooks.py --check

format: $(INSTALLED)  ## rewrite code and notebooks into their one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python scripts/normalise_notebooks.py

lock: $(INSTALLED)  ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --quiet -o requirements.lock

$(INSTALLED): requirements.lock pyproject.toml
	@scripts/make_venv "$(PYTHON)" $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

sandbox: $(INSTALLED)  # and what runs in it, compiled: nobody inside may write
	@scripts/need bwrap bubblewrap
	@$(BIN)/python -m compileall -q coursegrader coursekit

browser:
	@scripts/need chromium chromium fonts-dejavu-core fonts-liberation
