"""Rules for names that have a form of their own: sessions of congresses and committees, work conferences, laws, programmes.

Each rule reads the whole name and gives its label. Names in 《》 and “”, and fairs and summits
(which are read from their last word to the left), are found in find.py.

>>> match = BOOK.rules[0].pattern.search("党的十九届五中全会指出")
>>> match.group(), BOOK.rules[0].read(match)
('十九届五中全会', 'EVENT')
"""

from __future__ import annotations

import re

from extractors.rules import Rulebook

BOOK = Rulebook(
    "titles",
    {
        "start": r"(?:(?<=[在于席加开为由])|(?<![一-鿿]))",
        "n": r"[一二三四五六七八九十百\d]{1,4}",
        # A character of a body's name: none that begins another name or belongs to a verb.
        "c": r"(?!中国|中华|[将迎贺的在]|召开|举行|出席|参加|庆祝|期待|关注)[一-鿿]",
        "body": r"(?:省委|市委|县委|区委|自治区党委|中央纪委|省纪委|市纪委|全国妇联|中国作协)",
        "congress": r"(?:全国人民代表大会|全国人大|全国政协|中国人民政治协商会议全国委员会"
        r"|[一-鿿]{2,4}[省市县区](?:人民代表大会|人大)|省人大|市人大|省政协|市政协)",
    },
)


@BOOK.rule(
    r"(?:中国共产党|中国(?:<c>){2,12}?[会党社盟])?第?<n>届(?:中央委员会第<n>次全体会议|[一二三四五六七八九]中全会)|<body>?第?<n>届<body>?第?<n>次全(?:体)?会(?:议)?",
    examples={
        "十九届五中全会": "EVENT",
        "省委十届九次全会": "EVENT",
        "十二届市委七次全会": "EVENT",
        "中国共产党第十九届中央委员会第五次全体会议": "EVENT",
    },
    not_in=("上届全会", "五中全会", "第三届"),
)
def party_session(match: re.Match[str]) -> str:
    """A plenary session of a party committee: 党的 stays outside."""
    return "EVENT"


@BOOK.rule(
    r"(?:(?:中国|中华全国)(?:<c>){1,10}?(?:[会党社盟联团]|工会|妇女))?第<n>次(?:全国)?代表大会|第<n>届<congress>(?:常务委员会|常委会)?第<n>次(?:全体)?会议"
    r"|<n>届<congress>(?:常委会)?第?<n>次(?:全体)?会议|全国政协<n>届(?:常委会)?第?<n>次(?:全体)?会议",
    examples={
        "中国共产党第二十次全国代表大会": "EVENT",
        "第十三届全国人民代表大会第四次会议": "EVENT",
        "十三届全国人大四次会议": "EVENT",
        "十四届全国人大常委会第三次会议": "EVENT",
        "全国政协十三届四次会议": "EVENT",
    },
    not_in=("全国人大会议", "第三次会议", "全国代表大会"),
)
def congress_session(match: re.Match[str]) -> str:
    """A congress, or a numbered session of one."""
    return "EVENT"


@BOOK.rule(
    r"(?:中央|全国)[一-鿿]{2,12}?工作(?:电视电话)?(?:工作)?(?:会议|会)",
    examples={"中央经济工作会议": "EVENT", "中央农村工作会议": "EVENT", "全国宣传思想文化工作会议": "EVENT"},
    not_in=("中央政府要求的工作会议", "工作会议", "全国各地召开工作会议", "中央和国家机关工作会议"),
)
def work_conference(match: re.Match[str]) -> str | None:
    """A national conference on one field of work; words that make a sentence of it refuse."""
    return None if re.search("的|和国家|召开|举行|各|要求|参加|出席|部署|主持|学习|贯彻|有关", match.group()) else "EVENT"


@BOOK.rule(
    r"中华人民共和国[一-鿿]{1,20}?(?:法典|法实施条例|法|条例)(?![院律制人规治定官典])",
    examples={"中华人民共和国外商投资法": "LAW", "中华人民共和国民法典": "LAW"},
    not_in=("中华人民共和国法律", "中华人民共和国最高人民法院", "中华人民共和国依法"),
)
def full_law(match: re.Match[str]) -> str | None:
    """A law by its full name."""
    return None if re.search("依法|的|办法|方法|在|和国[，。]|[是成立与]", match.group()[7:]) else "LAW"


@BOOK.rule(
    r"(?<![\d.A-Za-z])(?:德国)?工业4\.0(?![\d.])(?!之父|技术|时代|研究|中心|展|实验|示范|应用|产业|产品|领域|项目|联盟|平台|学院|企业|解决|标准|人才|培训|设备|工厂|大会|论坛|峰会|成果|概念|理念|园)",
    examples={"德国工业4.0": "LAW", "工业4.0": "LAW"},
    not_in=("工业4.0技术", "“工业4.0之父”", "工业4.0研究中心", "工业4.01"),
)
def industry_4_0(match: re.Match[str]) -> str:
    """The German programme; as a mere concept before a noun (工业4.0技术) it is none."""
    return "LAW"


@BOOK.rule(
    r"(?:纪念|庆祝)[一-鿿]{2,30}?\d{1,3}周年(?:大会|活动)",
    examples={"庆祝中国共产党成立100周年大会": "EVENT", "纪念中国人民抗日战争暨世界反法西斯战争胜利80周年大会": "EVENT"},
    not_in=("成立100周年大会", "纪念胜利80周年", "庆祝大会"),
)
def anniversary(match: re.Match[str]) -> str | None:
    """A meeting for an anniversary, with what is commemorated."""
    return None if re.search("出席|参加|举行|召开|的", match.group()) else "EVENT"


@BOOK.rule(
    r"(?:19|20)\d\d年?[一-鿿]{2,14}?(?<![发开进扩拓参施伸舒铺招会])展(?=[在于上，。、闭举期将]|开幕|开展|$)",
    examples={"2019佛山国际机器人展": "EVENT"},
    not_in=("2019年经济发展", "2019年9月的展会", "2020年许昌开展"),
)
def year_show(match: re.Match[str]) -> str | None:
    """A show that is named by its year: no sentence that only ends in 展."""
    return None if re.search("的|了|[月日]|举办|参加|在|举行", match.group()) else "EVENT"


@BOOK.rule(
    r"<start>[一-鿿]{2,4}[省市县区州](?:第?<n>届)(?:人大|人民代表大会)(?:常委会|常务委员会)?第?<n>次(?:全体)?会议"
    r"|政协[一-鿿]{2,4}[省市县区州]第?<n>届(?:委员会)?第?<n>次(?:全体)?会议",
    examples={
        "许昌市七届人大五次会议": "EVENT",
        "许昌市第七届人民代表大会第五次会议": "EVENT",
        "政协许昌市第七届委员会第四次会议": "EVENT",
    },
    not_in=("许昌市人大会议", "七届人大代表", "市政协会议"),
)
def local_session(match: re.Match[str]) -> str:
    """A numbered session of a province's, city's or county's congress."""
    return "EVENT"


@BOOK.rule(
    r"<start>[一-鿿]{2,16}(?:联合会|联盟|协会|理事会|商会|学会)(?:(?:19|20)\d\d年?|第<n>[次届]){1,2}(?:年会|年度大会|全体大会|全体会议|会员大会|成员大会|会议)"
    r"|<start>中[一-鿿]{3,16}(?:联委会|委员会|混委会)第<n>次(?:全体)?会议",
    examples={"内河港口联合会2019年年会": "EVENT", "中德经济合作联委会第十九次会议": "EVENT"},
    not_in=("联合会年会", "联盟第四次提出", "委员会会议"),
)
def assembly(match: re.Match[str]) -> str | None:
    """A numbered or dated assembly of a body; words that make a sentence of it refuse."""
    return None if re.search("参加|出席|举行|召开|加入|表示|[的了在于]", match.group()) else "EVENT"
