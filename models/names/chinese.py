"""Names in Chinese, which are characters and pairs of neighbours to the product."""
import collections
import re

from product import stems_in, stems_of

# A character or pair of a longer name is a name if it occurs so often, and hardly outside of names.
ENOUGH, INSIDE_NAMES = 5, 0.9
# Longer names are mostly descriptions: "the British territory in the Indian Ocean".
LONGEST = 6


def rows(names, excluded, paths):
    """The kind, name and number of paragraphs of names of a character or two, and of parts of longer names."""
    simplified = [text_of(pieces) for pieces in stems_of([name for _, name in names], "zh")]
    kinds = {name: kind for (kind, _), name in reversed(list(zip(names, simplified))) if " " not in name and len(name) <= LONGEST}
    whole = re.compile("|".join(sorted(kinds, key=len, reverse=True)))
    parts = {part for name in kinds for part in parts_of(name)}
    inside, everywhere, having = collections.defaultdict(collections.Counter), collections.Counter(), collections.Counter()
    for pieces in stems_in(paths, "zh"):
        found = [piece for piece in pieces if piece in parts]
        everywhere.update(found)
        having.update(set(found))
        for name in whole.findall(text_of(pieces)):
            for part in parts_of(name):
                inside[part][kinds[name]] += 1
    for part in sorted(parts - excluded):
        share = inside[part].total() / max(everywhere[part], 1)
        if part in kinds:
            yield kinds[part], part, having[part]
        elif everywhere[part] >= ENOUGH and share >= INSIDE_NAMES:
            yield inside[part].most_common(1)[0][0], part, having[part]
        elif everywhere[part] >= ENOUGH and share > 0.7:
            print(f"left out: {part}: {share:.2f} of {everywhere[part]}")


def text_of(pieces):
    """The text of pieces, with a space where no pair tells that two characters are neighbours."""
    text = ""
    for before, piece in zip([""] + pieces, pieces):
        if len(piece) == 1:
            text += piece if text[-1:] + piece == before else " " + piece
    return text.strip()


def parts_of(name):
    """The characters of a name, and each two neighbours."""
    return list(name) + [first + second for first, second in zip(name, name[1:])]
