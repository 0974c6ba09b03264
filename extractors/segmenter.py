"""jieba as this project uses it: an own tokenizer, fed with the names of the lexicons, never the global one.

It does without jieba's cache in the shared temporary folder: a marshal file that anyone could have written there.

>>> segmenter().lcut("许昌加入中德工业城市联盟。")
['许昌', '加入', '中德工业城市联盟', '。']
"""

from __future__ import annotations

import logging
from functools import lru_cache

import jieba

from extractors.organisations.names import names

# A shorter name may be part of other words.
_SHORTEST_NAME = 4


@lru_cache(maxsize=1)
def segmenter() -> jieba.Tokenizer:
    """The one tokenizer of this process."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for name, row in names().items():
        if row.strong and len(name) >= _SHORTEST_NAME:
            tokenizer.add_word(name)
    return tokenizer
