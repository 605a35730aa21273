# Everything runs in .venv, which `make env` builds from the pinned requirements.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help env run test test-decks test-deploy lint unit bench attack cell-keys audit bom sample rebuild

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

# Sets CHROMIUM, SOFFICE, NGINX and OPENSSL to programs that start, and installs what there is none of, with dictionaries.
define FIND_PROGRAMS
$(APT_INSTALL)
# find_program SETTING ASK NAME...: the first NAME that answers when it is asked for its version.
find_program() {
  local setting=$$1 ask=$$2 name
  shift 2
  # A name on PATH is not enough: Ubuntu's chromium-browser may be a stub that only asks for a snap.
  for name in "$${!setting:-}" "$$@"; do
    if [ -n "$$name" ] && "$$name" "$$ask" >/dev/null 2>&1; then
      export "$$setting=$$(command -v "$$name")"
      return
    fi
  done
  return 1
}
find_programs() {
  missing=()
  find_program CHROMIUM --version chromium chromium-browser google-chrome || missing+=(chromium)
  find_program SOFFICE --version soffice libreoffice || missing+=(libreoffice-impress libreoffice-calc)
  find_program NGINX -v nginx /usr/sbin/nginx || missing+=(nginx)
  find_program OPENSSL version openssl || missing+=(openssl)
  # With their dictionaries: Finnish, Swedish and English.
  echo sana | voikkospell >/dev/null 2>&1 || missing+=(libvoikko-dev voikko-fi)
  echo ord | hunspell -d sv_SE -l >/dev/null 2>&1 && echo word | hunspell -d en_GB -l >/dev/null 2>&1 ||
    missing+=(hunspell hunspell-sv hunspell-en-gb)
}
find_programs
if [ "$${#missing[@]}" -gt 0 ]; then
  if [[ " $${missing[*]} " == *" chromium "* ]] && grep -qsx 'ID=ubuntu' /etc/os-release; then
    echo "The tests need Chromium, which Ubuntu has as a snap only. Install it (sudo snap install chromium)" >&2
    echo "or Google Chrome, or set CHROMIUM to a browser's path; then give the same command again." >&2
    exit 1
  fi
  apt_install "$${missing[@]}"
  find_programs
  if [ "$${#missing[@]}" -gt 0 ]; then
    echo "Installed, but does not start: $${missing[*]}. Set CHROMIUM, SOFFICE, NGINX or OPENSSL to a path." >&2
    exit 1
  fi
fi
endef

# As many workers as there are processors, or: make test WORKERS=4
WORKERS ?= logical
define PYTEST
left_out="not deploy"
# Some containers let nobody mount a file system of their own, and nothing that could be installed changes it.
if ! unshare --user --map-root-user --mount mount -t tmpfs tmpfs /mnt 2>/dev/null; then
  echo "LEFT OUT: the tests of full disks (-m mounts), for this machine lets nobody mount a file system." >&2
  left_out="$$left_out and not mounts"
fi
$(VENV_PYTHON) -m pytest -n $(WORKERS) --dist loadgroup -m "$$left_out"
endef

help: ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

env: $(ENV) ## Build the environment in .venv

run: $(ENV) ## Start the dashboard on DASHBOARD_ADDRESS (127.0.0.1) and DASHBOARD_PORT (8501)
	@exec $(VENV_PYTHON) manage.py serve

test: lint ## Run every check: style, types, tests, tests in a browser
	@$(FIND_PROGRAMS)
	$(PYTEST) --cov --cov-report=
	$(VENV_PYTHON) -m tests.coverage_by_layer

lint: $(DEV) ## Check style and types only
	@$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy

unit: $(DEV) ## Run the tests but for those of whole pages in a browser
	@$(FIND_PROGRAMS)
	$(PYTEST) --ignore=tests/browser

test-decks: $(DEV) ## Measure every recipe's slides in every language and look (five minutes)
	DECKS=all $(VENV_PYTHON) -m pytest -n $(WORKERS) tests/unit/presentation/test_deck_geometry.py

# What it boots and builds with, by the names of Debian's packages.
FOR_DEPLOY := debootstrap systemd-container iproute2 buildah podman crun catatonit prometheus
test-deploy: $(DEV) ## Run what is in deploy/ on booted machines and as an image (root, ten minutes)
	@$(FIND_PROGRAMS)
	if [ "$$(id -u)" != 0 ]; then
	  echo "Machines are booted and images built by root only: sudo make test-deploy." >&2
	  exit 1
	fi
	missing=()
	for package in $(FOR_DEPLOY); do
	  dpkg-query --show --showformat='$${Status}' "$$package" 2>/dev/null | grep -q ' installed$$' || missing+=("$$package")
	done
	[ "$${#missing[@]}" = 0 ] || apt_install "$${missing[@]}"
	$(VENV_PYTHON) -m pytest -m deploy tests/deploy

bench: $(DEV) ## Measure speed, message sizes and memory
	@$(VENV_PYTHON) -m tests.bench

attack: $(DEV) ## Attack 10,000 made-up histories of publications (hours; ATTACK="--histories 100 --first 0" for fewer)
	@$(VENV_PYTHON) -m tests.attack $(ATTACK)

cell-keys: $(DEV) ## Measure the cell-key method beside controlled rounding (a quarter of an hour; CELL_KEYS="--histories 5" for fewer)
	@$(VENV_PYTHON) -m tests.attack.cell_keys $(CELL_KEYS)

# Tools with libraries of their own, which nothing here is to see.
PACKAGE_TOOLS := pip-audit==2.10.1 cyclonedx-bom==7.5.0
define PACKAGE_TOOLS_ENV
[ -x .venv/audit/bin/python ] || $(VENV_PYTHON) -m venv .venv/audit
.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check $(PACKAGE_TOOLS)
endef

audit: $(ENV) ## Compare the pinned versions with the advisory database, or: make audit DATABASE=all.zip (a file, no network)
	@if [ -n "$(DATABASE)" ]; then
	  exec $(VENV_PYTHON) -m tools.advisories "$(DATABASE)" requirements.txt
	fi
	$(PACKAGE_TOOLS_ENV)
	.venv/audit/bin/pip-audit --strict --no-deps --disable-pip -r requirements.txt

# The image's bill of materials.
BOM ?= build/dashboard.cdx.json
bom: $(ENV) ## Write the bill of materials of the image (CycloneDX), or: make bom BOM=FILE
	@$(PACKAGE_TOOLS_ENV)
	mkdir -p "$(dir $(BOM))"
	.venv/audit/bin/cyclonedx-py requirements --output-reproducible --sv 1.6 --of JSON --output-file "$(BOM)" requirements.txt

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
