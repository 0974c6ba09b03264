"""The views that people would write anyway: members of an alliance, figures of a city, events of city pairs, people and their posts.

They leave out what a reviewer rejected, and say of what is not asserted that it is so. Plain SQL that SQLite and PostgreSQL
both take; made anew whenever the database is migrated, so that a view that changes needs a new revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from outputs.tables import BY_NAME, ENTITY_KINDS, Column

# Cities that are first-level divisions: municipalities, city states, special administrative regions.
_CITY_PROVINCES = ("CN-110000", "CN-120000", "CN-310000", "CN-500000", "CN-810000", "CN-820000", "DE-BE", "DE-HB", "DE-HH", "SG")
_IS_CITY = "(level = 'city' OR place_id IN (" + ", ".join(f"'{place_id}'" for place_id in _CITY_PROVINCES) + "))"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A named query; `example` is a question that it answers.

    `columns` describes those of the query, in its order; `key` are the first to sort by, which tell two rows apart. `days` are
    the columns of a row's first and last day; `since_until` says that what a row tells holds from the one to before the other.
    """

    name: str
    title: str
    description: str
    example: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    days: tuple[str, str] | None = None
    since_until: bool = False
    query: str


def _sources(kind: str, of: str) -> str:
    return f"(SELECT count(DISTINCT s.article_id) FROM statements s WHERE s.kind = '{kind}' AND s.fact_key = {of}.fact_key)"  # noqa: S608  (own words)


def _of(table: str, names: str) -> Iterator[Column]:
    """Columns of a table as they are in it."""
    columns = {column.name: column for column in BY_NAME[table].columns}
    for name in names.split():
        yield replace(columns[name], required=False, references=None, shown_as=None)


def _text(name: str, title: str, description: str, *, facet: bool = False, words: tuple[str, ...] = ()) -> Column:
    return Column(name=name, title=title, description=description, facet=facet, words=words)


def _count(name: str, title: str, description: str) -> Column:
    return Column(name=name, type="integer", title=title, description=description)


_FIGURE = "value low high bound unit"
_CITY_PAIR = (
    _text("city_1_id", "City 1 (id)", "The city whose id sorts first"),
    _text("city_1", "City 1", "Its name", facet=True),
    _text("city_2_id", "City 2 (id)", "The other city"),
    _text("city_2", "City 2", "Its name", facet=True),
)

VIEWS = (
    View(
        name="members",
        title="Members of alliances",
        description="Who was in which alliance from when to when: the day of joining or leaving, else the day on which an article says so",
        example="SELECT * FROM members WHERE joined_by <= '2020-12-31' AND (left_by IS NULL OR left_by > '2020-12-31')",
        columns=(
            _text("organisation_id", "Alliance (id)", "What it is a member of"),
            _text("alliance", "Alliance", "Name of organisation_id", facet=True),
            _text("member_id", "Member (id)", "Place or organisation"),
            _text("member", "Member", "Name of member_id"),
            _text("member_kind", "Kind of member", "What the member is", words=ENTITY_KINDS),
            *_of("memberships", "role"),
            _text("joined_by", "Joined by", "Day of joining, else day on which an article says that it has; empty where nobody knows"),
            _text("left_by", "Left by", "Day of leaving, else day on which an article says that it has; empty for who stayed"),
            *_of("memberships", "confidence"),
            _count("facts", "Facts", "How many memberships say so"),
            _count("undated_exits", "Undated exits", "How many say that it left on a day that nobody knows: read them"),
        ),
        key=("organisation_id", "member_id", "role", "joined_by"),
        days=("joined_by", "left_by"),
        since_until=True,
        # Who leaves and joins again has a row for each time; who leaves does so in every role.
        query="""
        WITH changes AS (
            SELECT m.organisation_id, m.member_id, m.role, m.status, coalesce(m.since_start, a.published) AS day, m.confidence
            FROM memberships m JOIN articles a ON a.article_id = m.article_id
            WHERE m.modality = 'asserted' AND m.review_status <> 'rejected' AND m.status IN ('joined', 'left')
        ), joined AS (
            SELECT c.*,
                (SELECT min(l.day) FROM changes l WHERE l.organisation_id = c.organisation_id AND l.member_id = c.member_id
                    AND l.status = 'left' AND (c.day IS NULL OR l.day > c.day)) AS left_by,
                (SELECT count(*) FROM changes l WHERE l.organisation_id = c.organisation_id AND l.member_id = c.member_id
                    AND l.status = 'left' AND l.day IS NULL) AS undated_exits
            FROM changes c WHERE c.status = 'joined'
        )
        SELECT j.organisation_id, o.name AS alliance, j.member_id, e.name AS member, e.kind AS member_kind, j.role,
            min(j.day) AS joined_by, j.left_by, max(j.confidence) AS confidence, count(*) AS facts, max(j.undated_exits) AS undated_exits
        FROM joined j
        JOIN organisations o ON o.organisation_id = j.organisation_id
        JOIN entities e ON e.entity_id = j.member_id
        GROUP BY j.organisation_id, o.name, j.member_id, e.name, e.kind, j.role, j.left_by
        """,
    ),
    View(
        name="city_figures",
        title="Figures of places over time",
        description="Figures of places over time, one row per figure and place that it is of",
        example="SELECT * FROM city_figures WHERE place = '许昌市' AND metric = '出口额' ORDER BY period_start",
        columns=(
            _text("place_id", "Place (id)", "A place that the figure is of"),
            _text("place", "Place", "Name of place_id", facet=True),
            *_of("places", "level"),
            *_of("indicators", f"metric period period_start period_end {_FIGURE} change base share_of scope subject_text"),
            *_of("indicators", "modality confidence review_status id article_id evidence"),
            _count("articles", "Articles", "How many articles state it"),
        ),
        key=("place_id", "metric", "period_start", "id"),
        days=("period_start", "period_end"),
        query=f"""
        SELECT p.place_id, p.name AS place, p.level, i.metric, i.period, i.period_start, i.period_end, i.value, i.low, i.high, i.bound, i.unit,
            i.change, i.base, i.share_of, i.scope, i.subject_text, i.modality, i.confidence, i.review_status, i.id, i.article_id, i.evidence,
            {_sources("indicator", "i")} AS articles
        FROM indicators i
        JOIN subjects s ON s.indicator_id = i.id
        JOIN places p ON p.place_id = s.entity_id
        WHERE i.modality <> 'denied' AND i.review_status <> 'rejected'
        """,  # noqa: S608  (own words)
    ),
    View(
        name="event_places",
        title="Places of events",
        description="Every place that an event touches: where it was, who took part and where they sit",
        example="SELECT * FROM event_places WHERE place_id = 'CN-411000'",
        columns=(*_of("participants", "event_id"), _text("place_id", "Place", "A place that the event touches")),
        key=("event_id", "place_id"),
        query="""
        SELECT e.id AS event_id, e.place_id FROM events e WHERE e.place_id IS NOT NULL
        UNION
        SELECT t.event_id, p.place_id FROM participants t JOIN places p ON p.place_id = t.entity_id
        UNION
        SELECT t.event_id, o.place_id FROM participants t JOIN organisations o ON o.organisation_id = t.entity_id WHERE o.place_id IS NOT NULL
        """,
    ),
    View(
        name="city_of",
        title="City of a place",
        description="The city that a place is or, as a county or district, lies in",
        example="SELECT city FROM city_of WHERE place_id = 'CN-411002'",
        columns=(_text("place_id", "Place (id)", "The place"), _text("city_id", "City (id)", "The city"), _text("city", "City", "Its name")),
        key=("place_id", "city_id"),
        query=f"""
        SELECT place_id, place_id AS city_id, name AS city FROM places WHERE {_IS_CITY}
        UNION
        SELECT d.place_id, c.place_id, c.name FROM places d JOIN (SELECT place_id, name FROM places WHERE {_IS_CITY}) c ON c.place_id = d.parent_id
        WHERE d.level IN ('county', 'other')
        """,  # noqa: S608  (own words)
    ),
    View(
        name="city_pair_events",
        title="Events of city pairs",
        description="Events that touch two cities, one row per pair; the pair in the order of ids",
        example="SELECT * FROM city_pair_events WHERE city_1 = '许昌市' OR city_2 = '许昌市' ORDER BY start_date",
        columns=(*_CITY_PAIR, *_of("events", "kind name date start_date end_date modality confidence review_status id article_id evidence")),
        key=("city_1_id", "city_2_id", "start_date", "id"),
        days=("start_date", "end_date"),
        query="""
        SELECT DISTINCT c1.city_id AS city_1_id, c1.city AS city_1, c2.city_id AS city_2_id, c2.city AS city_2, e.kind, e.name, e.date, e.start_date,
            e.end_date, e.modality, e.confidence, e.review_status, e.id, e.article_id, e.evidence
        FROM events e
        JOIN event_places p1 ON p1.event_id = e.id
        JOIN city_of c1 ON c1.place_id = p1.place_id
        JOIN event_places p2 ON p2.event_id = e.id
        JOIN city_of c2 ON c2.place_id = p2.place_id AND c1.city_id < c2.city_id
        WHERE e.modality <> 'denied' AND e.review_status <> 'rejected'
        """,
    ),
    View(
        name="city_pairs",
        title="City pairs",
        description="How many events each pair of cities has, and from when to when; planned ones left out",
        example="SELECT * FROM city_pairs ORDER BY events DESC",
        columns=(
            *_CITY_PAIR,
            _count("events", "Events", "How many events touch both"),
            _text("first_date", "First day", "First day of the first, ISO 8601"),
            _text("last_date", "Last day", "Last day of the last, ISO 8601"),
        ),
        key=("city_1_id", "city_2_id"),
        days=("first_date", "last_date"),
        query="""
        SELECT city_1_id, city_1, city_2_id, city_2, count(*) AS events, min(start_date) AS first_date, max(end_date) AS last_date
        FROM city_pair_events WHERE modality = 'asserted'
        GROUP BY city_1_id, city_1, city_2_id, city_2
        """,
    ),
    View(
        name="posts",
        title="People and their posts",
        description="People and the posts that articles give them, with the first and last day of publication on which they do",
        example="SELECT * FROM posts WHERE person = '马卫光' ORDER BY first_published",
        columns=(
            _text("person_id", "Person (id)", "Who"),
            _text("person", "Person", "Name of person_id"),
            *_of("people", "name_latin"),
            *_of("positions", "title"),
            _text("organisation_id", "Organisation (id)", "Where, if an organisation"),
            _text("organisation", "Organisation", "Name of organisation_id"),
            _text("place_id", "Place (id)", "Where, if a place"),
            _text("place", "Place", "Name of place_id", facet=True),
            *_of("positions", "status"),
            _text("first_published", "First published", "First day on which an article gives the post"),
            _text("last_published", "Last published", "Last day on which an article does"),
            _count("articles", "Articles", "How many articles do"),
            *_of("positions", "confidence review_status id evidence"),
        ),
        key=("person_id", "first_published", "id"),
        days=("first_published", "last_published"),
        query="""
        SELECT p.person_id, n.name AS person, n.name_latin, p.title, p.organisation_id, o.name AS organisation, p.place_id, l.name AS place, p.status,
            min(a.published) AS first_published, max(a.published) AS last_published, count(DISTINCT s.article_id) AS articles, p.confidence,
            p.review_status, p.id, p.evidence
        FROM positions p
        JOIN people n ON n.person_id = p.person_id
        LEFT JOIN organisations o ON o.organisation_id = p.organisation_id
        LEFT JOIN places l ON l.place_id = p.place_id
        LEFT JOIN statements s ON s.kind = 'position' AND s.fact_key = p.fact_key
        LEFT JOIN articles a ON a.article_id = s.article_id
        WHERE p.modality = 'asserted' AND p.review_status <> 'rejected'
        GROUP BY p.person_id, n.name, n.name_latin, p.title, p.organisation_id, o.name, p.place_id, l.name, p.status, p.confidence, p.review_status,
            p.id, p.evidence
        """,
    ),
)
VIEW_BY_NAME = {view.name: view for view in VIEWS}
