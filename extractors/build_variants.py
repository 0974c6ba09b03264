"""Builds lexicon/variants.tsv: Traditional, compatibility and radical forms with their Simplified character.

Needs opencc-python-reimplemented (a development dependency). Run: python -m extractors.build_variants
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import opencc

TARGET = Path(__file__).parent / "lexicon" / "variants.tsv"
HEADER = (
    "# Characters that are matched as another one. Source: OpenCC t2s character tables (Apache-2.0) and Unicode NFKC;\n"
    "# radicals by Unicode EquivalentUnifiedIdeograph. Built by extractors/build_variants.py.\n"
    "variant\tplain\n"
)
RANGES = ((0x2E80, 0x2FE0), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2A6E0))
# Simplified radicals that NFKC leaves alone (CJK Radicals Supplement).
RADICALS = dict(zip("⻄⻢⻝⻥⺠⻛⻅⻓⻋⻉⻔⻘⻚⻜⻩⻰⻮⻬⻦⻨⻣⻤⻆⻁⺟", "西马食鱼民风见长车贝门青页飞黄龙齿齐鸟麦骨鬼角虎母", strict=True))
# 乾 stays: 乾县 and 乾隆 are written so in Simplified text too.
KEPT = frozenset("乾")


def variants() -> dict[str, str]:
    """Every variant character with the Simplified character that it stands for, in code point order."""
    converter = opencc.OpenCC("t2s")
    table = dict(RADICALS)
    for first, last in RANGES:
        for character in map(chr, range(first, last)):
            normal = unicodedata.normalize("NFKC", character)
            plain = converter.convert(normal)
            if len(normal) == len(plain) == 1 and plain != character and character not in KEPT:
                table[character] = plain
    return dict(sorted(table.items()))


def main() -> None:
    """Write the table."""
    rows = "".join(f"{variant}\t{plain}\n" for variant, plain in variants().items())
    TARGET.write_text(HEADER + rows, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
