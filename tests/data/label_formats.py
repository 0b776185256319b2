"""Labels as real tools write and read them: `label_formats.py make FOLDER`, or `read TOOL FILE`.

`make` writes the paragraphs of label-formats.jsonl by each tool, those alone that it can
express. `read` prints what a tool finds in a file: a line `[text, {theme: 1, 0 or null}]` for
each paragraph, null where the theme is missing to it.
"""

import json
import logging
import pathlib
import sys

THEMES = ["energy", "human-rights", "trade"]
NAMES = {"energy": "Energy", "human-rights": "Human rights", "trade": "Trade"}
HERE = pathlib.Path(__file__).parent
LINES = [json.loads(line) for line in (HERE / "label-formats.jsonl").open(encoding="utf-8")]
for line in LINES:
    line.setdefault("unknown", [])
KNOWN = [line for line in LINES if not line["unknown"]]
WHOLE = [line for line in LINES if len(line["unknown"]) in (0, len(THEMES))]


def mark(line, theme):
    return None if theme in line["unknown"] else int(theme in line["themes"])


def marks(line):
    return {theme: mark(line, theme) for theme in THEMES}


def make_spacy(folder):
    import spacy
    import srsly
    from spacy.training import Example

    nlp = spacy.blank("en")

    def cats(line):
        known = {theme: float(has) for theme, has in marks(line).items() if has is not None}
        example = Example.from_dict(nlp.make_doc(line["text"]), {"cats": known})
        return example.reference.cats

    objects = [{"id": line["id"], "text": line["text"], "cats": cats(line)} for line in LINES]
    srsly.write_jsonl(folder / "spacy.jsonl", objects)
    tuples = [[line["text"], {"cats": cats(line)}] for line in LINES]
    srsly.write_jsonl(folder / "spacy-tuples.jsonl", tuples)


def read_spacy(path):
    """Through training data in spaCy's own binary form, scored as textcat_multilabel is."""
    import spacy
    import srsly
    from spacy.scorer import Scorer
    from spacy.tokens import DocBin
    from spacy.training import Example

    nlp = spacy.blank("en")
    binary = DocBin(store_user_data=True)
    for line in srsly.read_jsonl(path):
        doc = nlp.make_doc(line["text"])
        doc.cats = line["cats"]
        binary.add(doc)
    docs = list(DocBin().from_bytes(binary.to_bytes()).get_docs(nlp.vocab))
    examples = []
    for doc in docs:
        guess = nlp.make_doc(doc.text)
        # Right where something is known, and always yes where nothing is.
        guess.cats = {theme: doc.cats.get(theme, 1.0) for theme in THEMES}
        examples.append(Example(guess, doc))
    scores = Scorer.score_cats(examples, "cats", labels=THEMES, multi_label=True)
    assert scores["cats_micro_f"] == 1.0, scores
    for doc in docs:
        cats = {theme: doc.cats.get(theme) for theme in THEMES}
        yield doc.text, {theme: has if has is None else int(has) for theme, has in cats.items()}


def make_fasttext(folder):
    """fastText has no writer: its documentation shows such lines."""
    with (folder / "fasttext.txt").open("w", encoding="utf-8") as file:
        for line in KNOWN:
            labels = "".join(f"__label__{theme} " for theme in line["themes"])
            file.write(labels + line["text"].replace("\n", " ") + "\n")


def read_fasttext(path):
    import fasttext

    model = fasttext.train_supervised(
        input=str(path), dim=4, epoch=1, minCount=1, thread=1, verbose=0
    )
    assert sorted(model.get_labels()) == [f"__label__{theme}" for theme in THEMES]
    for line in open(path, encoding="utf-8"):
        words, labels = model.get_line(line.rstrip("\n"))
        assert words.pop() == "</s>"
        labels = [label.removeprefix("__label__") for label in labels]
        yield " ".join(words), {theme: int(theme in labels) for theme in THEMES}


def make_hugging_face(folder):
    from datasets import ClassLabel, Dataset, Features, Sequence, Value

    ids, texts = [line["id"] for line in KNOWN], [line["text"] for line in KNOWN]
    strings = {"id": Value("string"), "text": Value("string")}
    numbers = Features({**strings, "labels": Sequence(ClassLabel(names=THEMES))})
    listed = Dataset.from_dict(
        {"id": ids, "text": texts, "labels": [line["themes"] for line in KNOWN]}, features=numbers
    )
    listed.to_json(folder / "hugging-face-numbers.jsonl", force_ascii=False)
    listed.to_csv(folder / "hugging-face-numbers.csv", index=False)
    named = {"id": ids, "text": texts, "labels": [line["themes"] for line in KNOWN]}
    Dataset.from_dict(named).to_csv(folder / "hugging-face-names.csv", index=False)

    ids, texts = [line["id"] for line in LINES], [line["text"] for line in LINES]
    columns = {theme: [mark(line, theme) for line in LINES] for theme in THEMES}
    columns = Dataset.from_dict({"id": ids, "text": texts, **columns})
    columns.to_json(folder / "hugging-face-columns.jsonl", force_ascii=False)
    columns.to_csv(folder / "hugging-face-columns.csv", index=False)
    hot = [[-1 if has is None else has for has in marks(line).values()] for line in LINES]
    hot = Dataset.from_dict({"id": ids, "text": texts, "labels": hot})
    hot.to_json(folder / "hugging-face-multi-hot.jsonl", force_ascii=False)
    hot.to_csv(folder / "hugging-face-multi-hot.csv", index=False)


def read_hugging_face(path):
    from datasets import ClassLabel, Sequence, load_dataset

    cache = str(pathlib.Path(path).parent / "cache")
    rows = load_dataset("json", data_files=str(path), split="train", cache_dir=cache)
    if "labels" in rows.column_names:
        rows = rows.cast_column("labels", Sequence(ClassLabel(names=THEMES)))
        for row in rows:
            numbers = row["labels"]
            yield row["text"], {theme: int(at in numbers) for at, theme in enumerate(THEMES)}
    else:
        for row in rows:
            yield row["text"], {theme: row[theme] for theme in THEMES}


CONFIG = """<View><Text name="text" value="$text"/><Choices name="topics" toName="text" choice="multiple">
<Choice value="Energy"/><Choice value="Human rights"/><Choice value="Trade"/></Choices></View>"""


def annotation(number, themes, cancelled=False):
    choices = [NAMES[theme] for theme in themes]
    value = {"choices": choices}
    result = {"from_name": "topics", "to_name": "text", "type": "choices", "value": value}
    return {
        "id": number,
        "completed_by": 1,
        "was_cancelled": cancelled,
        "result": [result] if choices else [],
        "created_at": "2024-05-01T10:00:00Z",
        "updated_at": "2024-05-01T10:00:00Z",
        "lead_time": 3.5,
    }


def make_label_studio(folder):
    """The server exports such tasks as JSON; its own converter makes JSON-MIN of them."""
    from label_studio_sdk.converter import Converter

    tasks = []
    for number, line in enumerate(WHOLE, 1):
        data = {"external_id": line["id"], "text": line["text"]}
        skipped = annotation(100 + number, THEMES, cancelled=True)
        made = [] if line["unknown"] else [annotation(number, line["themes"])]
        tasks.append({"id": number, "data": data, "annotations": [skipped, *made]})
    # The same by three annotators: two of them agree.
    tasks[1]["annotations"] += [annotation(201, ["trade", "energy"]), annotation(202, ["human-rights"])]
    path = folder / "label-studio.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    # JSON-MIN leaves out tasks that were only skipped; without them it lists this one.
    tasks[-1]["annotations"] = []
    source = folder / "label-studio-source.json"
    source.write_text(json.dumps(tasks), encoding="utf-8")
    Converter(CONFIG, str(folder)).convert_to_json_min(str(source), str(folder), is_dir=False)
    (folder / "result.json").rename(folder / "label-studio-min.json")


def read_label_studio(path):
    from label_studio_sdk.converter import Converter

    config = CONFIG.replace('name="topics"', 'name="themes"')
    for theme, name in NAMES.items():
        config = config.replace(f'"{name}"', f'"{theme}"')
    folder = pathlib.Path(path).parent / "minimal"
    Converter(config, str(folder)).convert_to_json_min(str(path), str(folder), is_dir=False)
    for task in json.loads((folder / "result.json").read_text(encoding="utf-8")):
        chosen = task.get("themes", [])
        chosen = chosen["choices"] if isinstance(chosen, dict) else [chosen] if chosen else []
        known = task["annotation_id"] is not None
        yield task["text"], {theme: int(theme in chosen) if known else None for theme in THEMES}


def make_doccano(folder):
    """doccano's exporter wants its server's database. These are the columns that it has
    (backend/data_export/pipeline/formatters.py), written by pandas as its writers do."""
    import pandas

    rows = [
        {"id": number, "text": line["text"], "label": sorted(NAMES[t] for t in line["themes"]), "Comments": []}
        for number, line in enumerate(KNOWN, 1)
    ]
    listed = pandas.DataFrame(rows)
    listed.to_json(folder / "doccano.jsonl", orient="records", force_ascii=False, lines=True)
    listed.to_json(folder / "doccano.json", orient="records", force_ascii=False)
    joined = listed.assign(label=listed["label"].apply("#".join), Comments="")
    joined.to_csv(folder / "doccano.csv", index=False, encoding="utf-8")


def read_doccano(path):
    import pandas

    for row in pandas.read_json(path, lines=True, dtype=False).to_dict("records"):
        yield row["text"], {theme: int(theme in row["label"]) for theme in THEMES}


def make_prodigy(folder):
    """Prodigy is sold, not on PyPI. These are the tasks that its documentation shows, written
    by srsly as `prodigy db-out` does: choices, and binary answers for what is partly known."""
    import srsly

    tasks = []
    for number, line in enumerate(LINES):
        task = {"text": line["text"], "_input_hash": number, "meta": {"id": line["id"]}}
        if len(line["unknown"]) in (0, len(THEMES)):
            options = [{"id": theme, "text": NAMES[theme]} for theme in THEMES]
            answer = "ignore" if line["unknown"] else "accept"
            choice = {"options": options, "accept": line["themes"], "answer": answer}
            tasks.append({**task, **choice, "_view_id": "choice", "_timestamp": 1714550400})
            continue
        for theme, has in marks(line).items():
            answer = {1: "accept", 0: "reject", None: "ignore"}[has]
            tasks.append({**task, "label": theme, "answer": answer, "_view_id": "classification"})
    srsly.write_jsonl(folder / "prodigy.jsonl", tasks)


def read_prodigy(path):
    import srsly

    for task in srsly.read_jsonl(path):
        asked = {option["id"]: int(option["id"] in task["accept"]) for option in task["options"]}
        known = asked if task["answer"] == "accept" else {}
        yield task["text"], {theme: known.get(theme) for theme in THEMES}


def make_csv(folder):
    import pandas

    rows = [
        {
            "id": line["id"],
            "themes": ";".join(NAMES[theme] for theme in line["themes"]),
            "unknown": ";".join(line["unknown"]),
            "text": line["text"],
        }
        for line in LINES
    ]
    pandas.DataFrame(rows).to_csv(folder / "csv.csv", index=False)


def read_csv(path):
    import pandas

    for row in pandas.read_csv(path, keep_default_na=False).to_dict("records"):
        unknown, themes = row["unknown"].split(";"), row["themes"].split(";")
        yield row["text"], marks({"unknown": unknown, "themes": themes})


MAKE = [
    make_csv, make_doccano, make_fasttext, make_hugging_face,
    make_label_studio, make_prodigy, make_spacy,
]


def main(command, *arguments):
    logging.disable(logging.WARNING)
    if command == "make":
        for make in MAKE:
            make(pathlib.Path(arguments[0]))
        return
    tool, path = arguments
    for text, found in globals()["read_" + tool.replace("-", "_")](path):
        print(json.dumps([text, found], ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
