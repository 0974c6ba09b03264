from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from corpus.article import make_article
from extractors.records import Record
from outputs.across import merge_appearances
from outputs.database import Database, make_engine
from outputs.duplicates import signature
from outputs.search import Hit, Passage, SearchError, count_missing, drop_index, search, update_index, words


def write(database: Database, *articles: Any) -> None:
    records = [merge_appearances([Record(article=article)]) for article in articles]
    database.write((record, f"digest of {record.article.title}", signature(record.article.text)) for record in records)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database.open(database_url)
    yield found
    found.close()


@pytest.fixture
def found_in(database: Database) -> Callable[..., list[str | None]]:
    """Titles of what is found, in order."""

    def find(asked: str, **days: str) -> list[str | None]:
        with database.engine.connect() as connection:
            return [hit.title for hit in search(connection, asked, **days)]

    return find


def test_an_article_that_has_all_the_words_is_found_with_its_passage(database: Database) -> None:
    body = "许昌加入中德工业城市联盟。\n" + "天" * 50 + "联盟年会在汉堡举行。"
    article = make_article(body, title="许昌加入联盟", source="许昌日报", url="https://example.org/1", published="2020-12-15", input="a.txt")
    write(database, article, make_article("许昌的天气很好。", title="天气", input="b.txt"))
    update_index(database)
    with database.engine.connect() as connection:
        assert list(search(connection, "汉堡 许昌")) == [
            Hit(
                article.article_id,
                "许昌加入联盟",
                "2020-12-15",
                "许昌日报",
                "https://example.org/1",
                None,
                (
                    Passage(0, 32, body[:32], ((0, 2),)),
                    Passage(39, 74, body[39:], ((69, 71),)),
                ),
            )
        ]
        assert body[69:71] == "汉堡"


def test_the_title_comes_first_then_whole_words_then_the_newest(database: Database, found_in: Callable[..., list[str | None]]) -> None:
    write(
        database,
        make_article("南京市长江大桥通车。", title="词的一部分", published="2022-01-01", input="a.txt"),
        make_article("市长出席。", title="较早", published="2019-01-01", input="b.txt"),
        make_article("市长发言。", title="较晚", published="2020-01-01", input="c.txt"),
        make_article("市长说话。", title="不知哪天", input="d.txt"),
        make_article("他来了。", title="市长来访", published="2001-01-01", input="e.txt"),
    )
    update_index(database)
    assert found_in("市长") == ["市长来访", "较晚", "较早", "不知哪天", "词的一部分"]
    assert found_in("市长", since="2019-06-01") == ["较晚", "词的一部分"]
    assert found_in("市长", until="2019-06-01") == ["市长来访", "较早"]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        # A name that jieba does not know, in a row of characters that it cuts otherwise.
        ("马卫光", True), ("卫光明", True), ("光明确", True), ("马 光明", True), ("卫马", False),
        # Traditional characters, full width and capitals are written otherwise, not other words.
        ("漢堡", True), ("Ｇ２０", True), ("g20", True), ("MÜNCHEN", True), ("münch", True), ("unchen", False),
        # A word of one character; what stands on both sides of a comma; nothing that is not there.
        ("德", True), ("表示，在", True), ("表示在", False), ("165.3", True), ("165.4", False), ("许昌", False),
    ],
)  # fmt: skip
def test_what_stands_in_the_text_is_found_however_it_is_cut(
    database: Database, found_in: Callable[..., list[str | None]], asked: str, is_found: bool
) -> None:
    write(database, make_article("马卫光明确表示，在汉堡和München，G20国家对德出口165.3亿美元。", title="一", input="a.txt"))
    update_index(database)
    assert found_in(asked) == (["一"] if is_found else [])


def test_what_is_found_is_what_contains_it(database: Database) -> None:
    chosen = random.Random(7)  # noqa: S311  (texts, not secrets)
    letters = "中德工业城市联盟许昌汉堡G20，。 \n"
    texts = ["".join(chosen.choices(letters, k=40)).strip() or "中" for _ in range(40)]
    articles = {make_article(one, input=f"{number}.txt").article_id: one for number, one in enumerate(texts)}
    write(database, *(make_article(one, input=f"{number}.txt") for number, one in enumerate(texts)))
    update_index(database)
    with database.engine.connect() as connection:
        for length in (1, 2, 3, 4):
            for _ in range(10):
                asked = "".join(chosen.choices(letters[:12], k=length))
                expected = {article_id for article_id, body in articles.items() if asked in body}
                assert {hit.article_id for hit in search(connection, asked)} == expected, asked


def test_the_index_is_brought_up_to_date_by_what_is_new(database: Database, found_in: Callable[..., list[str | None]]) -> None:
    write(database, make_article("许昌。", title="一", input="b.txt"))
    with database.engine.connect() as connection:
        assert (count_missing(connection), list(search(connection, "许昌"))) == (1, [])
    assert update_index(database) == 1
    write(database, make_article("许昌！", title="二", input="c.txt"), make_article("许昌。", title="汉堡之行", input="a.txt"))
    with database.engine.connect() as connection:
        assert count_missing(connection) == 2
    assert update_index(database) == 2
    assert update_index(database) == 0
    assert found_in("汉堡") == ["汉堡之行"]
    assert sorted(map(str, found_in("许昌"))) == ["二", "汉堡之行"]
    assert found_in("一") == []


def test_an_article_that_goes_is_in_the_index_no_more(database: Database) -> None:
    write(database, make_article("许昌。", title="一", input="a.txt"))
    update_index(database)
    with database.engine.begin() as connection:
        for table in ("appearances", "bands", "signatures", "articles"):
            connection.execute(text(f"DELETE FROM {table}"))
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM search_parts")).scalar_one() == 0
        assert list(search(connection, "许昌")) == []


def test_a_text_longer_than_a_row_of_the_index_is_searched_to_its_end(database: Database) -> None:
    # The first cut of the text goes through 马卫光.
    body = "天" * 49_998 + "马卫光" + "好" * 60_000 + "汉堡"
    write(database, make_article(body, title="长", input="a.txt"))
    update_index(database)
    with database.engine.connect() as connection:
        (hit,) = search(connection, "马卫光 汉堡 长")
        assert [body[start:end] for passage in hit.passages for start, end in passage.marks] == ["马卫光", "汉堡"]
        assert connection.execute(text("SELECT count(*) FROM search_parts")).scalar_one() == 3


@pytest.mark.parametrize(
    "asked", ["'; DROP TABLE articles; --", '" OR "1', "title : x", "a* NEAR(b, 2)", "NOT 许昌", "许昌 AND", "% _ \\", "':*", "\\", "{x} - ^y"]
)
def test_what_looks_like_a_query_is_words(database: Database, found_in: Callable[..., list[str | None]], asked: str) -> None:
    write(database, make_article("许昌。", title="一", input="a.txt"), make_article(f"许昌：{asked}。", title="二", input="b.txt"))
    update_index(database)
    try:
        assert found_in(asked) == ["二"]
    except SearchError:
        assert not any(one.isalnum() for one in asked)


@pytest.mark.parametrize("asked", ["", " ", "，。", "字" * 101, " ".join("一二三四五六七八九十百千万亿兆京垓秭穰沟涧")])
def test_what_cannot_be_searched_for_is_said(database: Database, asked: str) -> None:
    with database.engine.connect() as connection, pytest.raises(SearchError):
        search(connection, asked)


def test_a_day_that_is_none_is_said(database: Database) -> None:
    update_index(database)
    with database.engine.connect() as connection, pytest.raises(SearchError, match="no day"):
        search(connection, "许昌", since="2020-13-01")


def test_the_index_can_be_dropped_and_made_again(database: Database, found_in: Callable[..., list[str | None]]) -> None:
    write(database, make_article("许昌。", title="一", input="a.txt"))
    update_index(database)
    with database.engine.begin() as connection:
        drop_index(connection)
        drop_index(connection)
    write(database, make_article("许昌！", title="二", input="b.txt"))
    assert update_index(database) == 2
    assert sorted(map(str, found_in("许昌"))) == ["一", "二"]


def test_a_migration_drops_the_index_and_the_next_search_makes_it(database_url: str, migrate_to: Callable[[str, str], None]) -> None:
    migrate_to(database_url, "0002")
    older = Database(make_engine(database_url))
    with older.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO articles (article_id, title, reporters, text, captions, digest) VALUES ('a1', '一', '[]', '许昌。', '[]', '')")
        )
    assert update_index(older) == 1
    older.close()
    newer = Database.open(database_url)
    with newer.engine.connect() as connection:
        assert count_missing(connection) == 1
    assert update_index(newer) == 1
    newer.close()


def test_names_of_the_lexicons_are_words() -> None:
    found = words("许昌加入中德工业城市联盟，Ｇ２０。")
    assert {"许昌", "加入", "中德工业城市联盟", "工业", "城市", "联盟", "g20"} <= set(found)
    assert "，" not in found


def test_searching_hostile_text_takes_linear_time(database: Database) -> None:
    write(database, make_article("一" * 20_000 + "二", title="重复", input="a.txt"))
    update_index(database)
    with database.engine.connect() as connection:
        (hit,) = search(connection, "一" * 100)
    assert len(hit.passages) == 1
