# Two commands: `make today` prints today's post, `make test` passes the tests. Both set up .venv by themselves.
# Works with GNU make 3.81, in folders with a space, with nothing from the system but Python 3.11 or newer.

PY := .venv/bin/python

.PHONY: today test lint types unit golden ugly corpus nasty bench crash test-pds servers docs pictures lock clean help FORCE

today: .venv/.runtime ## today's post: its texts and where its pictures are
	@$(PY) -m post_forge today

test: lint types unit ## lint, types and tests

lint: .venv/.dev
	@$(PY) -m ruff check -q .
	@$(PY) -m ruff format -q --check .

types: .venv/.dev
	@$(PY) -m mypy --no-error-summary

unit: .venv/.dev
	@$(PY) -m pytest -q -n 2 --dist worksteal

golden: .venv/.dev ## accept the slides of the gallery as they are drawn now, then look at the sheets
	@$(PY) tests/render/golden/accept.py
	@$(PY) tools/ugly.py --hold
	@echo "look at tests/render/golden/sheets before you commit"

ugly: .venv/.dev ## count what a program can see of ugly slides: the gallery and the sample content
	@$(PY) tools/ugly.py

corpus: .venv/.dev ## build every collection of real notes that lies beside the project
	@$(PY) tools/corpus.py

nasty: .venv/.dev ## the full set of hostile inputs
	@$(PY) tools/corpus.py --nasty

crash: .venv/.dev ## kill workers while they publish ten thousand posts, and count what the networks show (10 minutes)
	@POST_FORGE_TEST_PDS=$${POST_FORGE_TEST_PDS:-required} $(PY) tools/crash.py

test-pds: .venv/.dev ## test against Bluesky's own server, built from npm once (75 s, 540 MB, in .servers/)
	@tools/servers.sh pds
	@POST_FORGE_TEST_PDS=required $(PY) -m pytest -q tests/publish/test_real_servers.py -k pds
	@POST_FORGE_TEST_PDS=required $(PY) tools/crash.py --platform pds --deliveries 60 --kills 20

servers: ## install or unpack the real servers that the tests speak to
	@tools/servers.sh

bench: .venv/.runtime ## print the figures for speed and memory
	@$(PY) bench/render.py
	@$(PY) bench/build.py
	@$(PY) bench/compose.py
	@$(PY) bench/store.py
	@$(PY) bench/preview.py

docs: .venv/.dev ## write the generated parts of docs/templates.md and docs/check.md anew
	@$(PY) tools/element_table.py
	@$(PY) tools/check_pages.py

pictures: .venv/.dev ## draw the pictures of the documentation anew
	@$(PY) tools/pictures.py

lock: .venv/.dev ## write the two constraints files anew
	@sh tools/lock.sh

clean: ## remove what the program made, and the environment
	rm -rf .venv .post_forge output/today
	git clean -fdXq output

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

# The stamps are written last: an interrupted set-up starts again from nothing. They name the folder: an environment that
# was moved or copied with its project, or whose Python has gone, is made anew.
ifneq "$(shell test -x .venv/bin/python && cat .venv/.runtime 2>/dev/null)" "$(CURDIR)"
.venv/.runtime .venv/.dev: FORCE
endif
FORCE:

.venv/.runtime: constraints.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh constraints.txt
	@pwd -P > .venv/.runtime

.venv/.dev: constraints-dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh constraints-dev.txt
	@pwd -P > .venv/.runtime
	@touch .venv/.dev
