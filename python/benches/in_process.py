"""The speed of ``score_batch`` beside that of the library, in one run, taking turns.

Usage: python in_process.py LIBRARY CORPUS

LIBRARY is the program of ``cargo build --release -p themewise-python --example library``, CORPUS a
text with a paragraph per line. Prints megabytes per second, medians of rounds.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa

import themewise

ROUNDS = 31


def main(library: str, corpus: str) -> None:
    texts = Path(corpus).read_text(encoding="utf-8").splitlines()
    size = Path(corpus).stat().st_size / 1e6
    table = pa.table({"text": texts}).combine_chunks()
    model = themewise.Model.default()
    process = subprocess.Popen([library, corpus], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    names = ["confidences, library", "labels, library", "score_batch, 1 thread", "score_batch, 2 threads"]
    speeds: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        process.stdin.write("\n")
        process.stdin.flush()
        seconds = [float(number) for number in process.stdout.readline().split()]
        for threads in (1, 2):
            begin = time.perf_counter()
            model.score_batch(table, threads=threads)
            seconds.append(time.perf_counter() - begin)
        for name, each in zip(names, seconds):
            speeds[name].append(size / each)
    process.stdin.close()
    process.wait()
    medians = {name: max(values) for name, values in speeds.items()}
    for name, speed in medians.items():
        print(f"{name:24} {speed:6.1f} MB/s  {speed / medians[names[0]]:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
