"""Bytes to text: what old computers and lying pages leave."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.encodings import DecodeError, declared_charset, decode

SIMPLIFIED = "河南许昌：前三季度对德出口增长一成"
TRADITIONAL = "河南許昌：前三季度對德出口增長一成"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "许昌", "“十三五”时期，GDP增长7.8%。", "a"])
def test_a_short_headline_is_read_in_every_encoding(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [TRADITIONAL, "臺灣經濟", "德國石荷州經濟代表團十日訪問高雄，與港務公司就綠色航運合作交換意見。"])
def test_big5_is_told_from_gb18030(text):
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_shows_by_its_ascii(encoding):
    text = "2020年8月12日，许昌加入联盟。\n" * 3
    assert decode(text.encode(encoding)) == text


def test_latin_text_is_not_taken_for_chinese():
    assert decode("Städte und Gemeinden für größere Zusammenarbeit, über München hinaus".encode("cp1252")) == (
        "Städte und Gemeinden für größere Zusammenarbeit, über München hinaus"
    )


@pytest.mark.parametrize(("encoding", "cut", "end"), [("utf-8", 1, "许\ufffd"), ("utf-8", 2, "许\ufffd"), ("gb18030", 1, "许\ufffd")])
def test_a_text_cut_inside_its_last_character_loses_only_that(encoding, cut, end):
    assert decode(("中德合作许昌").encode(encoding)[:-cut]) == "中德合作" + end


def test_one_damaged_byte_costs_one_character():
    data = bytearray(("许昌加入中德工业城市联盟。" * 5).encode())
    data[4] = 0xFF
    assert decode(bytes(data)).count("\ufffd") <= 3
    assert decode(bytes(data)).endswith("许昌加入中德工业城市联盟。" * 4)


def test_a_line_in_another_encoding_is_read_in_its_own():
    data = "许昌加入中德工业城市联盟，双方签署合作协议。\n".encode() + "责任编辑：李四\n".encode("gb18030") + "完\n".encode()
    assert decode(data) == "许昌加入中德工业城市联盟，双方签署合作协议。\n责任编辑：李四\n完\n"


@pytest.mark.parametrize("declared", ["unicode_escape", "idna", "zlib_codec", "rot13", "utf-7", "x" * 40, "shift_jis", "euc-kr", "utf-8"])
def test_a_lying_or_dangerous_declaration_changes_nothing(declared):
    assert decode(SIMPLIFIED.encode("gb18030"), declared=declared) == SIMPLIFIED


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b'<meta charset="gbk">', "gbk"),
        (b"<META http-equiv=Content-Type content='text/html; charset=GB2312'>", "GB2312"),
        (b'<?xml version="1.0" encoding="big5"?>', "big5"),
        (b"<p>charset=gbk</p>", None),
        (b" " * 5000 + b'<meta charset="gbk">', None),
    ],
)
def test_a_declared_charset_is_found_in_the_first_bytes_only(page, charset):
    assert declared_charset(page) == charset


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4 x", "binary file (PDF)"),
        (b"PK\x03\x04\x14\x00", "binary file (ZIP or Office)"),
        (b"\x89PNG\r\n\x1a\n", "binary file (PNG)"),
        (bytes(1000), "binary file (NUL bytes)"),
        (b"\x01\x02\x03\x04" * 100, "binary file (control characters)"),
        (b"\xff\xfe" + b"\x00\xd8" * 100, "not text: the byte-order mark says UTF-16-LE, the bytes are not"),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind(data, reason):
    with pytest.raises(DecodeError) as refused:
        decode(data)
    assert str(refused.value) == reason


COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理世"  # noqa: E501


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=COMMON, min_size=4, max_size=60))
def test_any_line_of_everyday_characters_is_read_from_gb18030(text):
    assert decode(text.encode("gb18030")) == text


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.none() | st.text(max_size=20))
def test_any_bytes_are_text_or_refused(data, declared):
    try:
        text = decode(data, declared=declared)
    except DecodeError:
        return
    assert len(text) <= len(data)
