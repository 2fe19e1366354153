# make demo    one practice night, with phones in the browser
# make test    every check and every test
# make faults  the slow ones: engines killed, frozen and filled while people ring (a quarter of an hour)
.PHONY: demo demo-reset test faults lint bench assets
.NOTPARALLEL:
.DEFAULT_GOAL := test
BIN := .venv/bin

# Tools keep caches at home; where there is none to write to, they get one that goes with .venv.
ifneq ($(shell [ -n "$$HOME" ] && [ -d "$$HOME" ] && [ -w "$$HOME" ] && echo yes),yes)
export HOME := $(CURDIR)/.venv/home
endif

# Every process reads what the first has compiled, whatever the machine's habit.
unexport PYTHONDONTWRITEBYTECODE

demo: assets
	@exec $(BIN)/oncall demo

demo-reset: .venv/.ready
	@exec $(BIN)/oncall demo --reset

test: lint
	@CHROMIUM=$$(.ci/chromium) && .ci/pango && export CHROMIUM && exec $(BIN)/pytest -n 3 --dist loadfile

faults: assets
	@CHROMIUM=$$(.ci/chromium) && export CHROMIUM && exec $(BIN)/pytest tests/faults -m faults

lint: assets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: assets
	@exec $(BIN)/python -m tests.bench

assets: .venv/.ready
	@$(BIN)/python hatch_build.py

.venv/.ready: requirements.lock pyproject.toml
	@.ci/venv
