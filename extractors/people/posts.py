"""The posts that people hold: 书记, 副总裁, 院士 …, and what a title made of them looks like.

Knowledge: lexicon/posts.tsv.

>>> post_at_end("工业X业务主管"), post_at_end("亚太区副总裁"), post_at_end("制造业")
('主管', '副总裁', None)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.lexicon import read_rows


@dataclass(frozen=True, slots=True)
class Post:
    """A post: may several people hold it at once; whose it is (canonical name or country id) where the text names nobody."""

    post: str
    shared: bool
    default: str | None
    who: frozenset[str] = frozenset()

    def is_default_for(self, name: str) -> bool:
        """Is the post the default body's when this person holds it?"""
        return self.default is not None and (not self.who or name in self.who)


@lru_cache(maxsize=1)
def posts() -> Mapping[str, Post]:
    """The posts by their words."""
    return {
        row["post"]: Post(row["post"], row["shared"] == "yes", row["default"] or None, frozenset(filter(None, row["who"].split("|"))))
        for row in read_rows("extractors.people", "posts.tsv")
    }


@lru_cache(maxsize=1)
def posts_with_holder() -> tuple[Post, ...]:
    """The posts that are always the same body's."""
    return tuple(post for post in posts().values() if post.default is not None)


def post_at_end(text: str) -> str | None:
    """The longest post that ends the text, or None."""
    table = posts()
    return next((text[-length:] for length in range(min(8, len(text)), 1, -1) if text[-length:] in table), None)


# A name may follow: the usual heads of titles, and 记者, which is no post.
POST_BEFORE_NAME = re.compile(
    r"(?:书记|常委|省长|市长|县长|区长|州长|镇长|主席|总统|总理|首相|大使|领事|参赞|部长|外长|外相|国王|女王|署长|司长|局长|厅长|处长|科长|主任|主委|委员长|议长|议员|检察长|院长|校长|所长|馆长|台长|社长|行长|会长|理事长|理事|秘书长|"
    r"总干事|总编辑|总编|主编|总裁|董事长|董事|总经理|经理|执行官|主管|负责人|创始人|合伙人|总监|工程师|顾问|院士|教授|研究员|发言人|司令员?|政委|厂长|队长|教练|团长|组长|代表|专家|委员|记者|博士|先生|女士|站长|村支书|支书|分析师|Dr\.|Prof\.)$"
)
