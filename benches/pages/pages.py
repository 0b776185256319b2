"""How much of the main text of real pages is found, as F1 of shingles of four words.

    python benches/pages/pages.py FOLDER [OTHER.json …]

FOLDER holds `ground-truth.json` and the pages, `NAME.html.gz`, as article-extraction-benchmark
(MIT) keeps them. Each OTHER.json is {"NAME": "text", …}, what another extractor found; so
extractors in any language are compared. Precision and recall are means over pages, as there.
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

folder, others = Path(sys.argv[1]), sys.argv[2:]
truth = {name: page["articleBody"] for name, page in json.loads((folder / "ground-truth.json").read_text()).items()}


def shingles(text):
    words = re.findall(r"\w+", text)
    length = min(4, len(words))
    return Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1)) if words else Counter()


def score(found):
    precisions, recalls = [], []
    for name, text in truth.items():
        right, given = shingles(text), shingles(found.get(name, ""))
        both = sum((right & given).values())
        precisions.append(both / max(1, sum(given.values())))
        recalls.append(both / max(1, sum(right.values())))
    precision, recall = sum(precisions) / len(truth), sum(recalls) / len(truth)
    return 2 * precision * recall / (precision + recall), precision, recall


command = ["themewise", "classify", "--format", "jsonl", "--quiet", str(folder / "*.html.gz")]
rows = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
texts, titles = defaultdict(list), {}
for row in map(json.loads, rows):
    name = Path(row["file"]).name.removesuffix(".html.gz")
    texts[name].append(row["text"])
    titles[name] = row["fields"]["title"] or ""
whole = {name: "\n".join(paragraphs) for name, paragraphs in texts.items()}
# The ground truth mostly leaves the headline out; we keep it.
words = lambda text: re.findall(r"\w+", text.lower())
bodies = {
    name: "\n".join(p for place, p in enumerate(paragraphs) if place > 0 or not words(p) or words(p) != words(titles[name])[: len(words(p))])
    for name, paragraphs in texts.items()
}
systems = {"themewise": whole, "themewise, without the headline": bodies}
systems |= {Path(other).stem: json.loads(Path(other).read_text()) for other in others}
print(f"{'':<34}{'F1':>8}{'P':>8}{'R':>8}")
for name, found in systems.items():
    print(f"{name:<34}" + "".join(f"{figure:>8.4f}" for figure in score(found)))
