"""PDFs: lines of type become paragraphs, what runs along the pages goes, and a file without text says so."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Failure
from corpus.read import Limits, read_sources

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    b" /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
    b" /CapHeight 880 /StemV 93 >>",
)
Piece = tuple[float, float, float, str]  # left, baseline, size, text


def pdf(*pages: list[Piece], encrypt: bool = False, forms: int = 0) -> bytes:
    """A PDF of A4 pages in a Chinese font that is not embedded, as printing programs of the 2000s write it."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *FONT]
    kids = []
    drawn = f"/XObject << /X {6 + 2 * len(pages)} 0 R >> " if forms else ""
    for pieces in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        content = (
            "/X Do\n" * bool(forms)
            + "BT\n"
            + "\n".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj" for x, y, size, text in pieces)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {drawn}/Font << /F1 3 0 R >> >>"
            f" /Contents {number + 1} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(content) + 3} >>\nstream\n{content}\nET\nendstream".encode())
    for number in range(len(objects) + 1, len(objects) + 1 + forms):
        draw = b"/X Do " * 10
        nested = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>"
        objects.append(nested % (number + 1, len(draw)) + b"\nstream\n" + draw + b"\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    guarded = f" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]" if encrypt else ""
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    return data + f"{table}trailer << /Size {len(places) + 1} /Root 1 0 R{guarded} >>\nstartxref\n{len(data)}\n%%EOF\n".encode()


def column(lines: list[str], *, left: float = 60, top: float = 700, size: float = 10.5, pitch: float = 16) -> list[Piece]:
    """Lines one below the other; one that begins with 　　 is indented by its place, not by blanks."""
    return [
        (left + (2 * size if line.startswith("　　") else 0), top - pitch * number, size, line.lstrip("　"))
        for number, line in enumerate(lines)
        if line
    ]


def read(path: Path, data: bytes, **limits: int) -> list[Article | Failure]:
    path = path / "a.pdf"
    path.write_bytes(data)
    return list(read_sources([path], limits=Limits(**limits)))


WRAPPED = [
    "　　8月12日，许昌在对德合作的进程中成功加入中德工业",
    "城市联盟，成为河南省第三个成员城市。这不仅把对德合作的",
    "进程向前推了一步，而且开辟了对德合作的新平台、新路径。",
    "　　联盟由47个城市组成，其中中国城市26个，德国城市19",
    "个，秘书处设在佛山。",
]
PARAGRAPHS = [
    "8月12日，许昌在对德合作的进程中成功加入中德工业城市联盟，成为河南省第三个成员城市。这不仅把对德合作的进程向前推了一步，而且开辟了对德合作的新平台、新路径。",
    "联盟由47个城市组成，其中中国城市26个，德国城市19个，秘书处设在佛山。",
]


def test_a_page_gives_title_source_and_whole_paragraphs(tmp_path):
    page = [(120, 760, 22, "许昌成功加入中德工业"), (180, 732, 22, "城市联盟"), (200, 715, 9, "来源：许昌日报　2020-08-13"), *column(WRAPPED)]
    found = read(tmp_path, pdf(page))
    assert found == [
        Article(
            "\n".join(PARAGRAPHS), title="许昌成功加入中德工业城市联盟", source="许昌日报", published="2020-08-13", input=found[0].input,
        )
    ]  # fmt: skip


def test_running_heads_feet_and_page_numbers_go_and_a_sentence_goes_on_over_the_page(tmp_path):
    def framed(number: int, lines: list[str]) -> list[Piece]:
        return [
            (60, 800, 9, f"许昌日报　2020年8月13日　第{number}版"),
            *column(lines),
            (290, 40, 9, f"- {number} -"),
            (60, 25, 9, "内部资料 注意保存"),
        ]

    (found,) = read(tmp_path, pdf(framed(1, WRAPPED[:2]), framed(2, WRAPPED[2:4]), framed(3, WRAPPED[4:])))
    assert found.text.split("\n") == PARAGRAPHS


def test_a_head_that_changes_with_the_chapter_goes_by_its_page_number(tmp_path):
    heads = ["第一章 缘起　3", "4　许昌与德国", "第二章 入盟　5", "6　新平台"]
    pages = [[(60, 800, 9, head), *column(lines)] for head, lines in zip(heads, [WRAPPED[:2], WRAPPED[2:3], WRAPPED[3:4], WRAPPED[4:]], strict=True)]
    (found,) = read(tmp_path, pdf(*pages))
    assert found.text.split("\n") == PARAGRAPHS


def test_columns_are_read_one_after_the_other(tmp_path):
    left, right = column(WRAPPED[:2], top=740), column(WRAPPED[2:], left=320, top=740)
    (found,) = read(tmp_path, pdf([(60, 790, 20, "许昌成为联盟成员城市"), *left, *right]))
    assert (found.title, found.text.split("\n")) == ("许昌成为联盟成员城市", PARAGRAPHS)


def test_a_hyphen_at_a_lines_end_goes_but_one_before_a_capital_stays(tmp_path):
    lines = [
        "许昌加入的中德工业城市联盟，英文叫做Sino-German Indus-",
        "trial Cities Alliance，由47个城市组成，秘书处是在Sino-",
        "German那边设立的，地点在佛山。",
    ]
    (found,) = read(tmp_path, pdf(column(lines)))
    assert (
        found.text
        == "许昌加入的中德工业城市联盟，英文叫做Sino-German Industrial Cities Alliance，由47个城市组成，秘书处是在Sino-German那边设立的，地点在佛山。"
    )


def test_headings_in_larger_type_stay_paragraphs_of_their_own(tmp_path):
    (found,) = read(tmp_path, pdf([*column(WRAPPED), (60, 600, 14, "对德合作新平台"), *column(WRAPPED, top=570)]))
    assert found.text.split("\n") == [*PARAGRAPHS, "对德合作新平台", *PARAGRAPHS]


def test_files_that_cannot_be_read_say_why(tmp_path):
    good = pdf(column(WRAPPED))

    def reason(data: bytes, **limits: int) -> tuple[str, str]:
        (found,) = read(tmp_path, data, **limits)
        assert isinstance(found, Failure)
        return found.stage, found.reason

    assert reason(b"") == ("read", "empty file")
    assert reason(pdf([])) == ("parse", "no text layer")
    assert reason(pdf(column(["-", "—"]))) == ("parse", "no text layer")
    assert reason(pdf(column(["\ue001\ue002\ue003许昌"]))) == ("decode", "the text layer holds no readable characters")
    assert reason(b"%PDF-1.4\n" + bytes(range(256))) == ("read", "damaged file: failed to load document (pdfium: data format error).")
    assert reason("许昌加入联盟。".encode()) == ("parse", "no PDF file")
    assert reason(pdf(column(WRAPPED), encrypt=True)) == ("read", "encrypted")
    alone = pdf([*column(WRAPPED), (60, 500, 10.5, "路")])
    if sys.platform == "linux":  # elsewhere PDFium may use the system's fonts
        assert reason(alone) == ("parse", "text in STSong-Light, which is not in the file, cannot be read whole")
    assert reason(good, max_unpacked_bytes=1_000) == ("read", "larger than max_unpacked_bytes (1000)")
    assert reason(good, max_bytes=50) == ("read", "more text than max_bytes (50)")
    assert reason(pdf(*[column(WRAPPED)] * 3), max_pages=2) == ("read", "more pages than max_pages (2)")


def test_a_bomb_takes_down_itself_alone(tmp_path):
    # Twelve forms, each of which draws the next one ten times: 3 KB that no reader comes to the end of.
    (tmp_path / "b.pdf").write_bytes(pdf(column(WRAPPED)))
    (tmp_path / "a.pdf").write_bytes(pdf(column(WRAPPED), forms=12))
    bomb, good = read_sources([tmp_path], limits=Limits(max_seconds_per_mb=1))
    assert isinstance(bomb, Failure)
    assert bomb.reason.startswith(("takes longer than max_seconds_per_mb (1)", "the PDF reader broke down"))
    assert isinstance(good, Article)


@settings(max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_and_any_damage_give_an_article_or_a_failure(tmp_path, data):
    content = bytearray(pdf(column(WRAPPED), column(WRAPPED)))
    how = data.draw(st.sampled_from(["any bytes", "cut", "changed"]))
    if how == "any bytes":
        content = bytearray(b"%PDF-1.7\n" + data.draw(st.binary(max_size=1_000)))
    elif how == "cut":
        content = content[: data.draw(st.integers(0, len(content)))]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=12)):
            content[place] = data.draw(st.integers(0, 255))
    (found,) = read(tmp_path, bytes(content))
    assert isinstance(found, (Article, Failure))


@pytest.mark.parametrize(
    "pieces", [[(60, 700, 10.5, "许昌" * 100_000)], [(60, 700, 10.5, "一")] * 50_000, [(x % 500, x % 800, x % 60, "许") for x in range(50_000)]]
)
def test_one_endless_line_and_a_page_full_of_pieces_end_in_time(tmp_path, pieces):
    assert len(read(tmp_path, pdf(pieces))) == 1
