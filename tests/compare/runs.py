"""The runs that two builds of themewise are compared by.

A run is a command line, what it reads on standard input, and its environment. `{out}` stands
for a folder of its own, whose files are compared too; other paths are those of the corpus.
"""

from dataclasses import dataclass, field
from pathlib import Path

# MISP, STIX and ninjs are of documents.
FORMATS = ("text", "jsonl", "csv", "misp", "stix", "ninjs", "ninjs2", "gdelt")
LABEL_FORMATS = ("jsonl", "fasttext", "prodigy", "doccano", "spacy", "label-studio", "csv", "hugging-face")
UNITS = ("paragraph", "sentence", "document")
SMALL = "models/small.safetensors"

# One document of every kind, for options that work on any.
SAMPLE = "text/article.txt markdown/page.md html/page.html jsonl/fields.jsonl table/table.csv warc/crawl.warc feed/news.rss".split()


@dataclass
class Run:
    arguments: list
    input: Path | None = None
    environment: dict = field(default_factory=dict)
    terminal: bool = False


def run(line, *paths, **more):
    """A run of a command line whose last arguments are paths, which may hold spaces."""
    return Run([*line.split(), *paths], **more)


def models(baselines):
    """Runs whose files in `models` are read by later ones; with linfa's estimators, or without."""
    quick = "--c 10 --vector-scale 0.5"
    train = "train --labels in/labels/labels.jsonl"
    return [
        run(f"{train} --output {SMALL}"),
        run(f"{train} --output models/bigrams.safetensors --bigrams --min-df 2 {quick} --threads 1 --folds 3 --seed 4"),
        run(f"{train} --output models/plain.safetensors --no-stem-vectors --c 3 30 --quiet"),
        run(f"{train} in/labels/words.jsonl --weights 1 0.5 --output models/weights.safetensors {quick}"),
        run(f"train --labels in/labels/sources.jsonl --output models/sources.safetensors {quick}"),
        run(f"{train} --unlabelled in/jsonl/plain.jsonl --output models/unlabelled.safetensors {quick}"),
        run(f"{train} --unlabelled in/tree/a/one.txt in/text/lines.txt --sharpening 3 --unlabelled-weight 0.1 --output models/texts.safetensors {quick}"),
        run(f"{train} --unlabelled in/tree in/markdown --output models/folders.safetensors {quick}"),
        run(f"train --labels in/labels/shipped.jsonl --themes in/labels/themes.toml --output models/shipped.safetensors {quick}"),
        *([run(f"{train} --estimator linfa-bayes --output models/bayes.safetensors")] if baselines else []),
    ]


def runs(folder, parquet):
    """All other runs over the corpus in `folder`; with those of Parquet, or without."""
    files = sorted(str(path.relative_to(folder.parent)) for path in folder.rglob("*") if path.is_file())
    documents = [path for path in files if not path.startswith("in/labels/")]
    labels = [path for path in files if is_labels(path)]
    return [
        *classify_each(documents),
        *classify_options(),
        *classify_sources(folder),
        *(classify_parquet() if parquet else []),
        *explain(documents),
        *convert(labels),
        *train(labels),
        *measure(),
        *others(documents, files),
        *failures(),
    ]


def is_labels(path):
    return path.startswith(("in/labels/", "in/cases/own-themes/", "in/cases/02", "in/cases/03-label", "in/cases/18", "in/cases/19")) and not path.endswith((".toml", "stem-vectors.jsonl"))


def classify_each(documents):
    for path in documents:
        yield run("classify --all --format jsonl --errors {out}/errors.jsonl", path)
        if "many" not in path:
            yield run("classify --format csv --unit sentence --threads 1", path)
            yield run("classify --format jsonl --unit document --threads 2", path)


def classify_options():
    sample = [f"in/{path}" for path in SAMPLE]
    everything = "in/text in/markdown in/html in/jsonl in/table in/warc in/feed".split()
    for layout in FORMATS:
        for unit in UNITS:
            yield run(f"classify --quiet --format {layout} --unit {unit}", *sample)
        for options in ("--all", "--all-codes", "--scale icd203", "--threads 1", "--min-words 8", "--model models/small.safetensors"):
            yield run(f"classify --format {layout} {options}", *sample)
        yield run(f"classify --format {layout} --threads 2 --report {{out}}/page.html --output {{out}}/rows", *everything)
    for options in (
        "--scale probability", "--scale misp", "--scale nato", "--min-precision 0.9", "--min-precision 0.7 --min-recall 0.95",
        "--min-recall 0.9", "--review 0.2", "--max-review 5%", "--min-precision 0.9 --max-review 20%", "--min-words 30 --unit sentence",
        "--all --scale icd203 --unit document", "--all --unit sentence", "--strict", "--encoding windows-1252",
        "--model models/bigrams.safetensors", "--model models/plain.safetensors --min-precision 0.8", "--model models/shipped.safetensors",
        "--output {out}/rows --resume {out}/state", "--output {out}/rows --resume {out}/state --report {out}/page.html",
    ):
        for layout in ("text", "jsonl", "csv"):
            yield run(f"classify --format {layout} {options}", *sample)
    for options in ("--scale misp", "--min-recall 0.9", "--unit document", "--unit sentence --min-words 6", "--model models/small.safetensors", "--threads 1"):
        yield run(f"classify {options} --report {{out}}/page.html", *sample)
    for options in ("", "--all", "--unit document", "--scale nato", "--report {out}/page.html"):
        yield run(f"classify {options}", *sample, terminal=True)
        yield run(f"classify {options}", "in/text/article.txt", environment={"CLICOLOR_FORCE": "1"})


def classify_sources(folder):
    for path in sorted((folder / "text").iterdir()) + [folder / "jsonl/fields.jsonl", folder / "html/page.html", folder / "warc/crawl.warc.gz"]:
        yield run("classify", input=path)
    for options in ("--no-ignore", "--hidden", "--no-ignore --hidden", "--unit document"):
        yield run(f"classify --format jsonl {options}", "in/tree")
    for pattern in ("in/tree/*/*.html", "in/tree/**/*.txt", "in/jsonl/p*.jsonl*", "in/text/[ab]*.txt", "in/none/*.txt", "in/**/none.*"):
        yield run("classify --format jsonl --unit document", pattern)
    for kind, path in (
        ("jsonl", "jsonl/plain.jsonl"), ("html", "html/page.html"), ("csv", "table/table.csv"), ("tsv", "table/table.tsv"), ("warc", "warc/crawl.warc.gz"),
        ("feed", "feed/news.atom"), ("feed", "feed/feed.json"), ("markdown", "markdown/page.md"), ("text", "html/page.html"), ("jsonl", "text/article.txt"), ("warc", "text/article.txt"),
    ):
        yield run(f"classify --format csv --input-format {kind}", input=folder / path)
    yield run("classify --format jsonl --text-field a.b --id-field a.id", "in/jsonl/nested.jsonl")
    yield run("classify --format jsonl --text-field /a/b --id-field /a/id", "in/jsonl/nested.jsonl")
    for layout in ("jsonl", "csv", "misp", "text"):
        yield run(f"classify --format {layout} --text-field body --id-field nr", "in/table/body.csv")
    for name in ("big5", "koi8-r", "utf-16le", "none-such"):
        yield run(f"classify --encoding {name}", "in/text/koi8.txt", "in/text/big5.txt")


def classify_parquet():
    for path in SAMPLE:
        yield run("classify --format parquet --output {out}/rows.parquet", f"in/{path}")
    for layout in ("jsonl", "csv", "parquet", "misp"):
        yield run(f"classify --format {layout} --output {{out}}/rows", "models/rows.parquet")
    yield run("classify --format parquet --unit document --all --output {out}/rows.parquet", "models/rows.parquet")


def explain(documents):
    sample = [f"in/{path}" for path in SAMPLE[:4]]
    for path in documents:
        if "many" not in path and "long" not in path:
            yield run("explain --format json", path)
    for layout in ("text", "json", "html"):
        for options in (
            "", "--labels in/labels/shipped.jsonl", "--labels in/labels/shipped.jsonl --evidence 1", "--theme trade", "--scale nato", "--min-precision 0.9",
            "--min-recall 0.9", "--model models/small.safetensors --labels in/labels/labels.jsonl", "--theme no-such",
        ):
            yield run(f"explain --format {layout} {options}", *sample)
    yield run("explain --html", "in/text/article.txt")
    yield run("explain", "in/text/article.txt", terminal=True)


def convert(labels):
    for source in labels:
        yield run("convert --to jsonl --output {out}/labels", source)
        for target in LABEL_FORMATS[1:]:
            if "own-themes" not in source and "shipped" not in source:
                yield run(f"convert --to {target} --output {{out}}/labels", source)
    for target in LABEL_FORMATS:
        yield run(f"convert --to {target} --themes in/labels/label-formats.toml --output {{out}}/labels", "in/labels/label-formats.jsonl")
        yield run(f"convert --from {target} --to jsonl --output {{out}}/labels", "in/labels/label-formats.jsonl")
        yield run(f"convert --to {target} --output {{out}}/labels", "in/labels/tools/table.csv", "in/labels/labels.jsonl")


def train(labels):
    quick = "--no-stem-vectors --c 10 --output {out}/model.safetensors"
    for source in labels:
        yield run(f"train {quick} --labels", source)
    yield run(f"train {quick} --themes in/labels/themes.toml --labels in/labels/labels.jsonl")
    for source in ("in/tree", "in/html", "in/feed", "in/markdown", "in/jsonl", "in/none", "in/text/windows-1252.txt", "in/broken/lines.jsonl", "in/labels/words.jsonl"):
        yield run(f"train {quick} --labels in/labels/labels.jsonl --unlabelled {source}")


def measure():
    labels = "--labels in/labels/labels.jsonl"
    for layout in ("text", "json"):
        start = f"evaluate --format {layout} --bootstrap 50"
        yield run(f"{start} --labels in/labels/shipped.jsonl")
        yield run(f"{start} --labels in/labels/held-out.jsonl --report {{out}}/page.html --predictions {{out}}/predictions.jsonl")
        yield run(f"{start} --labels in/labels/new.jsonl --model {SMALL} --versus models/plain.safetensors")
        yield run(f"{start} --labels in/labels/words.jsonl --model models/plain.safetensors")
        yield run(f"{start} {labels} --cross-validate 3 --c 10 --vector-scale 0.5 --report {{out}}/page.html")
        yield run(f"{start} --labels in/labels/sources.jsonl --cross-validate 2 --repeats 2 --c 10 --vector-scale 0.5 --seed 5")
        yield run(f"{start} {labels} --cross-validate 2 --learning-curve --c 10 --vector-scale 0.5 --report {{out}}/page.html")
        yield run(f"{start} --labels in/labels/sources.jsonl --time-split 2015-01-01 --c 10 --vector-scale 0.5")
    yield run("evaluate --labels in/labels/news-words.jsonl --bootstrap 0")
    yield run(f"calibrate --labels in/labels/new.jsonl --model {SMALL} --output {{out}}/model.safetensors")
    yield run("calibrate --labels in/labels/news-words.jsonl --output {out}/model.safetensors --folds 3")
    yield run(f"calibrate {labels} --model {SMALL} --output {{out}}/model.safetensors")


def others(documents, files):
    yield run("inspect")
    for name in ("small", "bigrams", "plain", "unlabelled", "shipped", "sources"):
        yield run("inspect --terms 3", f"models/{name}.safetensors")
    yield run("inspect in/broken/none.safetensors")
    for path in documents:
        if "many" not in path:
            yield run("stems", path)
    yield run("stems in/labels/words.jsonl in/text/article.txt in/text/crlf.txt in/tree")
    yield run("--version")


def failures():
    article = "in/text/article.txt"
    for line in (
        "", "no-such-command", "classify --no-such-option", "classify --format no-such", "classify --min-precision 2", "classify --min-recall x",
        "classify --review 0.2 --max-review 5%", "classify --max-review 500%", "classify --model in/none", "classify --model in/broken/none.safetensors",
        "classify --threads 0", "classify --resume {out}/state", "classify --output in/none/rows", "classify --report {out}/none/page.html", "classify --text-field /",
        "classify --strict in/none.txt", "classify in/none.txt", "classify in/tree/empty", "classify --format parquet", "explain --theme none", "explain --labels in/none",
    ):
        yield run(line, *([article] if line.startswith("classify") else []))
    for line in (
        "train", "train --labels in/none --output {out}/m", "train --labels in/labels/broken.jsonl --output {out}/m", "train --labels in/labels/labels.jsonl --c 0 --output {out}/m",
        "train --labels in/labels/labels.jsonl --folds 1 --output {out}/m", "train --labels in/labels/labels.jsonl --weights 1 2 --output {out}/m",
        "train --labels in/labels/labels.jsonl --output in/none/m", "train --labels in/labels/labels.jsonl --vector-scale -1 --output {out}/m",
        "evaluate --labels in/labels/broken.jsonl", "evaluate --labels in/labels/labels.jsonl --cross-validate 1", "evaluate --labels in/labels/labels.jsonl --bootstrap 9999999",
        "evaluate --labels in/labels/sources.jsonl --time-split yesterday", "convert --to jsonl --output {out}/x in/labels/broken.jsonl",
        "convert --to fasttext --output in/none/x in/labels/labels.jsonl", "convert --from spacy --to jsonl --output {out}/x in/labels/labels.jsonl", "stems in/none", "inspect in/none",
        "calibrate --labels in/none --output {out}/m", "calibrate --labels in/labels/labels.jsonl --output {out}/m --folds 1",
    ):
        yield run(line)
    for name, value in (("THEMEWISE_CLASSIFY_MIN_PRECISION", "0.9"), ("THEMEWISE_CLASSIFY_MIN_PRECISION", "x"), ("SOURCE_DATE_EPOCH", "x"), ("THEMEWISE_CONFIG", "in/none.toml"), ("THEMEWISE_CONFIG", "in/labels/themes.toml")):
        yield run("classify --format misp", article, environment={name: value})
