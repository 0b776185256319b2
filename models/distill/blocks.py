"""From embeddings of words and paragraphs to vectors of stems.

Everything uses the rows of the product: x_t = (1 + ln tf_t) w_t, divided by the length of the row with one unseen word.
A block is a matrix of shape (stems, dimensions) such that rows @ block approximates the teacher's view of the paragraphs.
"""
import collections

import numpy as np
import scipy.sparse
from sklearn.cluster import MiniBatchKMeans

RIDGE = 3.0
MOVING_POWER = 0.7
REGIONS, SHARPNESS = 256, 1 / 0.03
SEEDS = range(4)


def counts(paragraphs, table):
    """How often each stem of the table occurs in each paragraph, of shape (paragraphs, stems)."""
    places = {stem: place for place, stem in enumerate(table)}
    ends, columns, values = [0], [], []
    for stems in paragraphs:
        for place, count in sorted(collections.Counter(places[s] for s in stems if s in places).items()):
            columns.append(place)
            values.append(count)
        ends.append(len(columns))
    return scipy.sparse.csr_matrix((np.array(values, np.float32), columns, ends), (len(paragraphs), len(table)))


def idf(counts):
    paragraphs = counts.shape[0]
    return np.log((1 + paragraphs) / (1 + counts.getnnz(axis=0))) + 1


def idf_of_unseen(paragraphs):
    return np.log(1 + paragraphs) + 1


def rows(counts, weights, unseen):
    """The rows, as the product computes them."""
    values = counts.copy()
    values.data = ((1 + np.log(counts.data)) * weights[counts.indices]).astype(np.float32)
    lengths = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel() + unseen**2)
    return (scipy.sparse.diags(1 / lengths).dot(values)).tocsr().astype(np.float32)


def principal(values, dimensions):
    """The directions of largest variance of the rows, of shape (columns, dimensions)."""
    centred = values - values.mean(axis=0)
    variances, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    return directions[:, np.argsort(-variances)[:dimensions]].astype(np.float32)


def word_block(table, listed, embeddings, dimensions):
    """Embeddings of words minus their mean, averaged into stems by the square root of frequency, of unit length."""
    shares = np.sqrt([word.frequency for word in listed])[:, None]
    centred = (embeddings - (embeddings * shares).sum(axis=0) / shares.sum()) * shares
    places = {stem: place for place, stem in enumerate(table)}
    inside = [row for row, word in enumerate(listed) if word.stem in places]
    sums = np.zeros((len(table), embeddings.shape[1]), np.float32)
    np.add.at(sums, [places[listed[row].stem] for row in inside], centred[inside])
    block = sums @ principal(sums, dimensions)
    return block / np.maximum(np.linalg.norm(block, axis=1, keepdims=True), 1e-9)


def meaning_block(rows, embeddings, words, dimensions):
    """Vectors whose sum over a paragraph approximates its embedding, started from a linear map of the words' vectors."""
    targets = embeddings @ principal(embeddings, dimensions)
    sums = centred(rows @ words)
    inner = sums.T @ sums + 10 * np.eye(sums.shape[1], dtype=np.float32)
    return regressed(rows, targets, words @ np.linalg.solve(inner, sums.T @ centred(targets)), steps=12)


def region_blocks(rows, embeddings):
    """Vectors whose sum predicts in which regions of meaning a paragraph lies.

    The regions are clusters of the embeddings; a paragraph belongs to each by a softmax of their cosines. This is not linear
    in the embedding, so the meaning block cannot express it. A network over the embedding would learn it.
    """
    directions = unit(embeddings - embeddings.mean(axis=0))
    nothing = np.zeros((rows.shape[1], REGIONS), np.float32)
    blocks = []
    for seed in SEEDS:
        clusters = MiniBatchKMeans(REGIONS, random_state=seed, batch_size=4096, n_init=1, max_iter=30).fit(directions)
        nearness = directions @ unit(clusters.cluster_centers_).T * SHARPNESS
        shares = np.exp(nearness - nearness.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        blocks.append(regressed(rows, np.sqrt(shares).astype(np.float32), nothing, steps=15))
    return np.hstack(blocks)


def regressed(rows, targets, start, steps):
    """Ridge regression of centred targets towards `start` by conjugate gradients, all columns at once."""
    transposed = rows.T.tocsr()
    residual = transposed @ centred(targets - rows @ start)
    change, direction, squared = np.zeros_like(start), residual.copy(), (residual**2).sum(axis=0)
    for _ in range(steps):
        bent = transposed @ centred(rows @ direction) + RIDGE * direction
        step = squared / np.maximum((direction * bent).sum(axis=0), 1e-30)
        change += step * direction
        residual -= step * bent
        squared, last = (residual**2).sum(axis=0), squared
        direction = residual + squared / np.maximum(last, 1e-30) * direction
    return start + change


def weights(rarity, meaning):
    """Rarity times how much a stem changes the meaning, relative to the median stem."""
    lengths = np.linalg.norm(meaning, axis=1)
    return (rarity * np.clip(lengths / np.median(lengths), 0.05, 4) ** MOVING_POWER).astype(np.float32)


def joined(rows, blocks, dimensions):
    """Blocks of given spread side by side, projected on their principal directions over the paragraphs, of unit spread."""
    together = np.hstack([block * (share / spread(rows, block)) for block, share in blocks])
    turned = together @ principal(rows @ together, dimensions)
    return (turned / spread(rows, turned)).astype(np.float32)


def spread(rows, block):
    """The square root of the mean squared length of the centred sums over paragraphs."""
    return np.sqrt((centred(rows @ block) ** 2).sum(axis=1).mean())


def centred(values):
    return values - values.mean(axis=0)


def unit(values):
    return values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
