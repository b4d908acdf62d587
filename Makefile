# `make demo` and `make test` work on a fresh machine: they install what is missing. `make help` lists the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

STAMPS := target/stamps
NPM := $(STAMPS)/npm
WASM := js/generated/lookback.wasm
PACKAGE := js/dist/index.js
STUDIO := www/dist/index.html

rust_sources := Cargo.toml Cargo.lock .cargo/config.toml $(shell find src -type f)
build_sources := $(shell find js/build -type f -not -path 'js/build/check/*' -not -path 'js/build/setup/*')
js_sources := README.md LICENSE-MIT LICENSE-APACHE js/package.json js/tsconfig.json $(shell find js/src -type f)

studio_sources := www/index.html www/package.json www/vite.config.ts js/demo/field-names.json $(shell find www/src www/build www/public -type f)

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(NPM) target/wasm-toolchain ## install what is missing (WASM_TOOLCHAIN=rustup or debian chooses the toolchain)

.PHONY: build
build: $(PACKAGE) ## build the package to js/dist

.PHONY: size
size: $(PACKAGE) ## print the size of the package, raw and compressed
	@node js/build/sizes.mjs

.PHONY: clean
clean: ## remove everything that is built
	rm -rf target js/dist js/generated js/worker/dist www/dist node_modules js/node_modules www/node_modules

$(NPM): package.json package-lock.json js/package.json js/build/reference/package.json js/worker/package.json tests/package.json www/package.json
	@js/build/setup/npm.sh
	@mkdir -p $(@D) && touch $@

target/wasm-toolchain: js/build/setup/toolchain.sh
	@js/build/setup/toolchain.sh

$(STAMPS)/browsers: js/build/setup/browsers.sh
	@js/build/setup/browsers.sh
	@mkdir -p $(@D) && touch $@

$(WASM): $(rust_sources) $(build_sources) $(NPM) target/wasm-toolchain
	@node js/build/build.mjs wasm

$(PACKAGE): $(WASM) $(js_sources) $(build_sources) $(NPM)
	@node js/build/build.mjs package

$(STUDIO): $(PACKAGE) $(studio_sources)
	@cd www && node ../node_modules/vite/bin/vite.js build --logLevel warn

.PHONY: studio
studio: $(STUDIO) ## build the Studio to www/dist, ready for any static host

.PHONY: test
test: $(PACKAGE) $(STUDIO) $(STAMPS)/browsers ## run every test (CHROMIUM=/path and FIREFOX=/path choose the browsers)
	@node tests/all.js

.PHONY: check
check: $(PACKAGE) ## check formatting, lints, types, the package, sizes, dependencies and links
	@node js/build/check/check.mjs

.PHONY: demo
demo: $(PACKAGE) ## show metrics and decisions for sample customers, or for yours: DATA=file.jsonl (FIELDS=timestamp=meta.at,customer=user.id; NOW=time)
	@node js/demo/main.js

.PHONY: bench
bench: $(PACKAGE) ## compare with equivalent JavaScript (QUICK=1 takes less time)
	@node tests/bench/run.js

FUZZ_SECONDS ?= 600

.PHONY: fuzz
fuzz: ## fuzz each input format for FUZZ_SECONDS=600 (needs cargo-fuzz)
	@tests/fuzz/run.sh "$(FUZZ_SECONDS)"

.PHONY: mutants
mutants: ## make small changes to the engine and list those that no test catches (needs cargo-mutants; SHARD=1/24 tries a part)
	@command -v cargo-mutants >/dev/null || { echo "cargo-mutants is missing; run: cargo install cargo-mutants --locked" >&2; exit 1; }
	cargo mutants --output target/mutants $(if $(SHARD),--shard $(SHARD) --sharding round-robin)

.PHONY: coverage
coverage: ## print which lines and branches of the engine the Rust tests cover (needs cargo-llvm-cov)
	@js/build/check/coverage.sh

.PHONY: docs
docs: $(PACKAGE) ## write the Rust and TypeScript references to target/reference
	RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps --quiet
	@mkdir -p target/reference && rm -rf target/reference/rust && cp -r target/doc target/reference/rust
	@cd js/build/reference && ../../node_modules/.bin/typedoc --logLevel Warn
	@echo "docs: target/reference/rust/lookback/index.html and target/reference/typescript/index.html"

.PHONY: release-dry-run
release-dry-run: $(PACKAGE) ## pack the crate and the npm package, and test the latter in an empty project
	cargo package --locked --allow-dirty
	cd js && npm pack --dry-run --loglevel=error
	cd tests && node ../node_modules/vitest/vitest.mjs run package

.PHONY: deny
deny: ## check dependencies' licenses, sources and versions with cargo-deny (part of check if installed)
	@node js/build/check/deny.mjs

PORT ?= 8787
STATE ?= .state

.PHONY: serve
serve: $(PACKAGE) $(STUDIO) ## serve the Worker and the Studio on 127.0.0.1 (PORT=8787), storing in STATE=.state
	@command=$$(node js/worker/local/serve.mjs --port "$(PORT)" --state "$(STATE)"); eval "exec $$command"

# Before anything is built.
.PHONY: wrk
wrk:
	@command -v wrk >/dev/null || { echo "bench-worker: the load comes from wrk, which is missing; run: apt-get install wrk" >&2; exit 1; }

.PHONY: bench-worker
bench-worker: wrk $(PACKAGE) ## compare the Worker under load with one in plain JavaScript (needs wrk)
	@node --experimental-websocket tests/worker/bench/run.js

.PHONY: bench-studio
bench-studio: $(STUDIO) $(STAMPS)/browsers ## measure the Studio's frames per second while the time is dragged over 100,000 events
	@node tests/studio/frames.js
