"""Articles that were saved in parts: joined only where they surely are one."""

from pathlib import Path

from corpus.article import Article, Failure
from corpus.parts import part_groups
from corpus.read import list_inputs, read_input, read_sources

FIRST = "8月12日，许昌市加入中德工业城市联盟，成为联盟的第十五个中国成员城市。"
SECOND = "联盟由两国工业城市共同发起，每年举办企业对接会，并设有信息平台。"
THIRD = "许昌市商务局表示，明年将组织三批企业赴德国考察。"
PAGER = '<div class="page"><a href="a.html">1</a> <a href="a_2.html">2</a> <a href="./a_3.html">3</a> <a>下一页</a></div>'


def page(text: str, *, title: str = "许昌加入工业城市联盟", pager: str = PAGER) -> str:
    return f"<title>{title}_许昌网</title><h1>{title}</h1><p>2020-08-13 来源：许昌日报</p><div><p>{text}</p>{pager}</div>"


def save(folder: Path, **pages: str) -> None:
    for name, markup in pages.items():
        (folder / f"{name}.html").write_text(markup, encoding="utf-8")


def found_in(folder: Path) -> list[tuple[str, str | None, str]]:
    return [(Path(one.input or "").name, one.record, one.text if isinstance(one, Article) else one.reason) for one in read_sources([folder])]


def test_parts_that_link_to_each_other_under_one_title_are_one_article(tmp_path):
    save(tmp_path, a=page(FIRST), a_2=page(SECOND), a_3=page(THIRD + "（记者 张铮）"))
    (found,) = read_sources([tmp_path])
    assert isinstance(found, Article)
    assert found.text == f"{FIRST}\n{SECOND}\n{THIRD}（记者 张铮）"
    assert (found.title, found.source, found.published, found.reporters) == ("许昌加入工业城市联盟", "许昌日报", "2020-08-13", ("张铮",))
    assert (found.input, found.record) == (f"{tmp_path.as_posix()}/a.html", "a.html + a_2.html + a_3.html")


def test_parts_that_number_themselves_are_one_article_without_links(tmp_path):
    marks = [f"<p>第{number}页/共2页</p>" for number in (1, 2)]
    save(tmp_path, x_1=page(FIRST, pager=marks[0]), x_2=page(SECOND, pager=marks[1]))
    assert found_in(tmp_path) == [("x_1.html", "x_1.html + x_2.html", f"{FIRST}\n{SECOND}")]


def test_a_sentence_cut_by_the_end_of_a_page_is_whole_again(tmp_path):
    save(tmp_path, a=page(FIRST + "联盟由两国工业城市共同发起，每年举办企业对"), a_2=page("接会，并设有信息平台，各城市可以发布项目。"))
    assert found_in(tmp_path)[0][2] == f"{FIRST}联盟由两国工业城市共同发起，每年举办企业对接会，并设有信息平台，各城市可以发布项目。"


def test_pages_with_titles_of_their_own_stay_apart(tmp_path):
    # As a list of news is numbered, and as a series is told: the links alone say nothing.
    save(tmp_path, a=page(FIRST), a_2=page(SECOND, title="联盟是什么"), a_3=page(THIRD, title="许昌明年怎么做"))
    assert [record for _, record, _ in found_in(tmp_path)] == [None, None, None]


def test_a_series_stays_apart(tmp_path):
    save(tmp_path, a=page(FIRST, title="许昌与德国（上）"), a_2=page(SECOND, title="许昌与德国（下）"))
    assert [record for _, record, _ in found_in(tmp_path)] == [None, None]


def test_pages_that_neither_link_nor_number_stay_apart(tmp_path):
    save(tmp_path, a=page(FIRST, pager=""), a_2=page(SECOND, pager=""))
    assert [text for _, _, text in found_in(tmp_path)] == [FIRST, SECOND]


def test_a_page_saved_twice_is_no_second_part(tmp_path):
    save(tmp_path, a=page(FIRST), a_2=page(FIRST))
    assert [text for _, _, text in found_in(tmp_path)] == [FIRST, FIRST]


def test_two_of_three_parts_stay_apart(tmp_path):
    # 共3页: what is missing would be missed in silence.
    save(tmp_path, a=page(FIRST, pager=PAGER + "<p>第1页 共3页</p>"), a_2=page(SECOND, pager=PAGER + "<p>第2页 共3页</p>"))
    assert [text for _, _, text in found_in(tmp_path)] == [FIRST, SECOND]


def test_every_part_is_named_once_among_the_inputs(tmp_path):
    save(tmp_path, a=page(FIRST), a_2=page(SECOND), a_3=page(THIRD), b_2=page(FIRST))
    listed = list(list_inputs([tmp_path, tmp_path / "a_2.html"]))
    assert [(Path(one.path).name, [Path(part).name for part in one.parts]) for one in listed] == [
        ("a.html", ["a_2.html", "a_3.html"]),
        ("b_2.html", []),
    ]


def test_parts_that_change_after_they_were_listed_are_said_to_have(tmp_path):
    save(tmp_path, a=page(FIRST), a_2=page(SECOND))
    (listed,) = list_inputs([tmp_path])
    (tmp_path / "a_2.html").unlink()
    assert list(read_input(listed)) == [
        Failure(f"{tmp_path.as_posix()}/a.html", None, "read", "changed since it was listed: its parts are not one article")
    ]


def test_names_that_may_be_parts():
    names = ["t1_2.htm", "t1_3.htm", "t1.htm", "u-1.html", "u-2.html", "u-4.html", "v.html", "v_2.txt", "w_1.html", "2020_12.html"]
    assert part_groups(names) == [["t1.htm", "t1_2.htm", "t1_3.htm"], ["u-1.html", "u-2.html"]]
    assert part_groups([f"news_{number}.html" for number in range(1, 60)]) == []
