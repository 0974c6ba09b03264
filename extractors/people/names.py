"""What names of people look like: Chinese surnames, honorifics, Latin glosses.

Knowledge: lexicon/surnames.tsv.

>>> spaced("Dr.ChristineD.Althauser")
'Christine D. Althauser'
>>> surname_of("欧阳明"), surname_of("默克尔")
('欧阳', None)
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.lexicon import read_rows

# Said with a name and no part of it. Posts that follow a surname (李书记) are in posts.tsv.
HONORIFICS = (
    "先生",
    "女士",
    "小姐",
    "夫人",
    "太太",
    "博士",
    "教授",
    "老师",
    "同志",
    "院士",
    "阁下",
    "将军",
    "烈士",
    "师傅",
    "大夫",
    "医生",
    "律师",
    "工程师",
    "大爷",
    "阿姨",
    "大妈",
    "大叔",
    "奶奶",
    "爷爷",
)
_TITLE_BEFORE_LATIN = re.compile(r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Dipl|Ing|Herr|Frau|Sir|Hon|h\.c|rer\.nat)\b\.?-?\s*|(?:Dr|Prof)\.)+")
# Where a run of letters was glued: lower before upper (but not Mc|Donald), and after an initial's dot.
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?<!Mc)(?<!Mac)(?=[A-ZÀ-Þ])|(?<=\.)(?=[A-Za-zÀ-ÿ])")
LATIN_NAME = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ.'’\-]*(?:[ ·][A-Za-zÀ-ÿ.'’\-]+){0,5}"


def spaced(latin: str) -> str:
    """A Latin name as it is written: titles dropped, words that the text glued set apart again."""
    latin = _TITLE_BEFORE_LATIN.sub("", latin.strip()).strip()
    if " " not in latin:
        latin = _GLUED.sub(" ", latin)
    return re.sub(r"\s+", " ", latin)


def surname_of(name: str) -> str | None:
    """The Chinese surname that the name begins with (a compound one first), or None.

    Names of five characters and more, and names with ·, are no Chinese names.
    """
    if "·" in name or not 2 <= len(name) <= 4:
        return None
    table = surnames()
    if len(name) >= 3 and name[:2] in table:
        return name[:2]
    if name[:1] in table and len(name) <= 3:
        return None if is_transliteration(name) else name[:1]
    # Four characters: two surnames (a married woman's: 陈方安生), else no Chinese name.
    return name[:1] if len(name) == 4 and name[0] in table and name[1] in table else None


def is_transliteration(name: str) -> bool:
    """Is the name spelled with the characters that foreign names are written with (默克尔, 特朗普)?"""
    return len(name) >= 3 and sum(character in _FOREIGN for character in name[1:]) >= len(name) - 1 and name[-1] in _FOREIGN_ENDS


# Characters that the press spells foreign names with (Xinhua's tables), rare in Chinese given names.
_FOREIGN = frozenset(
    "莫翰阿埃奥巴贝比伯布查达戴德迪蒂丁杜多厄尔费弗夫福盖戈格哈赫霍基吉加贾杰卡凯科克库拉莱勒里利列卢鲁罗洛马麦曼梅米默姆纳内尼诺帕佩皮普奇齐乔切茨萨赛瑟沙舍施什史斯索塔泰特图托瓦威韦维沃乌西希夏肖谢休雅亚耶伊因约泽扎兹朔朗耐艾昂邦堡宾勃顿恩菲芬亨坎劳伦娄琼撒塞桑坦滕廷锡辛詹佐昆奎喀珀琳娅妮莎蒙尤迈凡"
)
FOREIGN_NAME = re.compile(f"[{''.join(sorted(_FOREIGN))}]{{2,7}}")
_FOREIGN_ENDS = frozenset("尔茨斯克特德夫普什姆恩布格奇兹塔巴卡拉里利尼诺洛罗马曼纳托亚娅")


@lru_cache(maxsize=1)
def surnames() -> dict[str, bool]:
    """Every surname, and whether it is strong."""
    return {row["surname"]: row["strength"] == "strong" for row in read_rows("extractors.people", "surnames.tsv")}
