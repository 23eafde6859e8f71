.PHONY: generate test lint fuzz bench peers nightly

# Everything that is generated, from registry.csv and abnf/: first the columns of registry.csv that come
# from abnf/, then the library, the docs, and the parser of the program itself. A program that is built
# with the tag bootstrap lacks the command that needs that parser, so that this works even while the
# parser does not compile.
generate:
	go run -tags bootstrap . update --offline
	go run -tags bootstrap . generate --package imapcode --output generated/imapcode --docs generated/docs
	go run -tags bootstrap . generate --package imapcode --output gen/internal/imapcode --extra unregistered

test:
	@test -d ../shared/data || echo 'SKIPPED: tests over published data, which is not at hand in ../shared/data'
	go vet ./...
	go test ./...
	cd generated/imapcode && go vet . && go test .
	@command -v chromium chromium-browser google-chrome >/dev/null || echo 'SKIPPED: the page in a browser, because Chromium is not installed'
	@test -d gen/browser/node_modules || echo 'SKIPPED: whether everybody can use the page, because axe-core is not installed (npm ci in gen/browser)'
	cd gen/browser && go vet . && go test -count 1 .

lint:
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	cd gen/browser && go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 .
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

# Each fuzz target for a minute.
fuzz:
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime 1m -fuzzminimizetime 5x $$package || exit 1; \
		done; \
	done

bench:
	go test -run '^$$' -bench . -benchmem ./gen/internal/generate
	cd generated/imapcode && go test -run '^$$' -bench . -benchmem .
	go test -run '^$$' -bench . -benchmem -benchtime 1x -cpu 1 ./gen/internal/explain

# Comparison with other people's code: a grammar tool as an oracle, generated code in go-imap, and speed.
peers:
	cd gen/peers && go test ./... && go run .

# An update from the network and all that follows; UPDATE has flags for it.
nightly:
	.ci/nightly $(UPDATE)
