"""The command of the wheel is the program."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import ARTICLE, LABELS

import themewise

SCRIPT = Path(sysconfig.get_path("scripts")) / ("themewise.exe" if os.name == "nt" else "themewise")
COMMANDS = {"script": [str(SCRIPT)], "module": [sys.executable, "-I", "-m", "themewise"]}


@pytest.fixture(params=COMMANDS)
def command(request) -> list[str]:
    return COMMANDS[request.param]


def run(command: list[str], *arguments: object, **options) -> subprocess.CompletedProcess:
    full = [*command, *map(str, arguments)]
    return subprocess.run(full, capture_output=True, check=False, timeout=300, **options)


def test_the_version_is_that_of_the_package(command):
    shown = run(command, "--version")
    assert shown.returncode == 0
    assert shown.stdout.decode().split() == ["themewise", themewise.__version__]


def test_help_names_the_program(command):
    shown = run(command, "train", "--help")
    assert shown.returncode == 0
    assert b"Usage: themewise train" in shown.stdout


def test_exit_codes_are_those_of_the_program(command, tmp_path):
    assert run(command, "classify", ARTICLE).returncode == 0
    assert run(command, "classify", tmp_path / "missing.txt").returncode in (1, 2)
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert run(command, "classify", ARTICLE, tmp_path / "bad.txt").returncode == 1
    assert run(command, "classify", "--format", "docx", ARTICLE).returncode == 2
    assert run(command).returncode == 2
    assert run(command, "classify", ARTICLE, "-o", tmp_path / "no" / "folder").returncode == 2


CALLS = {
    "text": ["classify", ARTICLE],
    "jsonl": ["classify", "--all", "--format", "jsonl", ARTICLE],
    "csv": ["classify", "--format", "csv", "--unit", "sentence", ARTICLE],
    "stix": ["classify", "--format", "gdelt", ARTICLE],
    "explain": ["explain", ARTICLE],
    "inspect": ["inspect"],
    "stems": ["stems", "tariffs"],
    "evaluate": ["evaluate", "--labels", LABELS, "--cross-validate", "2", "--bootstrap", "0"],
    "an unknown option": ["classify", "--colour"],
    "an unknown command": ["paint"],
    "a missing file": ["classify", "missing.txt"],
    "no labels": ["train", "--output", "m"],
}


@pytest.mark.parametrize("arguments", CALLS.values(), ids=CALLS)
def test_the_output_is_that_of_the_program(program, arguments, tmp_path):
    ours = run(COMMANDS["script"], *arguments, cwd=tmp_path)
    theirs = run([program], *arguments, cwd=tmp_path)
    assert ours.returncode == theirs.returncode
    assert ours.stdout == theirs.stdout
    assert ours.stderr == theirs.stderr


def test_standard_input_and_output(command):
    read = run(command, "classify", "--format", "jsonl", input=ARTICLE.read_bytes())
    assert read.returncode == 0
    assert read.stdout.count(b"\n") > 10


@pytest.mark.skipif(os.name == "nt", reason="there is no head")
def test_a_closed_pipe_is_no_error(command, tmp_path):
    many = tmp_path / "many.txt"
    many.write_bytes(ARTICLE.read_bytes() * 500)
    words = " ".join([*command, "classify", "--format", "jsonl", str(many)])
    shell = f"set -o pipefail; {words} | head -1"
    done = run(["bash", "-c"], shell)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_as_it_ends_the_program(program, number, tmp_path):
    many = tmp_path / "many.txt"
    many.write_bytes(ARTICLE.read_bytes() * 2000)
    arguments = ["classify", "--format", "jsonl", "--threads", "1"]
    codes = {
        interrupted([*command, *arguments], number, many)
        for command in ([program], *COMMANDS.values())
    }
    assert codes == {128 + number}


def interrupted(command: list[str], number: int, path: Path) -> int:
    """The exit code of a run that gets a signal while its output is not read."""
    with subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout.read(1)
        process.send_signal(number)
        process.stdout.read()
        return process.wait(timeout=60)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_ctrl_c_ends_a_training(program, tmp_path):
    arguments = ["train", "--labels", "-", "--output", str(tmp_path / "m")]
    codes = set()
    for command in ([program], *COMMANDS.values()):
        with subprocess.Popen(
            [*command, *arguments], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            process.stdin.write(b'{"text": "a", "themes": ["b"]}\n')
            process.stdin.flush()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=2)
            process.send_signal(signal.SIGINT)
            codes.add(process.wait(timeout=60))
            assert b"Traceback" not in process.stderr.read()
    assert codes == {-signal.SIGINT}


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_unicode(command, tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "wb") as file:
        file.write(ARTICLE.read_bytes())
    done = subprocess.run([*command, "classify", path], capture_output=True, check=False)
    assert done.returncode == 0


def test_training_finds_its_data(command, tmp_path):
    path = tmp_path / "m.safetensors"
    done = run(command, "train", "--labels", LABELS, "--c", "10", "--output", path)
    assert done.returncode == 0, done.stderr.decode()
    assert re.search(rb"wrote .*m\.safetensors", done.stdout)
    themewise.Model.load(path)
