#!/bin/sh
# Fuzzes the decoder for a minute, or for as many seconds as the argument says. Installs cargo-fuzz when it is missing.
set -eu
cd "$(dirname "$0")/.."
cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --version 0.13.2 --locked
cargo fetch --locked --manifest-path fuzz/Cargo.toml
mkdir -p fuzz/corpus
# The compiler's coverage flags are unstable; there is no unsafe code for a sanitizer to look at.
RUSTC_BOOTSTRAP=1 exec cargo fuzz run --sanitizer none decode fuzz/corpus fuzz/seeds -- \
  -max_total_time="${1:-60}" -timeout=5 -rss_limit_mb=1024 -max_len=8192
