# Everything runs in .venv, which `make env` builds from the pinned requirements.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help env run test lint unit bench audit sample rebuild

# Any Python from 3.11 on: make env PYTHON=/path/to/python3
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python

# Stamps: the environment is built again only when the requirements change, or when it no longer
# answers (the machine's own Python was upgraded or removed).
ENV := .venv/.requirements
DEV := .venv/.requirements-dev
ANSWERS := from importlib.util import find_spec; raise SystemExit(find_spec("streamlit") is None)
ifeq ($(shell $(VENV_PYTHON) -c '$(ANSWERS)' 2>/dev/null && echo yes),)
$(ENV): rebuild
endif

# apt_install PACKAGE...: installs when that needs no password, and otherwise says what to do.
define APT_INSTALL
apt_install() {
  local as=()
  [ "$$(id -u)" = 0 ] || as=(sudo -n)
  if ! command -v apt-get >/dev/null || ! "$${as[@]}" true 2>/dev/null; then
    echo "Missing: $$*. Install it (sudo apt-get install $$*), then give the same command again." >&2
    exit 1
  fi
  echo "Installing $$*"
  "$${as[@]}" apt-get update -qq
  "$${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$@"
}
endef

# find_chromium: sets CHROMIUM to a browser that starts, installing one when there is none.
define FIND_CHROMIUM
$(APT_INSTALL)
find_chromium() {
  local name
  # A name on PATH is not enough: Ubuntu's chromium-browser may be a stub that only asks for a snap.
  for name in "$${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$$name" ] && "$$name" --version >/dev/null 2>&1; then
      CHROMIUM=$$(command -v "$$name")
      return
    fi
  done
  return 1
}
if ! find_chromium; then
  if command -v apt-get >/dev/null && grep -qx 'ID=ubuntu' /etc/os-release; then
    echo "The tests need Chromium, which Ubuntu has as a snap only. Install it (sudo snap install chromium)" >&2
    echo "or Google Chrome, or set CHROMIUM to a browser's path; then give the same command again." >&2
    exit 1
  fi
  apt_install chromium
  find_chromium || { echo "Chromium was installed but does not start; set CHROMIUM to a browser's path." >&2; exit 1; }
fi
export CHROMIUM
endef

# find_office: installs LibreOffice where that needs no password; decks and workbooks are opened in it.
define FIND_OFFICE
if ! command -v soffice >/dev/null && command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
  apt_install libreoffice-impress libreoffice-calc || echo "LibreOffice could not be installed: its tests are skipped." >&2
fi
endef

help: ## List the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

env: $(ENV) ## Build the environment in .venv

run: $(ENV) ## Start the dashboard on DASHBOARD_ADDRESS (127.0.0.1) and DASHBOARD_PORT (8501)
	@exec $(VENV_PYTHON) manage.py serve

test: lint ## Run every check: style, types, tests, tests in a browser
	@$(FIND_CHROMIUM)
	$(FIND_OFFICE)
	$(VENV_PYTHON) -m pytest --cov --cov-report=
	$(VENV_PYTHON) -m tests.coverage_by_layer

lint: $(DEV) ## Check style and types only
	@$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy

unit: $(DEV) ## Run the tests that need no browser
	@$(VENV_PYTHON) -m pytest -m "not browser" --ignore=tests/browser

bench: $(DEV) ## Measure speed, message sizes and memory
	@$(VENV_PYTHON) -m tests.bench

audit: $(ENV) ## Compare the pinned versions with the advisory database (needs the network)
	@[ -x .venv/audit/bin/pip-audit ] || $(VENV_PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	.venv/audit/bin/pip-audit --strict --no-deps --disable-pip -r requirements.txt

sample: $(ENV) ## Build the embedded synthetic sample again
	@$(VENV_PYTHON) manage.py sample --embed

$(ENV): requirements.txt
	@$(APT_INSTALL)
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not that: make env PYTHON=/path/to/python3." >&2
	  exit 1
	}
	if ! $(VENV_PYTHON) -c '$(ANSWERS)' 2>/dev/null; then
	  # Debian and Ubuntu keep the module that builds environments in a package of its own.
	  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
	  "$(PYTHON)" -m venv --clear .venv
	fi
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(DEV): requirements-dev.txt $(ENV)
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
