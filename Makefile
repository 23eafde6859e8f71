.PHONY: generate test race cover lint systems machines vulnerabilities fuzz bench peers e2e nightly release

# The modules: the program, the library, and two for tests that need more. "make peers" and "make e2e"
# test a fifth.
modules = . generated/imapcode gen/endtoend gen/browser

# $(call each,COMMAND) runs a command in each module.
each = for module in $(modules); do (cd $$module && $(1)) || exit 1; done

# Everything that is generated, from registry.csv and abnf/: first the columns of registry.csv that come
# from abnf/, then the library, the docs, and the parser of the program itself. A program that is built
# with the tag bootstrap lacks the command that needs that parser, so that this works even while the
# parser does not compile. What people wrote in the library's folder, such as its tests, comes back from
# git if it is missing.
generate:
	@test ! -e .git || git ls-files -z --deleted generated/imapcode | xargs -0 git checkout -q --
	go run -tags bootstrap . update --offline
	go run -tags bootstrap . generate --package imapcode --output generated/imapcode --docs generated/docs
	go run -tags bootstrap . generate --package imapcode --output gen/internal/imapcode --extra unregistered

# TESTFLAGS are more flags for go test. The last two modules test files outside of them, which go test
# does not look at when it decides whether a result that it remembers still holds: hence -count 1.
test:
	@test -d ../shared/data || echo 'SKIPPED: tests over published data, which is not in ../shared/data'
	@command -v chromium chromium-browser google-chrome >/dev/null || echo 'SKIPPED: the page in a browser, because Chromium is not installed'
	@test -d gen/browser/node_modules || echo 'SKIPPED: the accessibility of the page, because axe-core is not installed (npm ci in gen/browser)'
	@test -d gen/browser/node_modules || command -v tsc >/dev/null || echo 'SKIPPED: the docs as TypeScript, because its compiler is not installed (npm ci in gen/browser)'
	@for tool in node python3 rustc javac gcc swiftc; do \
		$$tool --version >/dev/null 2>&1 || echo "SKIPPED: the docs as source code of another language, because $$tool --version fails"; \
	done
	@$(call each,go vet ./...)
	go test -timeout 30m $(TESTFLAGS) ./...
	cd generated/imapcode && go test -timeout 30m $(TESTFLAGS) .
	cd gen/endtoend && go test -timeout 30m -count 1 $(TESTFLAGS) .
	cd gen/browser && go test -timeout 30m -count 1 $(TESTFLAGS) .

race:
	$(MAKE) test TESTFLAGS='-race -shuffle on'

# The coverage of each function by all tests, but for the commands that scripts run.
cover:
	rm -rf .cover && mkdir .cover
	go test -timeout 30m -count 1 -coverpkg ./... ./... -args -test.gocoverdir=$(CURDIR)/.cover
	cd gen/endtoend && go test -timeout 30m -count 1 -coverpkg github.com/imapcodes/imapcodes/... . -args -test.gocoverdir=$(CURDIR)/.cover
	go tool covdata textfmt -i .cover -o .cover/profile
	go tool cover -func .cover/profile
	cd generated/imapcode && go test -cover .

lint:
	@$(call each,go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...)
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
	@! command -v shellcheck >/dev/null || shellcheck --severity warning .ci/*

# Whether everything, the tests included, compiles for other systems, and what vet says there.
SYSTEMS = windows/amd64 darwin/arm64 linux/386
systems:
	@for system in $(SYSTEMS); do \
		echo "$$system"; \
		export GOOS=$${system%/*} GOARCH=$${system#*/}; \
		$(call each,go build ./... && go vet ./...); \
	done

# The parser's tests on other machines, one of which (s390x) is big endian, and with Go's race
# detector and the address sanitizer of C. On Windows, and in WebAssembly without node, they only
# have to compile.
wasm = GOOS=js GOARCH=wasm
machines:
	$(call parser,true,GOOS=windows,vet)
	$(call parser,true,$(wasm),vet)
	$(call parser,command -v node,$(wasm),test -exec "$$(go env GOROOT)/lib/wasm/go_js_wasm_exec")
	$(call parser,command -v qemu-s390x,GOARCH=s390x,test -exec qemu-s390x)
	$(call parser,go list -race .,,test -race)
	$(call parser,go list -asan .,,test -asan)

# $(call parser,CONDITION,SETTINGS,COMMAND) runs a go command for the parser if the condition holds.
parser = @if $(1) >/dev/null 2>&1; then \
		echo '$(strip $(2) go $(3))' && (cd generated/imapcode && $(2) go $(3) .) && $(2) go $(3) ./gen/internal/engine; \
	else \
		echo 'SKIPPED: $(strip $(2) go $(3)), because "$(1)" fails'; \
	fi

# Known faults of the modules that the program and the library call. Needs the network.
vulnerabilities:
	@for module in . generated/imapcode; do (cd $$module && go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 ./...) || exit 1; done

# Each fuzz target for a minute, and many random grammars.
fuzz:
	go test -timeout 30m -run TestRandomShapes ./gen/internal/generate -shapes 2000
	@$(call each,for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime 1m -fuzzminimizetime 5x $$package || exit 1; \
		done; \
	done)

bench:
	go test -run '^$$' -bench . -benchmem ./gen/internal/generate
	cd generated/imapcode && go test -run '^$$' -bench . -benchmem .
	go test -run '^$$' -bench . -benchmem -benchtime 1x -cpu 1 ./gen/internal/explain

# Comparison with other people's code: a grammar tool as an oracle, generated code in go-imap, and speed.
peers:
	cd gen/peers && go vet ./... && go test ./... && go run .

# Sessions with Dovecot, which the tests start and stop if it is installed.
e2e:
	cd gen/peers && go test -timeout 5m -count 1 -v -run '^TestDovecot' .

# An update from the network and all that follows; UPDATE has flags for it.
nightly:
	.ci/nightly $(UPDATE)

# What a tag publishes, in .release: make release TAG=v0.1.0
release:
	.ci/release $(TAG)
