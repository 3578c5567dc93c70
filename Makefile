# make run   set up what is missing, load the demo agency on the first start, open the app on http://localhost:8501
# make test  set up what is missing, then ruff, mypy and every test (pages, PostgreSQL and Chromium included)
# make test-scale  the same attribution on Spark as on DuckDB (needs Java; installs PySpark when it is missing)

SHELL := bash
.DELETE_ON_ERROR:
PORT ?= 8501
PY := .venv/bin/python
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard adcrm/locales/*/LC_MESSAGES/adcrm.po))
KEYWORDS := -k t -k tn:1,2 -k message -k plural:1,2
TEMPLATE := adcrm/locales/adcrm.pot
CHINESE := adcrm/locales/zh_CN/LC_MESSAGES/adcrm.po
SCALE := import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['scale'])
CHECKED := adcrm app.py pages tests benchmarks scripts

.PHONY: run test test-scale lint format bench messages lock clean

run: $(INSTALLED) $(CATALOGUES)
	@PORT=$(PORT) scripts/start.sh

test: lint $(CATALOGUES)
	@scripts/test_tools.sh
	$(PY) -m pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder

test-scale: $(INSTALLED_DEV)
	@command -v java >/dev/null || { echo "Spark needs Java 17 or newer, and there is no java on this machine: install it, then run make test-scale again." >&2; exit 1; }
	@$(PY) -c "import pyspark" 2>/dev/null || { echo "Installing PySpark (the group scale of pyproject.toml)" >&2; \
	  $(PY) -m pip install --quiet --disable-pip-version-check "$$($(PY) -c "$(SCALE)")"; } \
	  || { echo "PySpark is not installed and could not be fetched." >&2; exit 1; }
	$(PY) -m pytest tests/scale

lint: $(INSTALLED_DEV)
	$(PY) -m ruff check $(CHECKED)
	$(PY) -m ruff format --check $(CHECKED)
	$(PY) -m mypy

format: $(INSTALLED_DEV)
	$(PY) -m ruff check --fix $(CHECKED)
	$(PY) -m ruff format $(CHECKED)

bench: $(INSTALLED_DEV) $(CATALOGUES)
	$(PY) benchmarks/pages.py
	$(PY) benchmarks/people.py
	$(PY) benchmarks/imports.py
	$(PY) benchmarks/upload.py
	$(PY) benchmarks/attribution.py
	$(PY) benchmarks/attribution_page.py
	$(PY) benchmarks/attribution_truth.py

# Texts of the program into the template, and from there into the translation, where new ones are then empty.
messages: $(INSTALLED)
	$(PY) -m babel.messages.frontend -q extract $(KEYWORDS) --no-location --sort-output --project=AdCRM -o $(TEMPLATE) adcrm pages
	$(PY) -m babel.messages.frontend -q update -D adcrm -i $(TEMPLATE) -o $(CHINESE) -l zh_CN -w 150 --no-fuzzy-matching --ignore-obsolete
	rm $(TEMPLATE)

# The newest versions that pyproject.toml allows, as a full lock for every system.
lock: $(INSTALLED)
	$(PY) -m pip install --quiet uv
	.venv/bin/uv pip compile -q -U --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile -q -U --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv build adcrm.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	rm -f adcrm/locales/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt pyproject.toml
	@scripts/venv.sh
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.txt
	@echo "Installing what the tests need" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

%.mo: %.po $(INSTALLED)
	@$(PY) scripts/compile_catalogue.py $< $@
