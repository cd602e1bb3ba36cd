# One place for every task; `make help` lists them. The environment is made once and again when its inputs change.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made

.DEFAULT_GOAL := build
.PHONY: build docs pictures test style lint score fuzz scale misprints speed mutants notebooks lab help

build: $(STAMP)  ## the environment, then the main job: every report of data/raw to data/processed, its charts to figures
	$(BIN)/tvict build --charts figures

docs: $(STAMP)  ## the documents that are generated, then the whole documentation as a site, docs/_build/html/index.html
	$(BIN)/python tests/generated.py
	$(BIN)/python -m sphinx -q -W --keep-going -c docs -d docs/_build/doctrees . docs/_build/html

pictures: $(STAMP)  ## the pictures of README and docs, made anew with Chromium, LibreOffice and JupyterLab
	$(BIN)/python tests/pictures.py

# mypy is one of the tests: it takes half a minute of one processor, and they have two. They start tvict a hundred times:
# where Python may not keep bytecode, each start would compile it all again.
test: style  ## lint and all tests, four at a time: many wait for a browser or an office program
	@$(BIN)/python -m compileall -q tvict
	$(BIN)/python -m pytest -q -n 4 --dist worksteal

style: $(STAMP)  ## ruff, import contracts
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

lint: style  ## ruff, import contracts, mypy --strict
	$(BIN)/mypy

score: $(STAMP)  ## scores against the gold texts, or against FOLDER=…; gains and losses against the committed floors
	$(BIN)/python tests/gold_score.py $(FOLDER) --rules

misprints: $(STAMP)  ## how many misprints of one digit the checks tell, and how many alarms would be false
	$(BIN)/python tests/misprints.py

fuzz: $(STAMP)  ## ten thousand inputs that nobody would write, an hour at most
	$(BIN)/python tests/fuzz.py

scale: $(STAMP)  ## rate and memory of a corpus of 20,000 texts made of those at hand
	$(BIN)/python benchmarks/scale.py

speed: $(STAMP)  ## time of reading against one bare scan of the numerals
	$(BIN)/python benchmarks/speed.py

mutants: $(STAMP)  ## forty deliberate breaks of the reader, and which of them no test notices (ten minutes)
	$(BIN)/python benchmarks/mutants.py

notebooks: $(STAMP)  ## the notebooks, run from top to bottom, with their outputs
	$(BIN)/python notebooks/execute.py

lab: $(STAMP)  ## JupyterLab in notebooks/
	$(BIN)/jupyter lab notebooks

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/' | expand -t 18

# uv where it is there: the same versions, sooner. Compiled bytecode makes every start three times as quick.
$(STAMP): pyproject.toml constraints.txt
	@echo "Đang cài thư viện vào .venv: một đến ba phút, chỉ lần đầu / Installing the libraries into .venv: one to three minutes, once"
	@if command -v uv >/dev/null 2>&1; then \
		uv venv -q --seed --allow-existing --python $(PYTHON) .venv && \
		uv pip install -q --python $(BIN)/python --compile-bytecode -c constraints.txt -e '.[app,dev,docs]'; \
	else \
		$(PYTHON) -m venv .venv && $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[app,dev,docs]'; \
	fi
	@touch $@
