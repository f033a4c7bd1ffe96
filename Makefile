# Everything a person runs. The virtual environment is made on first use and again when a lock changes.
# The newest Python that the locks are made for; make PYTHON=... takes another.
PYTHON ?= $(firstword $(foreach version,3.13 3.12 3.11,$(shell python$(version) -c '' 2>/dev/null && echo python$(version))))
VENV := .venv
# Superset has dependencies of its own, and none of them for Python 3.13.
SUPERSET := .venv-superset
SUPERSET_PYTHON ?= $(firstword $(foreach version,3.12 3.11,$(shell python$(version) -c '' 2>/dev/null && echo python$(version))))
export CX_SUPERSET_HOME ?= $(SUPERSET)/home
BIN := $(VENV)/bin
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
SF ?= 0.1
RUNS ?= 5
CUSTOMERS ?= 1000000
.PHONY: help build dashboard docs test lint check crash demo bench metric metricflow superset superset-check lock clean parity audit

help: ## Show what there is to run.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(VENV)/installed ## Build the demo (or the data at CX_RAW_PATH), publish it, show the headline.
	dbt build

dashboard: $(VENV)/installed ## Write warehouse/dashboard.html again from the published file.
	python -m python_hooks dashboard

test: $(VENV)/installed-dev $(VENV)/installed-spark $(VENV)/installed-bench $(VENV)/installed-metricflow lint ## Run everything that proves the warehouse.
	pytest tests/python --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 10 -rs \
		--deselect tests/python/test_parity.py::test_real_data_is_equal_on_both_engines

parity: $(VENV)/installed-dev $(VENV)/installed-spark ## Compare what DuckDB and Spark build, table by table.
	pytest -s -rs --thorough tests/python/test_parity.py tests/python/test_business_time.py

lint: $(VENV)/installed-dev ## Check the style of SQL and Python.
	ruff check .
	ruff format --check .
	sqlfluff lint --processes 2 models tests

check: $(VENV)/installed-dev lint ## Check a change quickly: style, the build, all unit tests.
	dbt build
	dbt test --select test_type:unit

crash: $(VENV)/installed-dev ## Kill 200 publishings, 200 landings and 100 builds; try every fault and split (three hours).
	pytest -s tests/python/test_generations.py tests/python/test_crash.py tests/python/test_faults.py \
		--kills 200 --thorough
	pytest tests/python --thorough -m thorough --ignore tests/python/test_crash.py
	pytest tests/python/test_deliveries.py --thorough -k corrections --sequences 20

demo: $(VENV)/installed ## Make the demo company's raw files again.
	python -m python_hooks demo

docs: $(VENV)/installed ## Write the documentation of all models as one file, target/docs.html (after make build).
	dbt docs generate
	python -m python_hooks docs

bench: $(VENV)/installed-bench ## Measure the build beside hand-written SQL: make bench SF=1 RUNS=3.
	python -m benchmarks.run --scale $(SF) --runs $(RUNS) $(ONLY)
	python -m benchmarks.purchase_fit --customers $(CUSTOMERS) --runs $(RUNS)

metric: $(VENV)/installed ## Start a metric: make metric name=effort from=fct_tickets.
	python -m python_hooks metric $(name) $(if $(from),--from $(from))

metricflow: $(VENV)/installed-metricflow ## Install MetricFlow's command mf: docs/bi.md.

superset: $(SUPERSET)/installed ## Show the published file in Superset, http://localhost:8088 (after make build).
	$(SUPERSET)/bin/python examples/superset/cx_superset.py load
	SUPERSET_CONFIG_PATH=examples/superset/superset_config.py FLASK_APP="superset.app:create_app()" \
		$(SUPERSET)/bin/superset run --port 8088

superset-check: $(SUPERSET)/installed ## Try the dashboard of Superset without a browser (after make build).
	$(SUPERSET)/bin/python examples/superset/cx_superset.py check

lock: ## Pin the newest allowed versions with their hashes.
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
		--python-version 3.11 requirements.in -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
		--python-version 3.11 -c requirements.txt requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
		--python-version 3.11 -c requirements.txt requirements-spark.in -o requirements-spark.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
		--python-version 3.11 -c requirements.txt requirements-bench.in -o requirements-bench.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
		--python-version 3.11 -c requirements.txt requirements-metricflow.in -o requirements-metricflow.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
		--python-version 3.11 requirements-superset.in -o requirements-superset.txt

audit: $(VENV)/installed-dev ## Look up known vulnerabilities of every locked package (needs PyPI).
	pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
		-r requirements.txt -r requirements-dev.txt -r requirements-spark.txt -r requirements-bench.txt \
		-r requirements-metricflow.txt \
		$$(sed -n 's/^\([A-Z][^ ]*\) .*/--ignore-vuln \1/p' audit_exceptions.txt)

clean: ## Remove what builds made; raw data, .venv, the list of the erased and of delivered alerts stay.
	rm -rf target logs
	[ ! -d warehouse ] || find warehouse -mindepth 1 -maxdepth 1 ! -name tombstones.json \
		! -name delivered_alerts.jsonl -exec rm -rf {} +

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "No Python 3.11, 3.12 or 3.13 was found. Install one, or name it:" \
		"make PYTHON=/path/to/python3.12 build" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/installed-bench: requirements-bench.txt $(VENV)/installed | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	touch $@

$(VENV)/installed-metricflow: requirements-metricflow.txt $(VENV)/installed | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-metricflow.txt
	touch $@

$(VENV)/installed-spark: requirements-spark.txt $(VENV)/installed | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	touch $@

$(SUPERSET)/installed: requirements-superset.txt
	@[ -n "$(SUPERSET_PYTHON)" ] || { echo "No Python 3.11 or 3.12 was found. Install one, or name it:" \
		"make SUPERSET_PYTHON=/path/to/python3.12 superset" >&2; exit 1; }
	[ -x $(SUPERSET)/bin/python ] || $(SUPERSET_PYTHON) -m venv $(SUPERSET)
	$(SUPERSET)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-superset.txt
	touch $@
