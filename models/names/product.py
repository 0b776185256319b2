"""The stems of words and paragraphs, as the product sees them."""
import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def stems_in(paths, code):
    """The stems of each paragraph of files."""
    command = [ROOT / "target/release/themewise", "stems", "--language", code, *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout:
            yield json.loads(line)["stems"]
    assert run.returncode == 0


def stems_of(texts, code):
    """The stems of each text."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
        file.flush()
        stems = list(stems_in([file.name], code))
    assert len(stems) == len(texts)
    return stems
