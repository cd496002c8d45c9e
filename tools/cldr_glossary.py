"""Writes glossary/data/cldr.csv, the part of the seed glossary that comes from CLDR: `python tools/cldr_glossary.py`.

It needs the `babel` package, which carries CLDR (Unicode licence), and no network. A source that a hand-written file in
glossary/data holds is left out here: what people wrote wins.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version

from glossary.kazakh import normalise

DATA = Path(__file__).parent.parent / "glossary" / "data"
COLUMNS = "source target variants accepted forbidden kind valid_from valid_to priority note".split()
Row = dict[str, str]

# House style, where it differs from CLDR's English.
PRESS = {
    "Congo - Kinshasa": "Democratic Republic of the Congo",
    "Congo - Brazzaville": "Republic of the Congo",
    "Hong Kong SAR China": "Hong Kong",
    "Macao SAR China": "Macao",
    "Myanmar (Burma)": "Myanmar",
    "St. Helena": "Saint Helena",
    "Vatican City": "Vatican",
    "Czechia": "Czech Republic",
    "Côte d’Ivoire": "Côte d'Ivoire",
    "Middle Africa": "Central Africa",
    "Eastern Asia": "East Asia",
    "Southern Asia": "South Asia",
    "Western Asia": "West Asia",
    "Western Africa": "West Africa",
    "Eastern Africa": "East Africa",
    "Northern Africa": "North Africa",
    "Americas": "America",
    "Kyrgystani Som": "Kyrgyz Som",
    "Laotian Kip": "Lao Kip",
    "Bangla": "Bengali",
    "Tirane": "Tirana",
    "Macau": "Macao",
}

# What else is right where it stands: above all the adjective, for `Франция президенті` is the French president.
ALSO = {
    "AD": "Andorran", "AE": "UAE|Emirates|Emirati", "AF": "Afghan", "AL": "Albanian", "AM": "Armenian", "AO": "Angolan",
    "AR": "Argentine|Argentinian", "AT": "Austrian", "AU": "Australian", "AZ": "Azerbaijani|Azeri", "BA": "Bosnian",
    "BD": "Bangladeshi", "BE": "Belgian", "BG": "Bulgarian", "BH": "Bahraini", "BN": "Brunei Darussalam",
    "BO": "Bolivian", "BR": "Brazilian", "BW": "Botswanan", "BY": "Belarusian|Belarussian", "CA": "Canadian",
    "CD": "Congo|DRC|Congolese|Democratic Republic of Congo", "CG": "Congo-Brazzaville|Congolese", "CH": "Swiss",
    "CI": "Ivory Coast|Ivorian|Côte d’Ivoire|Cote d'Ivoire", "CL": "Chilean", "CM": "Cameroonian", "CN": "Chinese|PRC",
    "CO": "Colombian", "CR": "Costa Rican", "CU": "Cuban", "CV": "Cabo Verde", "CY": "Cypriot", "CZ": "Czechia|Czech",
    "DE": "German", "DK": "Danish|Dane", "DO": "Dominican", "DZ": "Algerian", "EC": "Ecuadorian|Ecuadorean",
    "EE": "Estonian", "EG": "Egyptian", "ER": "Eritrean", "ES": "Spanish|Spaniard", "ET": "Ethiopian", "EU": "EU",
    "EZ": "euro area|euro zone", "FI": "Finnish|Finn", "FR": "French", "GB": "UK|Britain|British|Great Britain|U.K.",
    "GE": "Georgian", "GH": "Ghanaian", "GR": "Greek", "GT": "Guatemalan", "HN": "Honduran", "HR": "Croatian|Croat",
    "HT": "Haitian", "HU": "Hungarian", "ID": "Indonesian", "IE": "Irish", "IL": "Israeli", "IN": "Indian",
    "IQ": "Iraqi", "IR": "Iranian|Islamic Republic of Iran", "IS": "Icelandic", "IT": "Italian", "JM": "Jamaican",
    "JO": "Jordanian", "JP": "Japanese", "KE": "Kenyan", "KG": "Kyrgyz|Kyrgyz Republic", "KH": "Cambodian",
    "KP": "DPRK|North Korean", "KR": "Republic of Korea|South Korean|Korea|Korean", "KW": "Kuwaiti", "KZ": "Kazakh",
    "LA": "Lao|Lao PDR|Laotian", "LB": "Lebanese", "LK": "Sri Lankan", "LR": "Liberian", "LT": "Lithuanian",
    "LV": "Latvian", "LY": "Libyan", "MA": "Moroccan", "MD": "Moldovan", "ME": "Montenegrin", "MK": "Macedonian",
    "MM": "Burma|Burmese", "MN": "Mongolian", "MT": "Maltese", "MV": "Maldivian", "MX": "Mexican", "MY": "Malaysian",
    "MZ": "Mozambican", "NA": "Namibian", "NG": "Nigerian", "NI": "Nicaraguan", "NL": "Dutch|the Netherlands|Holland",
    "NO": "Norwegian", "NP": "Nepalese|Nepali", "NZ": "New Zealander", "OM": "Omani", "PA": "Panamanian",
    "PE": "Peruvian", "PH": "Philippine|Filipino", "PK": "Pakistani", "PL": "Polish|Pole",
    "PS": "Palestine|Palestinian",
    "PT": "Portuguese", "PY": "Paraguayan", "QA": "Qatari", "RO": "Romanian", "RS": "Serbian|Serb",
    "RU": "Russian|Russian Federation", "RW": "Rwandan", "SA": "Saudi|Kingdom of Saudi Arabia", "SD": "Sudanese",
    "SE": "Swedish|Swede", "SG": "Singaporean", "SI": "Slovenian|Slovene", "SK": "Slovak", "SN": "Senegalese",
    "SO": "Somali", "SV": "Salvadoran", "SY": "Syrian|Syrian Arab Republic", "SZ": "Swaziland", "TH": "Thai",
    "TJ": "Tajik", "TM": "Turkmen", "TN": "Tunisian", "TR": "Turkey|Turkish", "TW": "Taiwanese", "TZ": "Tanzanian",
    "UA": "Ukrainian", "UG": "Ugandan", "UN": "UN|U.N.", "US": "US|USA|United States of America|America|American|U.S.",
    "UY": "Uruguayan", "UZ": "Uzbek", "VA": "Vatican City|Holy See", "VE": "Venezuelan", "VN": "Viet Nam|Vietnamese",
    "XK": "Kosovar", "YE": "Yemeni", "ZA": "South African", "ZM": "Zambian", "ZW": "Zimbabwean",
    "002": "African", "003": "North American", "005": "South American", "011": "Western Africa",
    "014": "Eastern Africa",
    "015": "Northern Africa", "019": "Americas|American|US|United States|USA|U.S.", "030": "Eastern Asia",
    "034": "Southern Asia", "035": "South-East Asia|South East Asia|Southeast Asian", "029": "Caribbean",
    "142": "Asian", "143": "Central Asian", "145": "Western Asia", "150": "European|EU", "151": "East European",
    "155": "West European", "202": "sub-Saharan Africa", "419": "Latin American",
    "Europe/Kiev": "Kiev", "Asia/Calcutta": "Calcutta", "Asia/Saigon": "Saigon", "Asia/Riyadh": "Er Riyadh",
    "Asia/Ashgabat": "Ashkhabad", "Asia/Ulaanbaatar": "Ulan Bator", "Asia/Rangoon": "Rangoon", "Asia/Macau": "Macau",
}  # fmt: skip

# Which of these are no other names but other spellings of the name itself, in whose place house style is put.
SPELLINGS = {"Viet Nam", "Côte d’Ivoire", "Cote d'Ivoire", "Kiev", "Calcutta", "Macau", "Ulan Bator", "Ashkhabad"}

NO_TERRITORY = {"001", "018", "021", "QO", "UM", "XA", "XB", "ZZ", "057", "TF", "IO", "EU", "UN"}
# Stations, Antarctica and small places of single states have no business in Kazakh news.
NO_CITY = re.compile(r"Antarctica/|America/(?:North_Dakota|Indiana|Kentucky)/|Etc/|Africa/(?:Algiers|Djibouti|Tunis)$")
# Names that are Kazakh words or first names before they are these places, and what CLDR cuts in two.
NO_SOURCE = {"Ном", "Кантон", "Регина", "Маэ", "Сальта", "Кокос", "Антигуа", "Норфолк", "Белгісіз қала"}
NO_SOURCE |= {"Бонэйр, Синт-Эстатиус және Саба"}
KAZAKHSTAN = {f"Asia/{city}" for city in "Almaty Aqtau Aqtobe Atyrau Oral Qostanay Qyzylorda".split()}
LOOK_ALIKES = str.maketrans("—’", "-'")


def territories(kazakh: Locale, english: Locale) -> Iterator[Row]:
    """Countries, territories and the parts of the world."""
    for code, name in kazakh.territories.items():
        if code not in NO_TERRITORY and code in english.territories:
            kind = "organisation" if code in {"EZ"} else "place"
            for source in _names(name):
                yield _row(source, english.territories[code], ALSO.get(code, ""), kind)


def cities(kazakh: Locale, english: Locale) -> Iterator[Row]:
    """The cities after which time zones are named, most capitals among them."""
    for zone, names in kazakh.time_zones.items():
        if "city" in names and "/" in zone and zone not in KAZAKHSTAN and not NO_CITY.match(zone):
            target = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            yield _row(names["city"], target, ALSO.get(zone, ""), "place")


def languages(kazakh: Locale, english: Locale) -> Iterator[Row]:
    """The languages that have a two-letter code: `қазақ тілі` is Kazakh."""
    for code, name in kazakh.languages.items():
        if re.fullmatch("[a-z]{2}", code) and name.endswith(" тілі") and code in english.languages:
            target = english.languages[code]
            yield _row(name, PRESS.get(target, target), f"{PRESS.get(target, target)} language", "term")


def currencies(kazakh: Locale, english: Locale) -> Iterator[Row]:
    """Currencies with their country; old ones, which CLDR dates in brackets, are left out."""
    for code, name in kazakh.currencies.items():
        target = english.currencies.get(code, "")
        if target and "(" not in name + target and code != "XXX":
            press = re.sub(" (New|Convertible) ", lambda word: word[0].lower(), PRESS.get(target, target))
            country, _, unit = press.rpartition(" ")
            yield _row(name, f"{country} {unit.lower()}".strip(), "", "term")


def calendar(kazakh: Locale, english: Locale) -> Iterator[Row]:
    """Months and days of the week."""
    for month, name in kazakh.months["format"]["wide"].items():
        yield _row(name, english.months["format"]["wide"][month], "", "term")
    for day, name in kazakh.days["format"]["wide"].items():
        yield _row(name, english.days["format"]["wide"][day], "", "term")


def _names(name: str) -> Iterator[str]:
    """`Мьянма (Бирма)` is known by both names, `Папуа — Жаңа Гвинея` is written with a hyphen too."""
    yield re.sub(r" \(.*", "", name)
    if "аймақ" not in name and (other := re.search(r"^(\w+) \((\w+)\)$", name)):
        yield other[2]


def _row(source: str, target: str, also: str, kind: str) -> Row:
    target = PRESS.get(target, target).replace(" & ", " and ").replace("’", "'").replace("ʼ", "'")
    others = [form for form in also.split("|") if form and form != target]
    row = dict.fromkeys(COLUMNS, "")
    row.update(source=source.translate(LOOK_ALIKES), target=target, kind=kind)
    row["variants"] = "|".join(form for form in others if form in SPELLINGS)
    row["accepted"] = "|".join(form for form in others if form not in SPELLINGS)
    return row | {"priority": "0", "note": f"CLDR {get_cldr_version()}"}


def main() -> None:
    """Write the file, in the order of CLDR's own tables."""
    taken: set[str] = set()
    for path in DATA.glob("*.csv"):
        if path.name != "cldr.csv":
            with path.open(encoding="utf-8", newline="") as file:
                taken |= {normalise(row["source"]).text for row in csv.DictReader(file)}
    kazakh, english = Locale("kk"), Locale("en")
    with (DATA / "cldr.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for table in (territories, cities, languages, currencies, calendar):
            for row in sorted(table(kazakh, english), key=lambda row: row["source"]):
                if normalise(row["source"]).text not in taken | NO_SOURCE:
                    taken.add(normalise(row["source"]).text)
                    writer.writerow(row)


if __name__ == "__main__":
    main()
