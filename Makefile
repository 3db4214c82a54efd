PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test proofs lint docs templates wheel macros bench clean
.DELETE_ON_ERROR:

# A portfolio of thirty projects in demo/, with its templates, its returns and the master made from them.
demo: .venv/installed
	@if [ -e demo ] && [ ! -f demo/pmo.toml ]; then \
	    echo "demo/ holds no pmo.toml, so it was not made here: move it away first." >&2; exit 1; fi
	rm -rf demo
	$(BIN)/pmo-xl demo demo --projects 30

test: .venv/installed-test
	tests/install_tools.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n auto --dist loadfile

# The same proofs over more seeds, languages and projects.
proofs: .venv/installed-test
	tests/install_tools.sh
	$(BIN)/python -m pytest -n auto --dist loadfile -m slow

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy examples

docs: .venv/installed
	$(BIN)/python -m pmo_xl.doors.docs docs

templates: .venv/installed
	for language in en fr; do \
	    $(BIN)/pmo-xl template all --lang $$language --out workbook_templates/$$language || exit 1; done

# The wheel alone, in an environment of its own and from another folder, makes the demonstration and its master.
wheel:
	rm -rf build/wheel && mkdir -p build/wheel
	$(PYTHON) -m venv build/wheel/env
	build/wheel/env/bin/python -m pip --quiet wheel --no-deps --wheel-dir build/wheel .
	build/wheel/env/bin/python -m pip install --quiet build/wheel/*.whl || { sleep 5; build/wheel/env/bin/python -m pip install --quiet build/wheel/*.whl; }
	cd build/wheel && env/bin/pmo-xl demo portfolio --projects 3 >/dev/null && env/bin/pmo-xl consolidate portfolio --no-cache
	test -s build/wheel/portfolio/out/master.xlsx

macros: .venv/installed
	$(BIN)/python -m pmo_xl.console.macros macros

bench: .venv/installed-test
	$(BIN)/python -m benchmarks --write docs/benchmarks.md

# demo/ stays: somebody may have typed into it.
clean:
	rm -rf .venv node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find pmo_xl tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Registries fail now and then: each installation is tried a second time.
.venv/installed: .venv/made pyproject.toml
	$(PIP) --editable . || { sleep 5; $(PIP) --editable .; }
	@touch $@

.venv/installed-test: .venv/made pyproject.toml
	$(PIP) --editable '.[test]' || { sleep 5; $(PIP) --editable '.[test]'; }
	@touch $@ .venv/installed

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "pmo_xl needs Python 3.11 or later, and $(PYTHON) is `$(PYTHON) --version 2>&1 | tail -n 1`." \
	        "Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@rm -rf .venv
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@touch $@
