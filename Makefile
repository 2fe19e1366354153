# make demo    one practice night, with phones in the browser
# make test    every check and every test but the faults
# make faults  engines and processes killed, frozen and filled while people ring (some minutes)
# make coverage  every branch of triage/ is walked by its tests
# make visit   the demo, played in a browser as its visitor does (three minutes)
# make soak    20 minutes of calls while something fails every 20 seconds; SOAK_MINUTES says otherwise
.PHONY: demo demo-reset test coverage faults visit soak lint style bench assets
.NOTPARALLEL:
.DEFAULT_GOAL := test
BIN := .venv/bin
STYLE = $(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports
CHECKS = $(STYLE) && $(BIN)/mypy

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

# Style and types are checked while the tests run: they want one processor for a minute.
test: assets
	@CHROMIUM=$$(.ci/chromium) && .ci/pango && export CHROMIUM && \
	{ { $(CHECKS); } & checks=$$!; $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder; tests=$$?; wait $$checks && exit $$tests; }

coverage: .venv/.ready
	@exec $(BIN)/pytest -n 0 tests/triage --cov --cov-report=term-missing:skip-covered --hypothesis-seed=0

faults: assets
	@CHROMIUM=$$(.ci/chromium) && export CHROMIUM && exec $(BIN)/pytest tests/faults -m faults -n 4 --dist loadgroup

visit: assets
	@CHROMIUM=$$(.ci/chromium) && export CHROMIUM && exec $(BIN)/pytest tests/faults -m visitor

soak: assets
	@exec $(BIN)/python -m tests.faults.soak

lint: assets
	$(CHECKS)

style: assets
	$(STYLE)

bench: assets
	@exec $(BIN)/python -m tests.bench

assets: .venv/.ready
	@$(BIN)/python hatch_build.py

.venv/.ready: requirements.lock pyproject.toml
	@.ci/venv
