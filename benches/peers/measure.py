#!/usr/bin/env python3
"""How fast themewise is beside other systems; `run` prepares everything and calls this.

usage: measure.py --themewise PROGRAM --folder FOLDER [--corpus FILE] [--megabytes 200] [--rounds 5] [--json FILE]
                  [--systems PART,...] [--stream-gigabytes 5]

In every round each system in turn classifies one line and then its sample; the difference of the two is its time.
Processor time and peak memory are what the kernel says of the finished process (its memory is never less than that of
this one, about 20 MB). The library measures itself, on one thread and on two.
"""
import argparse
import dataclasses
import filecmp
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import systems

PACKAGES = ("numpy", "scikit-learn", "snowballstemmer", "model2vec", "tokenizers", "torch", "transformers")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--themewise", required=True)
    arguments.add_argument("--folder", type=pathlib.Path, required=True)
    arguments.add_argument("--corpus", default="../shared/corpus/unlabelled.jsonl.gz", help='lines {"text"}')
    arguments.add_argument("--megabytes", default="200")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--json", type=pathlib.Path, help="for the raw measurements")
    arguments.add_argument("--systems", default="", help="only systems with one of these parts in their name")
    arguments.add_argument("--stream-gigabytes", type=float, default=0, help="also measure the memory of a stream of this size")
    arguments = arguments.parse_args()
    themewise, folder = arguments.themewise, arguments.folder

    say("writing the corpus")
    command = [sys.executable, systems.HERE / "corpus.py", arguments.corpus, arguments.megabytes, folder]
    subprocess.run(command, check=True)
    chosen = systems.available(arguments.systems, folder)
    say("training what has no model yet")
    systems.train(chosen, folder)
    samples = {system.name: sample(system, folder) for system in chosen}
    rounds = []
    for number in range(1, arguments.rounds + 1):
        rounds.append({})
        for system in chosen:
            say(f"round {number} of {arguments.rounds}: {system.name}")
            rounds[-1][system.name] = measured(system, samples[system.name], themewise, folder)
    if systems.PROGRAM in chosen and systems.TWO_THREADS in chosen:
        one, two = (output(system, folder) for system in (systems.PROGRAM, systems.TWO_THREADS))
        require(filecmp.cmp(one, two, shallow=False), "the program's answers depend on the number of threads")

    print_table(chosen, samples, rounds)
    facts = {"Machine": machine(), "Versions": versions(themewise, folder), "Cold start": cold_start(themewise)}
    if systems.LIBRARY in chosen:
        facts["Two threads"] = two_threads([one[systems.LIBRARY.name]["report"]["threads"] for one in rounds])
    if arguments.stream_gigabytes:
        facts["Stream"] = stream(themewise, folder / "plain.txt", arguments.stream_gigabytes)
    for name, fact in facts.items():
        print(f"\n{name}: {fact}.")
    if arguments.json:
        sizes = {name: {"bytes": one.bytes, "paragraphs": one.paragraphs} for name, one in samples.items()}
        arguments.json.write_text(json.dumps({**facts, "samples": sizes, "rounds": rounds}, indent=1) + "\n")


def say(text):
    print(text, file=sys.stderr, flush=True)


def require(holds, otherwise):
    if not holds:
        raise SystemExit(otherwise)


@dataclasses.dataclass
class Sample:
    """The beginning of the corpus, as a system reads it; the bytes are those of the plain text for every system."""

    path: pathlib.Path
    one_line: pathlib.Path
    paragraphs: int = 0
    bytes: int = 0


def sample(system, folder):
    made = Sample(folder / f"{system.text}-{system.megabytes}.txt", folder / f"{system.text}-one.txt")
    plain_file, text_file = folder / "plain.txt", folder / f"{system.text}.txt"
    with open(plain_file, "rb") as plain, open(text_file, "rb") as text, open(made.path, "wb") as file:
        for plain_line, line in zip(plain, text):
            if made.bytes >= system.megabytes * 1e6:
                break
            if not made.paragraphs:
                made.one_line.write_bytes(line)
            file.write(line)
            made.bytes += len(plain_line)
            made.paragraphs += 1
    return made


def measured(system, sample, themewise, folder):
    """Seconds for the sample minus those of the start; the start; and the memory."""
    places, answers = systems.places(themewise, folder), output(system, folder)
    if system is systems.LIBRARY:
        finished(system.arguments(sample.path, places), answers)
        report = json.loads(answers.read_text())
        require(report["corpus"]["paragraphs"] == sample.paragraphs, f"{system.name}: not as many paragraphs as lines")
        stage = next(stage for stage in report["stages"] if stage["stage"] == "predict")
        start, memory = report["cold_start_milliseconds"] / 1e3, report["peak_memory_bytes"]
        times = {"processor": stage["cpu_seconds"], "wall": stage["seconds"]}
        return {**times, "start": start, "memory": memory, "report": report}
    start = finished(system.arguments(sample.one_line, places), answers)
    full = finished(system.arguments(sample.path, places), answers)
    if system.answer != "none":
        with open(answers, "rb") as file:
            answered = int(file.read()) if system.answer == "number" else sum(1 for _ in file)
        require(answered == sample.paragraphs, f"{system.name}: {answered} answers for {sample.paragraphs} paragraphs")
    # Counting a few megabytes takes no longer than starting.
    times = {kind: max(full[kind] - start[kind], 1e-4) for kind in ("processor", "wall")}
    return {**times, "start": start["wall"], "memory": full["memory"], "runs": [start, full]}


def output(system, folder):
    return folder / f"{system.name}.out"


def finished(command, answers, write=None):
    """Runs a command to its end; returns its times in seconds and its peak memory in bytes."""
    with open(answers, "wb") as file:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.PIPE if write else subprocess.DEVNULL, stdout=file)
        if write:
            with process.stdin:
                write(process.stdin)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    require(process.returncode == 0, f"{command} failed")
    times = {"processor": usage.ru_utime + usage.ru_stime, "system": usage.ru_stime, "wall": wall}
    return {**times, "memory": usage.ru_maxrss * 1024}


def print_table(chosen, samples, rounds):
    """Medians over the rounds; a slowdown compares a system with the library in the same round."""
    columns = ("system", "what it does", "sample, MB", "MB per CPU second", "spread", "MB per second",
               "paragraphs per CPU second", "times slower than the library", "start, ms", "memory, MB")
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
    for system in chosen:
        name, megabytes = system.name, samples[system.name].bytes / 1e6
        results = [one[name] for one in rounds]
        paces = [result["processor"] / megabytes for result in results]
        speed = 1 / statistics.median(paces)
        library = [one.get(systems.LIBRARY.name, {"processor": float("nan")}) for one in rounds]
        library = [result["processor"] / samples[systems.LIBRARY.name].bytes * 1e6 for result in library]
        columns = (name, system.work, f"{megabytes:.3g}", f"{speed:.3g}",
                   f"{1 / max(paces):.3g} – {1 / min(paces):.3g}",
                   f"{megabytes / statistics.median(result['wall'] for result in results):.3g}",
                   f"{speed / megabytes * samples[name].paragraphs:,.0f}",
                   f"{statistics.median(pace / its for pace, its in zip(paces, library)):.3g}",
                   f"{1e3 * statistics.median(result['start'] for result in results):.0f}",
                   f"{max(result['memory'] for result in results) / 1e6:.0f}")
        print("| " + " | ".join(columns) + " |")
    print(f"\n{len(rounds)} rounds. A sample is the beginning of the same text; figures for more text are extrapolated.")


def cold_start(themewise):
    """The time from start to end for one word."""
    times = []
    for _ in range(20):
        began = time.perf_counter()
        subprocess.run([themewise, "classify"], input=b"x\n", stdout=subprocess.DEVNULL, check=True)
        times.append(1e3 * (time.perf_counter() - began))
    return f"{statistics.median(times):.1f} ms, median of {len(times)}"


def two_threads(rounds):
    """How much faster the library is with two threads, in wall-clock time."""
    gains = [two["megabytes_per_second"] / one["megabytes_per_second"] for one, two in rounds]
    return f"{statistics.median(gains):.2f} times the library's speed on one thread ({min(gains):.2f} – {max(gains):.2f})"


def stream(themewise, text, gigabytes):
    """The peak memory while this many gigabytes are read from standard input, the same text repeated."""
    def write(pipe):
        written = 0
        while written < gigabytes * 1e9:
            with open(text, "rb") as file:
                while block := file.read(1 << 20):
                    written += pipe.write(block)

    usage = finished([themewise, "classify", "--quiet", "--format", "jsonl"], os.devnull, write)
    return f"{gigabytes:g} GB in {usage['wall']:.0f} s, with at most {usage['memory'] / 1e6:.0f} MB of memory"


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    models = {line.split(":")[1].strip() for line in lines if line.startswith("model name")} or {platform.machine()}
    return f"{', '.join(sorted(models))}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def versions(themewise, folder):
    fasttext = folder / "fasttext.version"
    programs = [first_line(program) for program in (themewise, "rustc", "wc", "grep")]
    if fasttext.exists():
        programs.append(f"fastText {fasttext.read_text().strip()}")
    packages = [f"{package} {importlib.metadata.version(package)}" for package in PACKAGES]
    return ", ".join([*programs, f"Python {platform.python_version()}", *packages])


def first_line(program):
    run = subprocess.run([program, "--version"], stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout.splitlines()[0]


if __name__ == "__main__":
    main()
