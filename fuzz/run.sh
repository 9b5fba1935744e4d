#!/bin/sh
# Fuzzes a target, `decode` or `rebuild`, for a minute, or for as many seconds as the second argument says. Installs cargo-fuzz when it is
# missing.
set -eu
cd "$(dirname "$0")/.."
target="${1:-decode}"
cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked
mkdir -p "fuzz/corpus/$target"
# The compiler's coverage flags are unstable; there is no unsafe code for a sanitizer to look at.
RUSTC_BOOTSTRAP=1 exec cargo fuzz run --sanitizer none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
  -max_total_time="${2:-60}" -timeout=10 -rss_limit_mb=1024 -max_len=8192
