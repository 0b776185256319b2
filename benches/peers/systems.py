"""The systems that are compared: how each is run and trained."""
import dataclasses
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
CLASSIFY = "{themewise} classify --quiet --format jsonl {file} --threads "
PREDICT = " predict-prob {folder}/fasttext-"
PYTHON = "{python} {here}/classifiers.py classify {file} {folder}/"
FASTTEXT = "-loss ova -epoch 60 -lr 0.5 -dim 100 -minCount 1 -bucket 200000 -thread 1 -verbose 0"


@dataclasses.dataclass
class System:
    """A command that answers for every line of `{file}`: with a line, with the number of lines, or with neither."""

    name: str
    work: str
    command: str
    answer: str = "lines"
    text: str = "plain"
    megabytes: float = float("inf")

    def arguments(self, file, places):
        return [part.format(file=file, **places) for part in self.command.split()]


def fasttext(name, work, command, program="{fasttext}"):
    return System(f"fastText, {name}", f"prepared file → {work}", program + PREDICT + command, text="prepared", megabytes=40)


def python(name, model, megabytes):
    return System(name, "file → 14 probabilities in memory", PYTHON + model, "number", megabytes=megabytes)


def reference(command):
    return System(command, "counts", f"env {command} {{file}}", "none")


LIBRARY = System("themewise, library", "text in memory → 14 confidences",
                 "{themewise} bench {file} --threads 2 --format json", "report")
PROGRAM = System("themewise, program", "file → JSON lines with text, themes and confidences", CLASSIFY + "1")
TWO_THREADS = System("themewise, program, 2 threads", PROGRAM.work, CLASSIFY + "2")
SYSTEMS = [
    LIBRARY,
    PROGRAM,
    TWO_THREADS,
    fasttext("words", "14 probabilities", "1.bin {file} -1"),
    fasttext("words, likely themes only", "probabilities from .5", "1.bin {file} -1 0.5"),
    fasttext("words and bigrams", "14 probabilities", "2.bin {file} -1"),
    fasttext("words and bigrams, portable", "14 probabilities", "2.bin {file} -1", "{fasttext}-portable"),
    python("TF-IDF of stems + logistic regression", "tfidf.model", 40),
    python("model2vec + logistic regression", "model2vec.model", 40),
    python("MiniLM + logistic regression", "minilm.model", 0.08),
    reference("LC_ALL=C.UTF-8 wc -w"),
    reference("LC_ALL=C wc -w"),
    reference("LC_ALL=C.UTF-8 grep -c the"),
    reference("LC_ALL=C grep -c the"),
]


def available(wanted, folder):
    """The systems with a wanted part in their name, without fastText if its program is missing."""
    chosen = [system for system in SYSTEMS if any(part in system.name for part in wanted.split(","))]
    return [system for system in chosen if "{fasttext}" not in system.command or (folder / "fasttext").exists()]


def places(themewise, folder):
    """The values of the names in the commands."""
    programs = {"themewise": themewise, "fasttext": folder / "fasttext", "python": sys.executable}
    return {**programs, "folder": folder, "here": HERE}


def train(chosen, folder):
    """Trains the systems without a model, on the same labelled paragraphs; themewise contains its model."""
    needed = " ".join(system.command for system in chosen)
    for words in ("1", "2"):
        model = folder / f"fasttext-{words}.bin"
        if model.name in needed and not model.exists():
            files = ["-input", folder / "labels.txt", "-output", model.with_suffix("")]
            options = ["-wordNgrams", words, *FASTTEXT.split()]
            subprocess.run([folder / "fasttext", "supervised", *files, *options], check=True)
    for kind in ("tfidf", "model2vec", "minilm"):
        model = folder / f"{kind}.model"
        if model.name in needed and not model.exists():
            subprocess.run([sys.executable, HERE / "classifiers.py", "train", kind, model], check=True)
