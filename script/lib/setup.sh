# Sourced by the scripts beside this folder, from the root of the checkout: the steps of a set-up.
# Each step looks first and does nothing when there is nothing to do.

PYTHON=.venv/bin/python

say() { printf '» %s\n' "$*"; }

die() {
  { echo; printf '%s\n' "$@"; } >&2
  exit 1
}

# apt_install WHY PACKAGE…: installs with apt as root or by sudo without a password, else says what to type.
apt_install() {
  local why=$1 run=()
  shift
  command -v apt-get > /dev/null || die "$why needs these Debian packages or their like: $*"
  if [ "$(id -u)" != 0 ]; then
    run=(sudo -n)
    if ! sudo -n true 2> /dev/null; then
      die "$why needs packages of the system. Run this, then start again:" "" \
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    fi
  fi
  say "installing $* ($why)"
  "${run[@]}" apt-get update -qq < /dev/null
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" < /dev/null > /dev/null
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; }

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if new_enough "$name"; then
      command -v "$name"
      return
    fi
  done
  die "Python 3.11 or newer is needed and was not found." "On Debian 12, Ubuntu 24.04 or newer: apt-get install python3"
}

make_venv() {
  local python
  if new_enough $PYTHON; then return; fi
  python=$(find_python)
  # Debian ships venv apart from Python.
  if ! "$python" -c 'import ensurepip, venv' > /dev/null 2>&1; then
    apt_install "a virtual environment" "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  fi
  say "making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
}

# install_lock base|dev: what the lock says, by hash and nothing else; skipped while the lock is the installed one.
install_lock() {
  local lock=requirements/$1.txt stamp=.venv/lock-$1.sha256
  if [ -f "$stamp" ] && sha256sum --check --status "$stamp" 2> /dev/null; then return; fi
  say "installing the packages of $lock"
  $PYTHON -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes \
    --only-binary=:all: -r "$lock" < /dev/null
  sha256sum "$lock" > "$stamp"
  # The tools come with everything that runs.
  if [ "$1" = dev ]; then sha256sum requirements/base.txt > .venv/lock-base.sha256; fi
}

has_library() { $PYTHON -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" > /dev/null 2>&1; }

install_pango() {
  # HarfBuzz's subsetter keeps the embedded font small; without it WeasyPrint warns and falls back.
  if has_library libpango-1.0.so.0 && has_library libpangoft2-1.0.so.0 && has_library libharfbuzz-subset.so.0; then
    return
  fi
  apt_install "PDF output" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

install_rare_fonts() {
  # Without them a rare character of a name is printed as a mark, with a line that says so (kernel/glyphs.py).
  if [ -f /usr/share/fonts/truetype/hanazono/HanaMinB.ttf ] || ! command -v apt-get > /dev/null; then return; fi
  (apt_install "rare characters on paper" fonts-hanazono) || say "rare characters will be marked on paper"
}

# set_up base|dev: everything up to a database that is ready and has something in it; nothing keeps running.
set_up() {
  make_venv
  install_lock "$1"
  install_pango
  install_rare_fonts
}

prepare_data() { $PYTHON script/lib/prepare.py; }
