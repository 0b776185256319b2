"""The forms of names, where stemmers do not bring all of them together."""

# The endings of nouns by their ending in the nominative, the longest first.
NOUNS = {
    "russian": {"ия": "ия ии ию ией", "а": "а ы и е у ой", "я": "я и е ю ей", "й": "й я ю ем е", "ь": "ь я ю ем е и",
                "ы": "ы ам ами ах ов", "и": "и ам ами ах ов", "": " а у ом е ы ов"},
    "ukrainian": {"ія": "ія ії ію ією іє", "а": "а и і у ою о", "я": "я і ю ею", "й": "й я ю єм ї єві", "ь": "ь я ю ем і",
                  "о": "о а у ом і", "и": "и ам ами ах ів", "": " а у ові ом і и ів"},
}
# Nouns with a vowel in the nominative that the other cases lack, and their endings.
FLEETING = {"иец": "ийц", "аец": "айц", "ец": "ц", "єць": "йц", "ець": "ц"}
AFTER_FLEETING = "а у ем ам ами ах ы ев і ів ям ями ях".split()
# Consonants that change before "і" in Ukrainian.
SOFTENED = {"г": "з", "к": "ц", "х": "с"}
VOWELS = "аеёиіїоуыэюя"
# The endings of adjectives and names of peoples, by their ending in dictionaries.
PEOPLES = {
    "french": {"c": "c cs que ques cque cques", "n": "n ns ne nes nne nnes", "": " s e es"},
    "german": {"": " e en er es em n s in innen ern nen"},
    "portuguese": {"ês": "ês esa eses esas", "ão": "ão ã ãos ãs ães ões", "eu": "eu eia eus eias", "o": "o a os as",
                   "ol": "ol ola óis olas", "z": "z zes", "": " s"},
    "spanish": {"o": "o a os as", "és": "és esa eses esas", "án": "án ana anes anas", "ón": "ón ona ones onas", "": " s es a as"},
    "russian": {"ий": "ий ого ому им ом ая ой ую ое ие их ими"},
    "ukrainian": {"ий": "ий ого ому им ім а ої ій у ою е і их ими"},
}
# What Arabic writes as one word with a name, "and", "in", "to", "so" and "as", and the same before the article.
BEFORE_NAME = ["", "و", "ب", "ل", "ف", "ك", "وب", "ول"]
BEFORE_ARTICLE = ["ال", "وال", "بال", "لل", "ولل", "وبال", "فال", "كال"]


def forms_of(language, kind, name):
    """The name and its forms, of which some may not exist."""
    if language == "arabic":
        return arabic(kind, name)
    if kind == "adjective" and (found := with_endings(name, PEOPLES.get(language, {}))):
        return found
    if language in NOUNS and not name.isupper():
        return cases(language, name)
    return [name, name + "s"] if language == "german" else [name]


def with_endings(name, endings):
    """The name with each ending that goes with its own."""
    for ending, others in endings.items():
        if name.endswith(ending):
            return [name.removesuffix(ending) + other for other in others.split(" ")]
    return []


def cases(language, name):
    for ending, other in FLEETING.items():
        if name.endswith(ending):
            return [name] + [name.removesuffix(ending) + other + case for case in AFTER_FLEETING]
    endings = NOUNS[language]
    if name[-1].lower() in VOWELS and not name.endswith(tuple(ending for ending in endings if ending)):
        return [name]
    found = with_endings(name, endings)
    root = name.rstrip("аи")
    if language == "ukrainian" and root[-1:] in SOFTENED:
        found.append(root[:-1] + SOFTENED[root[-1]] + "і")
    return found


def arabic(kind, name):
    """With what is written as one word with it; peoples also with the endings of number and gender."""
    bare = name.removeprefix("ال")
    if kind == "adjective":
        bases = [bare + ending for ending in ["", "ة", "ين", "ون", "ا"]]
        return [before + base for base in bases for before in BEFORE_NAME + BEFORE_ARTICLE]
    return [before + bare for before in (BEFORE_NAME if bare == name else BEFORE_ARTICLE)]
