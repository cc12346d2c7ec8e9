# Two commands do everything on a fresh Debian machine: `make demo` and `make test`.
# The build itself is CMake's: see CMakePresets.json. PRESET=debug adds the sanitizers.

PRESET ?= release
BUILD   = build/$(PRESET)
PENSTOCK = $(BUILD)/apps/cli/penstock
# The runtimes that `make deps` installed are found as a user's active environment would be.
export VIRTUAL_ENV := $(CURDIR)/.venv

.PHONY: help demo demo-embed test deps build ipex check format bench differential clean

help:            ## This list
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: deps       ## Install what is needed, build, classify sentences with a real model
	@cmake --preset $(PRESET) > /dev/null
	@cmake --build --preset $(PRESET) --target penstock_cli
	@tools/demo.sh $(PENSTOCK)

demo-embed: build ## Compare sentences by MiniLM's own weights, run without an export
	@tools/demo_embed.sh $(PENSTOCK)

# Tests run two at a time: threads of torch that wait busily would take the other's processor.
test: build      ## The same, then run the tests on the real runtimes
	@PENSTOCK_EXPECT_BACKENDS="ort ov$$([ ! -e .venv/.penstock-ipex ] || echo ' ipex')" \
	  OMP_WAIT_POLICY=passive ctest --test-dir $(BUILD) --output-on-failure -j2

deps:            ## Install compilers, libraries and, into .venv, the runtimes
	@tools/install_deps.sh

build: deps      ## Configure and build
	@cmake --preset $(PRESET) > /dev/null
	@cmake --build --preset $(PRESET)

ipex: deps       ## Install IPEX into .venv (2 GB) and build the plug-in for it
	@status=0; tools/install_ipex.sh || status=$$?; \
	if [ $$status = 0 ]; then \
	  cmake --preset $(PRESET) > /dev/null && \
	  cmake --build --preset $(PRESET) --target penstock_ipex; \
	else \
	  [ $$status = 3 ] && [ -n "$$CI" ]; \
	fi

check:           ## Format, include, size and language checks, as CI runs them
	@tools/install_deps.sh --checks
	@tools/check_format.sh
	@tools/check_includes.py
	@tools/check_sizes.py

format:          ## Format every source file
	@git ls-files '*.hpp' '*.cpp' '*.h' | grep -vE '_(tables?|data)\.' | xargs clang-format-16 -i

bench: deps      ## Build and run the benchmarks against their peers (see benchmarks/README.md)
	@cmake --preset bench > /dev/null && cmake --build --preset bench
	@benchmarks/run.sh build/bench

differential: build ## Compare with the Python packages on random input (installs them)
	@tests/differential/run.sh $(PENSTOCK)

clean:           ## Remove the build trees; .venv and .cache stay
	rm -rf build
