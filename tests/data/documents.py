"""Writes the same documents in every format, by the libraries their users write them with.

    python documents.py DOCUMENTS.jsonl FOLDER

A line is {"id": …, "title": …, "paragraphs": […]}. pandas writes CSV, TSV and Parquet, warcio a
web archive, feedgen feeds; the other files are so plain that there is nothing to get wrong.
"""

import bz2
import gzip
import html
import io
import json
import lzma
import re
import sys
from pathlib import Path

import pandas
import zstandard
from feedgen.feed import FeedGenerator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

source, folder = Path(sys.argv[1]), Path(sys.argv[2])
documents = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
texts = ["\n\n".join(document["paragraphs"]) for document in documents]


def page(document):
    body = "".join(f"<p>{html.escape(text)}</p>\n" for text in document["paragraphs"])
    title = html.escape(document["title"])
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
        "<script>var tariffs = 'war';</script></head><body><nav><a href=/>Home</a></nav>"
        f"<article>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def write(name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


lines = "".join(
    json.dumps({"id": d["id"], "text": text}, ensure_ascii=False) + "\n"
    for d, text in zip(documents, texts)
).encode("utf-8")
write("plain.jsonl", lines)
write("compressed.jsonl.gz", gzip.compress(lines))
write("compressed.jsonl.bz2", bz2.compress(lines))
write("compressed.jsonl.xz", lzma.compress(lines))
write("compressed.jsonl.zst", zstandard.compress(lines))
write("utf16.jsonl", lines.decode("utf-8").encode("utf-16"))
nested = ({"a": {"id": d["id"], "b": d["paragraphs"]}} for d in documents)
write("nested.jsonl", "".join(json.dumps(line) + "\n" for line in nested))

table = pandas.DataFrame({"id": [d["id"] for d in documents], "text": texts, "number": range(len(texts))})
table.to_csv(folder / "table.csv", index=False)
table.to_csv(folder / "table.tsv", index=False, sep="\t")
table.to_parquet(folder / "table.parquet", row_group_size=3000)
categories = table.astype({"text": "category"})
categories.to_parquet(folder / "categories.parquet", compression="zstd")

for place, (document, text) in enumerate(zip(documents, texts)):
    name = f"{place:05}"
    write(f"texts/{name}.txt", text)
    write(f"pages/{name}.html", page(document))
    marked = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
    write(f"markdown/{name}.md", marked)

with open(folder / "crawl.warc.gz", "wb") as stream:
    writer = WARCWriter(stream, gzip=True)
    for place, document in enumerate(documents):
        url = f"https://example.org/{document['id']}"
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        payload = io.BytesIO(page(document).encode("utf-8"))
        writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=headers))
        if place % 100 == 0:
            writer.write_record(writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n")))

# A feed is read at once: so many of these, each as large as feeds are.
FEED = 500
for begin in range(0, len(documents), FEED):
    feed = FeedGenerator()
    feed.id("https://example.org")
    feed.title("News")
    feed.link(href="https://example.org")
    feed.description("News")
    for document in documents[begin : begin + FEED]:
        entry = feed.add_entry(order="append")
        entry.id(f"https://example.org/{document['id']}")
        entry.title("Headline")
        entry.link(href=f"https://example.org/{document['id']}")
        entry.content("".join(f"<p>{html.escape(text)}</p>" for text in document["paragraphs"]), type="html")
    write(f"rss/{begin:05}.rss", feed.rss_str())
    write(f"atom/{begin:05}.atom", feed.atom_str())
