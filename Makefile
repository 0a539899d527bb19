# HangUp. The two commands that matter: make run, make test.

TAGS      := migrated_fynedo
TEST_TAGS := ci,$(TAGS)
GO        := go
# Packages that hold a test of their own under the race detector. The window's program is left out: its C parts would be
# compiled a second time, and all it does is wire these packages together.
RACED     := ./assets/... ./blocklist/... ./i18n/... ./ui/look/... ./ui/voice/... ./ui/handout/... ./cmd/hangup/terminal/... ./cmd/hangup-list/... ./cmd/hangup-tuf/...
FUZZTIME   ?= 30s
NUMBERS    ?= 10000000
COMPLAINTS ?= 10000000

.PHONY: run build test vet unit scenarios window shots bench fuzz faults vuln format clean judge learn build-packages test-packages

run: build ## install what is missing, build, open the window
	@bin/hangup || [ $$? -eq 3 ] # 3: no window could be opened, the terminal was used

build: build-packages ## bin/hangup, bin/hangup-list and bin/hangup-tuf
	$(GO) build -tags $(TAGS) -o bin/hangup ./cmd/hangup
	$(GO) build -o bin/hangup-list ./cmd/hangup-list
	$(GO) build -o bin/hangup-tuf ./cmd/hangup-tuf

test: test-packages vet unit scenarios window ## everything that must pass

vet:
	@unformatted=$$($(GO) tool gofumpt -l assets blocklist cmd i18n ui); \
	if [ -n "$$unformatted" ]; then echo "not formatted (make format): $$unformatted"; exit 1; fi
	$(GO) vet -tags $(TEST_TAGS),binaries ./...
	$(GO) tool staticcheck -tags $(TEST_TAGS),binaries ./...

# Tests that draw every screen in every view: hundreds of windows, for which the race detector takes memory and time.
DRAWN := ^(TestLayout|TestEvery|TestGolden|TestAnswersAre)

unit: ## unit tests with the race detector, and every screen drawn without it
	$(GO) test -race -timeout 30m -tags $(TEST_TAGS) $(RACED)
	$(GO) test -race -timeout 30m -tags $(TEST_TAGS) -skip '$(DRAWN)' ./ui
	$(GO) test -timeout 30m -tags $(TEST_TAGS) -run '$(DRAWN)' ./ui

scenarios: ## the terminal, command by command
	$(GO) test -tags $(TEST_TAGS) ./cmd/hangup

window: build ## the built programs: the README's walk-through, the real window by keyboard alone, a real object store
	HANGUP_BIN=$(CURDIR)/bin $(GO) test -tags $(TEST_TAGS),binaries -count=1 -run 'TestWalkThrough|TestWindow|TestNo' ./cmd/hangup
	$(GO) test -tags $(TEST_TAGS),binaries -count=1 -run TestS3 ./blocklist/maker/remote

shots: ## every screen x language x text size into build/shots
	$(GO) test -tags $(TEST_TAGS) -count=1 -run TestLayout ./ui -shots $(CURDIR)/build/shots

bench: build ## speed and size, with the targets beside them
	@$(GO) test -run '^$$' -bench Table -benchtime 1x -timeout 30m ./blocklist/store -numbers $(NUMBERS)
	@$(GO) test -run '^$$' -bench Table -benchtime 1x -timeout 60m ./blocklist/maker -complaints $(COMPLAINTS)
	@$(GO) test -run '^$$' -bench . ./blocklist/script
	@HANGUP_BIN=$(CURDIR)/bin $(GO) test -tags $(TEST_TAGS),binaries -run '^$$' -bench Program -benchtime 1x -timeout 30m \
		./cmd/hangup -numbers $(NUMBERS)

judge: ## how much of what callers say is recognised, and how much honest speech is taken for a trick
	$(GO) test -tags $(TEST_TAGS) -count=1 -v -run '^TestJudge$$' ./blocklist/script

LEARN := blocklist/script/testdata/learn
JUDGE := blocklist/script/testdata/judge

learn: ## assets/scripts/words from the labelled texts
	@$(GO) build -o bin/hangup-list ./cmd/hangup-list
	@for code in $$(basename -a -s .jsonl $(LEARN)/*.jsonl | cut -d- -f1 | sort -u); do \
		echo "$$code"; \
		bin/hangup-list learn $$code --out assets/scripts/words/$$code.txt \
			$$(find $(LEARN)/$$code*.jsonl $(JUDGE)/$$code.seen.jsonl $(JUDGE)/$$code.train.jsonl 2>/dev/null) || exit 1; \
	done

fuzz: ## every fuzz target for FUZZTIME
	@for package in $$($(GO) list ./blocklist/... ./ui/voice ./cmd/hangup); do \
		for target in $$($(GO) test -tags $(TEST_TAGS) -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -tags $(TEST_TAGS) -run '^$$' -fuzz "^$$target$$" -fuzzminimizetime 50x -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

faults: ## thousands of kills in the middle of a sync, a cut at every byte, a month's life of a million numbers
	$(GO) test -count=1 -timeout 60m ./blocklist/update -run 'Killed|TestACutAtAnyByte|Life' -kills 3000 -cuts 1 -life 1000000 -v

vuln: ## known holes in the modules used; needs the network
	$(GO) tool govulncheck -tags $(TAGS) ./...

format:
	$(GO) tool gofumpt -w assets blocklist cmd i18n ui

clean:
	rm -rf bin build

build-packages:
	@.ci/packages build

test-packages:
	@.ci/packages test
