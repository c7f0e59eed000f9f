# Every target is a thin call of plain commands: they work without make too.

GOLANGCI_VERSION := v2.15.0
GOLANGCI ?= golangci-lint
FUZZTIME ?= 60s
FUZZPKGS ?= ./...
BENCHTIME ?= 1s
BENCHFLAGS ?=
SHAREDTESTS = $(shell grep -rl --include='*_test.go' '^//go:build shared' . | xargs sed -n 's/^func \(Test[A-Za-z0-9]*\).*/\1/p' | paste -sd'|')
SHAREDPKGS = $(shell grep -rl --include='*_test.go' '^//go:build shared' . | xargs -n 1 dirname | sort -u)

.DEFAULT_GOAL := help
.PHONY: help demo build test race vet fmt lint lint-install conformance shared fuzz e2e crash bench check-all

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Try jalon in a terminal, without a server
	go run ./cmd/jalon demo

build: ## Build the program: bin/jalon
	CGO_ENABLED=0 go build -trimpath -o bin/ ./cmd/jalon

test: ## Run the tests: needs nothing but Go
	go test ./...

# The detector wants meetings, not many histories: properties draw a fifth of
# what the other runs draw.
race: ## Run the tests under the race detector
	go test -race -short -timeout 40m ./...

vet: ## Run go vet on both modules
	go vet -tags shared ./...
	go -C e2e vet ./...

fmt: ## Format the code
	$(GOLANGCI) fmt ./...
	cd e2e && $(GOLANGCI) fmt --config ../.golangci.yml ./...

lint: ## Run golangci-lint on both modules, the arrows between packages among its rules
	$(GOLANGCI) run ./...
	cd e2e && $(GOLANGCI) run --config ../.golangci.yml ./...

lint-install: ## Install the golangci-lint that lint expects
	go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)

conformance: ## Run the store's tests on a throwaway PostgreSQL (needs Debian's postgresql)
	go -C e2e build -o ../bin/ ./cmd/with-postgres
	bin/with-postgres go test -count=1 -v ./store/...

shared: ## Run the tests that read ../shared/data
	go test -tags shared -run '^($(SHAREDTESTS))$$' $(SHAREDPKGS)

fuzz: ## Fuzz every target for FUZZTIME (60s) each, in FUZZPKGS (./...)
	.ci/fuzz $(FUZZTIME) $(FUZZPKGS)

e2e: ## Drive jalon through a real Mattermost server (needs Debian's postgresql)
	go -C e2e test -count=1 -v -timeout 30m ./...

# e2e runs the campaign in short. CRASH may hold the seed that a run printed.
crash: ## Kill jalon 200 times on each engine while 2 000 reminders fall due
	go -C e2e test -count=1 -v -timeout 40m -run '^TestCrashCampaign$$' . \
		-args -crash.kills=200 -crash.items=2000 -crash.restarts=5 $(CRASH)

bench: ## Run the benchmarks, BENCHTIME (1s) each; BENCHFLAGS=-short on a tenth of the rows
	go test -p 1 -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) $(BENCHFLAGS) -timeout 20m ./...

check-all: ## Run all that must hold before a change is taken
	bash .ci/run
