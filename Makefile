# Needs Python 3.11 or newer with venv, and nothing else: .venv and what goes into it are made on the way.

PYTHONS ?= python3.13 python3.12 python3.11 python3
BIN := .venv/bin
PIP := -m pip --quiet --disable-pip-version-check install

# Names a step, then takes it.
step = @printf '\n== %s\n' '$(1)' && $(1)

.PHONY: help run test bench lint format pins

help:  ## List these
	@sed -n 's/^\([a-z]*\):.*##/make \1: /p' Makefile

run: .venv/run.stamp  ## serve the tutor on this machine; Ctrl-C ends it
	@exec $(BIN)/chat-tutor serve

test: lint  ## check everything: format, lint, types, floors, and every test
	$(call step,$(BIN)/python -m tests.support.chromium)
	$(call step,$(BIN)/pytest)

lint: .venv/test.stamp  ## check format, lint, types and floors
	$(call step,$(BIN)/ruff format --check)
	$(call step,$(BIN)/ruff check)
	$(call step,$(BIN)/mypy)
	$(call step,$(BIN)/lint-imports)

bench: .venv/test.stamp  ## measure turns, start-up, memory and open sockets
	$(call step,$(BIN)/python -m tests.bench)

format: .venv/test.stamp  ## format, and mend what can be mended
	$(call step,$(BIN)/ruff format)
	$(call step,$(BIN)/ruff check --fix)

pins: $(BIN)/python  ## pin the newest versions that pyproject.toml admits
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(BIN)/python -m venv "$$scratch" && \
	"$$scratch/bin/python" $(PIP) --editable '.[dev]' && \
	{ echo '# Every package that is installed, exactly. Written by `make pins`.'; \
	  "$$scratch/bin/python" -m pip freeze --exclude-editable; } > constraints.txt

.venv/run.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(call step,$(BIN)/python $(PIP) --constraint constraints.txt --editable .)
	@touch $@

.venv/test.stamp: pyproject.toml constraints.txt | $(BIN)/python
	$(call step,$(BIN)/python $(PIP) --constraint constraints.txt --editable ".[dev]")
	@touch .venv/run.stamp $@

$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then \
	    printf '\n== %s -m venv .venv\n' "$$python" && exec $$python -m venv --clear .venv; \
	  fi; \
	done; \
	echo 'Install Python 3.11 or newer with venv (Debian: python3 and python3-venv); looked for: $(PYTHONS).' >&2; \
	exit 1
