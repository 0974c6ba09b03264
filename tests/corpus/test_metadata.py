"""Source lines, bylines, datelines: the whole line or nothing."""

import pytest

from corpus.metadata import (
    Dateline,
    SourceLine,
    fold,
    is_name,
    read_byline,
    read_closing_byline,
    read_dateline,
    read_day,
    read_names,
    read_opening_byline,
    read_source_line,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-12-15", "2020-12-15"),
        ("2020/1/5 8:03", "2020-01-05"),
        ("2020年12月15日 10:23:34", "2020-12-15"),
        ("2020年12月15日 星期二", "2020-12-15"),
        ("２０２０－１２－１５", "2020-12-15"),
        ("2020.12.15", "2020-12-15"),
        ("20201215", "2020-12-15"),
        ("2020-12-15T10:23:34+08:00", "2020-12-15"),
        # Six in the evening in London is the next day in China.
        ("2020-12-14T18:00:00Z", "2020-12-15"),
        ("2020-12-14T18:00:00.000+0000", "2020-12-15"),
        ("2020-02-30", None),
        ("2020-13-01", None),
        ("2020年12月", None),
        ("12月15日", None),
        ("昨天", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_day_is_read_only_from_a_whole_written_one(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("来源:中国新闻网 发布时间:2020-12-15 10:23:34", SourceLine("中国新闻网", "2020-12-15")),
        ("2020年12月15日10:23 | 来源：人民网－河南频道 | 责任编辑：张三", SourceLine("人民网－河南频道", "2020-12-15", closing=True)),
        ("許昌日報 2020-08-12 10:23", SourceLine("許昌日報", "2020-08-12")),
        ("作者：张铮 来源：许昌日报 时间：2020-08-12", SourceLine("许昌日报", "2020-08-12", ("张铮",))),
        ("发布时间：2020-08-12 浏览次数：123 【字体：大 中 小】 打印 关闭", SourceLine(None, "2020-08-12")),
        ("來源：中央社 發布時間：2020/12/15 12:11", SourceLine("中央社", "2020-12-15")),
        ("来源：苏州新闻网 发布时间：2018-05-17 08:36:12 记者 周一鸣 字号：大 中 小", SourceLine("苏州新闻网", "2018-05-17", ("周一鸣",))),
        ("来源：本站 发布时间：2020-08-12", SourceLine(None, "2020-08-12")),
        # A department is no person.
        ("作者：许昌市商务局", SourceLine()),
        ("关键词: 中德 高端制造", SourceLine(closing=True)),
        ("编辑：张三 审核：李四", SourceLine(closing=True)),
        ("责任编辑:FG003", SourceLine(closing=True)),
        ("2020-08-12", SourceLine(published="2020-08-12")),
        # Sentences and headings that begin with the same words.
        ("来源很重要，记者了解到", None),
        ("时间就是金钱", None),
        ("2020年8月12日，许昌加入联盟。", None),
        ("新华网", None),
        ("编辑部的故事", None),
        ("打印机产业园", None),
        ("作者认为，城市合作大有可为。", None),
        ("2020年", None),
        ("资料来源：海关总署网站公布的全年进出口统计数据，由本报记者整理", None),
    ],
)
def test_a_source_line_holds_nothing_but_metadata(line, read):
    assert read_source_line(line) == read


@pytest.mark.parametrize(
    ("line", "reporters"),
    [
        ("□ 记者 张铮", ("张铮",)),
        ("□本报记者 王五 文/图", ("王五",)),
        ("本报记者 张三丰 通讯员 李四", ("张三丰", "李四")),
        ("本報記者 張錚", ("張錚",)),
        ("许昌日报全媒体记者 张铮 文 牛书培 图", ("张铮",)),
        ("文/记者 张三 图/李四", ("张三",)),
        ("记者 张铮/文 牛书培/图", ("张铮",)),
        ("撰文 张铮 摄影 牛书培", ("张铮",)),
        ("（文/国际处 李想　图/宣传部 何苗）", ("李想",)),
        ("记者 张三 摄影报道", ("张三",)),
        ("本报记者张铮 通讯员李四光", ("张铮", "李四光")),
        ("记者 王 刚", ("王刚",)),
        ("记者张铮报道", ("张铮",)),
        ("首席记者 欧阳明 实习生 王一", ("欧阳明", "王一")),
        ("（记者 阿依古丽）", ("阿依古丽",)),
        ("本报记者 阿卜杜拉·买买提", ("阿卜杜拉·买买提",)),
        # Photographers are no reporters.
        ("王刚 摄", ()),
        ("记者 牛书培 摄", ()),
        ("中新社记者 王刚 摄", ()),
        # Headings, sentences, names alone.
        ("记者观察", None),
        ("记者手记", None),
        ("记者从市商务局了解到", None),
        ("张三 李四", None),
        ("展开全文", None),
        ("（专题报道）", None),
        ("（连续报道）", None),
        ("【环球网综合报道】", None),
        # Two bylines run together cannot be told apart.
        ("本报驻埃及记者朱梦魁新华社记者安江", None),
        ("本报记者 记者节 特稿", None),
        ("记者：许昌为什么选择德国？", None),
    ],
)
def test_a_byline_names_reporters_and_leaves_photographers_out(line, reporters):
    assert read_byline(line) == reporters


@pytest.mark.parametrize(
    ("paragraph", "read"),
    [
        ("本报许昌8月12日电(记者 张铮)昨日", Dateline("许昌", "8月12日", ("张铮",))),
        ("新华社北京8月12日电（记者张三、李四）国家", Dateline("北京", "8月12日", ("张三", "李四"))),
        ("中新网绍兴12月14日电 (钱晨菲)12月14日", Dateline("绍兴", "12月14日", ("钱晨菲",))),
        ("中新社柏林12月14日电 题：中德", Dateline("柏林", "12月14日", ())),
        ("据新华社法兰克福12月14日电 德国", Dateline("法兰克福", "12月14日", ())),
        ("（中央社記者林巧璉高雄10日電）德國", Dateline("高雄", "10日", ("林巧璉",))),
        ("中新网8月12日电 据", Dateline(None, "8月12日", ())),
        ("本报讯（记者 张铮 通讯员 李四）昨日", Dateline(None, None, ("张铮", "李四"))),
        ("本报讯 记者张铮报道：8月", Dateline(None, None, ("张铮",))),
        ("柏林12月14日电 德国", Dateline("柏林", "12月14日", ())),
        ("本报保定五月十五日电记者许立群报道：今天", Dateline("保定", "五月十五日", ("许立群",))),
        ("新华社美国明尼阿波利斯3月30日电 参加", Dateline("美国明尼阿波利斯", "3月30日", ())),
        ("大众网烟台12月12日讯 （通讯员 邹剑 记者 姚人琦） 记者", Dateline("烟台", "12月12日", ("邹剑", "姚人琦"))),
        ("新华网浙江频道７月２７日电（记者　岳德亮）记者", Dateline("浙江", "７月２７日", ("岳德亮",))),
        ("某某在线5月18日讯 记者", Dateline(None, "5月18日", ())),
        ("环球外汇4月26日讯 银行", None),
        ("央视网消息（新闻联播）：9日", Dateline(None, None, ())),
        # What only looks like one.
        ("许昌8月12日电信业务收入增长", None),
        ("许昌8月12日电话采访了企业", None),
        ("12月14日，2020中德高端制造峰会", None),
        ("8月12日电话会议召开", None),
        ("新华社记者 张三", None),
        ("绍兴12月14日消息灵通", None),
    ],
)
def test_a_dateline_is_read_as_written(paragraph, read):
    assert read_dateline(paragraph) == read


def test_reporters_in_brackets_are_read_at_both_ends():
    assert read_opening_byline("（记者 张铮）8月12日，许昌") == ("张铮",)
    assert read_opening_byline("（许昌）8月12日") == ()
    assert read_closing_byline("……的合作。（记者 张铮 通讯员 李四）") == ("张铮", "李四")
    assert read_closing_byline("19个德方成员城市（含观察员城市）") == ()
    assert read_closing_byline("图集（王刚 摄）") == ()
    assert read_closing_byline("生产车间一角（本报记者张雅心摄）") == ()
    assert read_closing_byline("收益较大。(本文来源：长沙晚报 )") == ()
    assert read_closing_byline("前景迷离。(来源：凤凰网 文/叶箫)") == ("叶箫",)
    assert read_closing_byline("我们将进一步关注。（文/汽车之家 曹雷）") == ()


def test_names_are_taken_only_from_a_list_of_names():
    assert read_names("张铮 牛志勇") == ("张铮", "牛志勇")
    assert read_names("许昌日报") == ()
    assert read_names("网络中心 张铮主任") == ()
    assert [is_name(text) for text in ("王刚", "欧阳明", "市长", "沈阳日报", "国际处", "鲁道夫·沙尔平")] == [True, True, False, False, False, True]


@pytest.mark.parametrize("text", ["來源：２０２０－１２－１５", "記者　張錚", "İıſK", "a\u3000b\xa0c", "𠮷野家"])
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)
