"""Makes the inputs that two builds of themewise are compared on.

`make` fills a folder with documents of every format, intact and damaged, and with labels for
the formats of annotation tools. It needs nothing but Python's standard library. What it takes
from outside the project is left out with a notice if it is missing.
"""

import bz2
import csv
import gzip
import html
import io
import json
import lzma
import random
import shutil
import struct
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "tests/data"
PAGES = 8

FOREIGN = {
    "fr": "Le gouvernement a annoncé mardi une hausse des droits de douane sur l’acier importé, malgré les protestations.",
    "de": "Die Regierung kündigte am Dienstag höhere Zölle auf eingeführten Stahl an, obwohl die Verbände widersprachen.",
    "ru": "Правительство во вторник объявило о повышении пошлин на импорт стали, несмотря на протесты.",
    "zh": "政府周二宣布提高进口钢铁的关税，尽管行业协会表示反对。\n部长说，新的税率将从下个月开始实行。",
    "recipe": "Whisk the eggs with sugar until pale, fold in the flour, and bake for forty minutes at 180 degrees.",
    "code": "for (i = 0; i < n; i++) { total += table[i] * weight; } return total / (double) n;",
}


def make(folder, shared):
    """Fills `folder`; returns notices of what could not be made."""
    documents = read_documents()
    text_files(folder / "text", documents)
    markdown_files(folder / "markdown", documents)
    page_files(folder / "html", documents)
    record_files(folder / "jsonl", documents)
    table_files(folder / "table", documents)
    archive_files(folder / "warc", documents)
    feed_files(folder / "feed", documents)
    trees(folder / "tree", documents)
    broken_files(folder / "broken")
    label_files(folder / "labels")
    return shared_files(folder, shared)


def read_documents():
    """Documents of two to four of the project's own labelled paragraphs."""
    with (PROJECT / "labels/paragraphs.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    draw = random.Random(7)
    return [
        {"id": f"d{number}", "title": f"Headline {number}", "paragraphs": draw.sample(texts, draw.randint(2, 4))}
        for number in range(40)
    ]


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


def text(document):
    return "\n\n".join(document["paragraphs"])


def json_lines(objects):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


def wrapped(paragraph, width=60):
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def zstandard(data):
    """A Zstandard frame of blocks that are stored, not compressed."""
    size = 100_000
    blocks = [data[start : start + size] for start in range(0, len(data), size)] or [b""]
    frame = struct.pack("<IBI", 0xFD2FB528, 0xA0, len(data))
    for place, block in enumerate(blocks):
        header = len(block) << 3 | (place == len(blocks) - 1)
        frame += header.to_bytes(3, "little") + block
    return frame


def text_files(folder, documents):
    for name in ("article.txt", "small.txt"):
        write(folder / name, (DATA / name).read_bytes())
    article = (DATA / "article.txt").read_text(encoding="utf-8")
    write(folder / "lines.txt", "\n".join(p for d in documents[:5] for p in d["paragraphs"]))
    write(folder / "wrapped.txt", "\n\n".join(wrapped(p) for d in documents[:5] for p in d["paragraphs"]))
    write(folder / "crlf.txt", article.replace("\n", "\r\n"))
    write(folder / "bom.txt", b"\xef\xbb\xbf" + article.encode())
    write(folder / "utf16le.txt", b"\xff\xfe" + article.encode("utf-16-le"))
    write(folder / "utf16be.txt", b"\xfe\xff" + article.encode("utf-16-be"))
    write(folder / "windows-1252.txt", article.encode("windows-1252", "ignore"))
    write(folder / "koi8.txt", FOREIGN["ru"].encode("koi8-r"))
    write(folder / "big5.txt", "政府宣布提高進口鋼鐵的關稅。".encode("big5"))
    write(folder / "foreign.txt", "\n\n".join(FOREIGN.values()))
    write(folder / "lists.txt", "Three steps:\n\n- raise tariffs on steel\n- tax imports\n\n1. vote\n2. count the ballots\n")
    write(folder / "unicode.txt", "ﬁnance “naïve” e\u0301lan \u202eabc\u202c ｓｔｅｅｌ\u200b 😀 Škoda’s U.S. C$32.6 m.\u2028Next line.\x0bAnd more.")
    write(folder / "blank.txt", " \n\t\n\n")
    write(folder / "empty.txt", "")
    write(folder / "long.txt", " ".join(documents[0]["paragraphs"] * 400))
    write(folder / "many.txt", "\n\n".join(text(document) for document in documents * 30))
    packed(folder / "article.txt", article.encode())


def packed(path, data):
    write(Path(f"{path}.gz"), gzip.compress(data, mtime=0))
    write(Path(f"{path}.bz2"), bz2.compress(data))
    write(Path(f"{path}.xz"), lzma.compress(data))
    write(Path(f"{path}.zst"), zstandard(data))


def markdown_files(folder, documents):
    first, second = documents[0]["paragraphs"][:2]
    write(
        folder / "page.md",
        f"---\ntitle: A trade war\nlang: en\n---\n\n# Steel & *tariffs*\n\n{first}\n\n> {second}\n\n"
        "- raise **tariffs** on [steel](https://example.org/steel)\n- tax imports\n\n"
        "```c\nint tariff = 1;\n```\n\n| Country | Tariff |\n|---|---|\n| Tarkovia | 12 % |\n\n<p>raw page</p>\n",
    )
    write(folder / "plain.markdown", f"{first}\n\n{second}\n")


def page(document, language="en"):
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in document["paragraphs"])
    title = html.escape(document["title"])
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>"
        f'<meta property="article:published_time" content="2024-04-29T08:00:00Z">'
        f'<link rel=canonical href="https://example.org/{document["id"]}">'
        "<script>var tariffs = 'war';</script></head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def page_files(folder, documents):
    write(folder / "page.html", page(documents[0]))
    write(folder / "packed.html.gz", gzip.compress(page(documents[1]).encode(), mtime=0))
    french = {"id": "fr", "title": "Les droits de douane", "paragraphs": [FOREIGN["fr"]] * 3}
    write(folder / "french.html", page(french, "fr"))
    write(folder / "windows.htm", page(documents[2]).replace("utf-8", "windows-1252").encode("windows-1252", "ignore"))
    write(folder / "torn.html", page(documents[3])[:700])
    write(folder / "tags.xhtml", "<html><body><pre>a\nb</pre><ul><li>one<li>two</ul><table><tr><td>x<td>y</table>")
    write(folder / "none.html", "<html></html>")


def record_files(folder, documents):
    plain = json_lines({"id": d["id"], "text": text(d)} for d in documents)
    write(folder / "plain.jsonl", plain)
    packed(folder / "packed.jsonl", plain.encode())
    write(folder / "members.jsonl.gz", b"".join(gzip.compress(line.encode(), mtime=0) for line in plain.splitlines(True)))
    write(folder / "utf16.jsonl", plain.encode("utf-16"))
    write(folder / "windows.jsonl", plain.encode("windows-1252", "ignore"))
    write(folder / "nested.jsonl", json_lines({"a": {"id": d["id"], "b": d["paragraphs"]}} for d in documents))
    write(folder / "fields.jsonl", json_lines(fields(place, d) for place, d in enumerate(documents)))
    write(
        folder / "strange.jsonl",
        '{"text":"Tariffs on steel rose.","id":1,"x":1.50,"y":1e400,"z":"\\ud83d\\ude00\\u0000"}\n'
        '{"id":"a","id":"b","text":"The spies hacked the ministry.","labels":["own"],"file":"mine","date":"29/04/2024"}\n'
        '{"id":null,"text":["Soldiers crossed the border.","Voters chose a parliament."]}\n\n'
        '{"text":"","title":"Nothing"}\n{"id":[1],"text":"A court jailed the editor.","url":"javascript:alert(1)"}\n',
    )


def fields(place, document):
    """A record with fields of every type, other ones in each third record."""
    record = {"id": document["id"], "title": document["title"], "url": f"https://example.org/{place}?a=1&b=ü"}
    record |= {"date": f"2024-04-{place % 28 + 1:02}T10:00:00+02:00", "views": place, "share": place / 7, "open": place % 2 == 0}
    record |= {"tags": ["a", {"b": None}], "nothing": None}
    if place % 3 == 0:
        record = {"headline": document["title"], "link": "http://example.org/x", "published": "Mon, 29 Apr 2024 10:00:00 GMT", "source": "Wire"}
    return record | {"text": text(document)}


def table_files(folder, documents):
    rows = [[d["id"], text(d), str(place), d["title"]] for place, d in enumerate(documents)]
    for name, separator in (("table.csv", ","), ("table.tsv", "\t"), ("semicolon.csv", ";")):
        lines = io.StringIO()
        csv.writer(lines, delimiter=separator).writerows([["id", "text", "number", "title"], *rows])
        write(folder / name, lines.getvalue())
    write(folder / "body.csv", "nr,body,themes,url\n1,Tariffs rose.,own,https://example.org/1\n2,,,\n")
    write(folder / "excel.csv", "\ufefftext;id\r\n\"He said \"\"no\"\".\";1\r\n")
    write(folder / "torn.csv", 'id,text\n1,"The ministry raised tariffs\n2,Soldiers crossed the border.\n3,a,b,c\n4\n5,"x"y\n')


def message(body, kind, status="200 OK", coding=None):
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
    if coding == "gzip":
        body, head = gzip.compress(body, mtime=0), head + "Content-Encoding: gzip\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def archive_record(kind, url, body, content="application/http; msgtype=response"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-04-29T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(body):012}>\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def archive_files(folder, documents):
    records = [archive_record("warcinfo", "about:", b"software: compare\r\n", "application/warc-fields")]
    for place, document in enumerate(documents[:10]):
        url = f"https://example.org/{document['id']}"
        body = message(page(document).encode(), "text/html; charset=utf-8", coding="gzip" if place % 2 else None)
        records.append(archive_record("response", url, body))
    text_body = message(FOREIGN["fr"].encode("windows-1252"), "text/plain; charset=windows-1252")
    records.append(archive_record("response", "https://example.org/text", text_body))
    records.append(archive_record("response", "https://example.org/none", message(b"no", "text/html", "404 Not Found")))
    records.append(archive_record("response", "https://example.org/picture", message(b"\x89PNG", "image/png")))
    records.append(archive_record("conversion", "https://example.org/wet", text(documents[11]).encode(), "text/plain"))
    write(folder / "crawl.warc", b"".join(records))
    write(folder / "crawl.warc.gz", b"".join(gzip.compress(record, mtime=0) for record in records))
    write(folder / "torn.warc", b"".join(records)[:5000])


def feed_files(folder, documents):
    rss, atom, items = "", "", []
    for document in documents[:12]:
        url, title = f"https://example.org/{document['id']}", html.escape(document["title"])
        body = html.escape("".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in document["paragraphs"]))
        rss += f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>Mon, 29 Apr 2024 10:00:00 GMT</pubDate><description>{body}</description></item>"
        atom += f'<entry><id>{url}</id><title>{title}</title><link href="{url}"/><updated>2024-04-29T10:00:00Z</updated><content type="html">{body}</content></entry>'
        items.append({"id": url, "url": url, "title": document["title"], "date_published": "2024-04-29T10:00:00Z", "content_text": text(document)})
    write(folder / "news.rss", f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://example.org</link><description>News</description><language>en-gb</language>{rss}</channel></rss>')
    write(folder / "news.atom", f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>https://example.org</id><title>News</title><updated>2024-04-29T10:00:00Z</updated>{atom}</feed>')
    write(folder / "feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "language": "en", "items": items}))
    write(folder / "torn.rss", f"<rss><channel><title>News</title>{rss}"[:900])


def trees(folder, documents):
    write(folder / "a/one.txt", text(documents[0]))
    write(folder / "a/two.html", page(documents[1]))
    write(folder / "b/three.jsonl", json_lines([{"id": "x", "text": text(documents[2])}]))
    write(folder / "b/four.md", text(documents[3]))
    write(folder / "b/left-out.txt", "Tariffs that are ignored.")
    write(folder / "b/.hidden.txt", "Tariffs that are hidden.")
    write(folder / ".ignore", "left-out.txt\n")
    (folder / "empty").mkdir()


def broken_files(folder):
    write(folder / "bytes.txt", bytes(range(256)) * 8)
    write(folder / "bad-utf8.txt", "Tariffs on steel rose again after the ministry spoke.\n\n".encode() * 20 + b"ste\xffel and \xe2\x82 tariffs")
    write(folder / "torn.jsonl.gz", gzip.compress(b'{"text":"Tariffs rose."}\n' * 500, mtime=0)[:-20])
    write(folder / "torn.txt.xz", lzma.compress(b"Tariffs rose. " * 500)[:-20])
    write(folder / "torn.txt.zst", zstandard(b"Tariffs rose. " * 500)[:-20])
    write(folder / "bytes.jsonl.bz2", b"BZh91AY&SY" + bytes(50))
    write(folder / "lines.jsonl", '{"text":"Tariffs rose."}\nno json\n{"text":3}\n["text"]\n{"id":"x"}\n{"text":"A"\n{"text":"War began."}\n')
    write(folder / "deep.jsonl", '{"text":"War.","x":' + "[" * 300 + "]" * 300 + "}\n")
    write(folder / "none.parquet", b"PAR1 is not enough PAR1")
    write(folder / "none.rss", "this is no feed")
    write(folder / "none.warc", "this is no archive")
    write(folder / "none.csv", "")
    write(folder / "none.safetensors", b"\x10\0\0\0\0\0\0\0{\"a\":1}")
    write(folder / "zeros.gz", gzip.compress(bytes(20_000_000), mtime=0))


def label_files(folder):
    for name in ("labels.jsonl", "label-formats.jsonl", "label-formats.toml", "stem-vectors.jsonl"):
        write(folder / name, (DATA / name).read_bytes())
    with (PROJECT / "labels/paragraphs.jsonl").open(encoding="utf-8") as lines:
        own = list(lines)
    write(folder / "shipped.jsonl", "".join(own[::25]))
    write(folder / "held-out.jsonl", "".join(own[12::60]))
    write(folder / "themes.toml", (PROJECT / "labels/themes.toml").read_bytes())
    small = [json.loads(line) for line in (DATA / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    small = [line for line in small if "text" in line]
    groups = [line | {"source": f"s{place % 12}", "date": f"20{place % 20 + 4:02}-01-02"} for place, line in enumerate(small)]
    write(folder / "sources.jsonl", json_lines(groups))
    words = [{"id": f"w{place}", "themes": line["themes"], "words": {word.lower().strip("."): 1 for word in line["text"].split()}} for place, line in enumerate(small)]
    write(folder / "words.jsonl", json_lines(words))
    new = [line | {"id": f"n{place}", "text": f"Report {place}: {line['text']} More was promised."} for place, line in enumerate(small)]
    write(folder / "new.jsonl", json_lines(new))
    broken = ['{"id":"1","themes":["No Theme"],"text":"x"}', '{"id":"2"}', "no json", '{"id":"3","themes":["a"],"unknown":["a"],"text":"y"}']
    write(folder / "broken.jsonl", "\n".join(broken))
    tool_files(folder / "tools")


def tool_files(folder):
    """Labels as annotation tools write them."""
    text = "Lorries queued at the border after the tariff doubled."
    write(folder / "fasttext.txt", f"__label__trade __label__energy {text}\nNo theme here.\n")
    options = [{"id": "trade"}, {"id": "energy"}]
    write(folder / "prodigy.jsonl", json_lines([{"text": text, "options": options, "accept": ["trade"], "answer": "accept"}, {"text": "A choir sang.", "options": options, "accept": [], "answer": "ignore"}, {"text": "Oil fell.", "label": "energy", "answer": "reject"}]))
    write(folder / "doccano.jsonl", json_lines([{"id": 1, "text": text, "label": ["trade"]}, {"id": 2, "text": "A choir sang.", "label": []}]))
    write(folder / "doccano.csv", f"id,text,label\n1,{text},trade#energy\n")
    write(folder / "spacy.jsonl", json_lines([{"text": text, "cats": {"trade": 1.0, "energy": 0.0}}]))
    choice = {"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": ["trade"]}}
    write(folder / "label-studio.json", json.dumps([{"id": 1, "data": {"text": text}, "annotations": [{"result": [choice]}]}]))
    write(folder / "label-studio-min.json", json.dumps([{"id": 1, "text": text, "c": {"choices": ["trade", "energy"]}}]))
    write(folder / "table.csv", f"id,text,themes,unknown,weight\n1,{text},trade;energy,,0.5\n2,A choir sang.,,energy,1\n")
    write(folder / "hugging-face.jsonl", json_lines([{"text": text, "labels": ["trade"]}, {"text": "A choir sang.", "labels": []}]))
    write(folder / "hugging-face.csv", f"text,energy,trade\n{text},0,1\nA choir sang.,0,0\n")


def shared_files(folder, shared):
    """Copies cases, pages, articles and labels from the shared folder, where it is there."""
    notices = []
    for name, source in (("cases", shared / "cases"), ("articles", shared / "eval/articles")):
        if not source.is_dir():
            notices.append(f"left out: {source} is missing")
            continue
        # Attacks: some of them run for minutes.
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("security", "*.md"), copy_function=shutil.copyfile)
    pages = sorted((shared / "eval/html").glob("*.html.gz"))[:PAGES]
    for source in pages:
        write(folder / "pages" / source.name, source.read_bytes())
    if not pages:
        notices.append(f"left out: {shared / 'eval/html'} has no pages")
    labels = shared / "labels/news-words-2.jsonl"
    if labels.is_file():
        with labels.open(encoding="utf-8") as lines:
            write(folder / "labels/news-words.jsonl", "".join(list(lines)[::60]))
    else:
        notices.append(f"left out: {labels} is missing")
    return notices
