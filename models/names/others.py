"""Names in other languages with spaces between words."""
import collections

from forms import forms_of
from news import PIECE, occurrences, paragraphs, stem_of_each, texts_in
from sources import CODES, in_order

# A stem is a name if so many of its occurrences are. Less than in English, where peoples and countries seldom have the
# same stem as another word.
NAMES = 0.75
# Occurrences that show what a word is, and the least for a city and for a form that is not in dictionaries.
ENOUGH, LEAST = 5, 3


def rows(language, names, excluded, paths):
    """The kind, name and number of paragraphs of each name."""
    texts = list(texts_in(paths))
    seen = occurrences(texts)
    names = [(kind, name) for kind, name in in_order(names) if PIECE.fullmatch(name) and name.lower() not in excluded]
    kinds, bases = {}, {name.lower(): name for _, name in names}
    forms = [(kind, form) for kind, name in names for form in forms_of(language, kind, name)]
    for kind, form in [*names, *forms]:
        if form.lower() not in excluded:
            kinds.setdefault(form.lower(), kind)
    stems = stem_of_each([*kinds, *seen], CODES[language])
    # Names of peoples have a small letter in most languages, and Arabic has no capitals.
    small = {plain(form) for kind, form in [*names, *forms] if kind == "adjective" or language == "arabic"}
    of_names, counts, spellings = by_stem(seen, stems, lambda word: word[0].isupper() or plain(word) in small)
    kept = {}
    for form, kind in kinds.items():
        stem = stems.get(form)
        if stem is None or stem in kept:
            continue
        count, is_base = counts[stem], form in bases
        share = of_names[stem] / count if count >= ENOUGH else 1.0
        if share >= NAMES and count >= (0 if is_base and kind != "city" else LEAST):
            of_stem = {spelling: number for spelling, number in spellings[stem].items() if spelling.lower() in kinds}
            kept[stem] = (kind, bases[form] if is_base else max(of_stem, key=of_stem.get, default=form))
        elif is_base and share < NAMES:
            print(f"left out: {kind} {form}: {share:.2f} of {count}")
    written = {word.lower() for word in seen}
    having = paragraphs(texts, {word: stem for word, stem in stems.items() if word in written}, kept)
    return [(kind, name, having[stem]) for stem, (kind, name) in kept.items()]


def plain(word):
    """A word in small letters, with one form of alef and of final ya, which Arabic news mixes."""
    return word.lower().translate(str.maketrans("أإآى", "اااي"))


def by_stem(seen, stems, is_name):
    """The number of occurrences of a stem that are names, that of all, and how they are written."""
    of_names, counts, spellings = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    for word, count in seen.items():
        if stem := stems.get(word.lower()):
            counts[stem] += count
            of_names[stem] += count if is_name(word) else 0
            spellings[stem][word] += count
    return of_names, counts, spellings
