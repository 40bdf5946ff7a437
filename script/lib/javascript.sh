#!/usr/bin/env bash
# Lints the scripts under static/app and runs their tests with Node, which the product itself never needs.
#   script/lib/javascript.sh           lint, then tests
# The tools are pinned by hash in tests/javascript/package-lock.json; installing them again takes nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. script/lib/setup.sh

tools=tests/javascript
new_node() { node -e 'const [a, b] = process.versions.node.split("."); process.exit(a * 100 + +b < 1818 ? 1 : 0)'; }

if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
  apt_install "the tests of the scripts" nodejs npm
fi
new_node || die "Node 18.18 or newer is needed for the tests of static/app, found: $(node --version)"

stamp=$tools/node_modules/.lock.sha256
if ! sha256sum --check --status "$stamp" 2> /dev/null; then
  say "installing the tools of $tools/package-lock.json"
  npm --prefix $tools ci --silent --no-audit --no-fund --ignore-scripts < /dev/null
  sha256sum $tools/package.json $tools/package-lock.json > "$stamp"
fi
$tools/node_modules/.bin/eslint --config $tools/eslint.config.js --max-warnings 0 static/app $tools/*.js
node --test --test-reporter=dot $tools/*.test.js
