#!/bin/sh
# Write constraints.txt and constraints-dev.txt anew from pyproject.toml, with hashes and without the name of any host.
set -eu
compile="python -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade"
PATH=".venv/bin:$PATH"
$compile --group build pyproject.toml --output-file constraints.txt
$compile --group build --group dev pyproject.toml --output-file constraints-dev.txt
