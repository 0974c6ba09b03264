"""Text of articles made safe to show: what would steer a terminal or turn a line around is shown, not obeyed.

>>> visible("许昌\\x1b[2J加入\\u202e盟联")
'许昌␛[2J加入‹U+202E›盟联'
"""

from __future__ import annotations

import re

# Controls but tab and LF, embeddings, overrides, isolates and marks of direction, lone surrogates, non-characters, tags.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_PICTURES = 0x2400
_DELETE = 0x7F


def visible(text: str) -> str:
    """The text with every character that steers instead of being read replaced by a sign for it."""
    return _STEERING.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < ord(" "):
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "␡"
    return f"‹U+{code:04X}›"
