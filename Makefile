# Two commands for users (run, test); the rest is for those who work on the project.
PYTHON ?= python3
VENV ?= .venv
OUT ?= out
BIN = $(VENV)/bin
PIP_FLAGS = --quiet --disable-pip-version-check
INSTALLED = $(VENV)/installed
NEWS ?=
# What make test-system needs of Debian: LibreOffice Calc without a display and its bridge to Python; chromium with a Chinese font.
SYSTEM_PACKAGES = libreoffice-calc-nogui python3-uno chromium fonts-noto-cjk

.PHONY: run test test-system test-pythons bench evaluate lint lock data clean

run: $(INSTALLED)          ## the main job on the bundled sample articles
	$(BIN)/lianmeng run corpus/samples --out $(OUT)

test: $(INSTALLED) lint    ## everything that must hold
	$(BIN)/python -m pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-pythons:              ## the tests on every supported Python that is installed
	@for version in 3.11 3.12 3.13; do \
		if python$$version --version >/dev/null 2>&1; then \
			echo "== Python $$version"; \
			$(MAKE) --no-print-directory test PYTHON=python$$version VENV=.venv-$$version || exit 1; \
		else echo "== Python $$version is not installed: skipped"; fi; \
	done

test-system: $(INSTALLED)  ## the tests with LibreOffice and chromium, which it installs (Debian, as root) where they are missing
	@command -v soffice >/dev/null && /usr/bin/python3 -c 'import uno' 2>/dev/null && { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; } \
		|| { apt-get update -qq && apt-get install -qq -y --no-install-recommends $(SYSTEM_PACKAGES); }
	$(BIN)/python -m pytest tests/system -m system

bench: $(INSTALLED)        ## speed and memory beside peers: make bench NEWS=FILE.md…
	$(BIN)/python -m tests.benchmarks.run $(NEWS)

evaluate: $(INSTALLED)     ## precision, recall, F1 on the gold articles
	$(BIN)/lianmeng evaluate

# One lock for all platforms and Pythons, with hashes, without any address. It is complete: nothing else is installed beside it.
lock: $(INSTALLED)
	$(BIN)/python -m pip install $(PIP_FLAGS) uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra test --extra postgresql \
		--no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock

data: $(INSTALLED)         ## rebuild what is made from packages and from the code: lexicons, docs, the example
	$(BIN)/python -m extractors.build_variants
	$(BIN)/python -m extractors.places.build
	$(BIN)/python -m extractors.dates.build_calendar
	$(BIN)/python -m tests.test_docs
	$(BIN)/python -m tests.test_readme

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("lianmeng needs Python 3.11 or newer (make PYTHON=python3.12 …)" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) (once; a minute or two) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --require-hashes --only-binary :all: --no-binary jieba -r requirements.lock
	@$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --editable .
	@touch $(INSTALLED)

clean:
	rm -rf $(VENV) .venv-* $(OUT) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
