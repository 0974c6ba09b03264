"""The views that people would write anyway: members of an alliance, figures of a city, events of city pairs, people and their posts.

They leave out what a reviewer rejected, and say of what is not asserted that it is so. Plain SQL that SQLite and PostgreSQL
both take; made anew whenever the database is migrated.
"""

from __future__ import annotations

from dataclasses import dataclass

# Cities that are first-level divisions: municipalities, city states, special administrative regions.
_CITY_PROVINCES = ("CN-110000", "CN-120000", "CN-310000", "CN-500000", "CN-810000", "CN-820000", "DE-BE", "DE-HB", "DE-HH", "SG")
_IS_CITY = "(level = 'city' OR place_id IN (" + ", ".join(f"'{place_id}'" for place_id in _CITY_PROVINCES) + "))"


@dataclass(frozen=True, slots=True)
class View:
    """A named query; `example` is a question that it answers."""

    name: str
    description: str
    example: str
    query: str


def _sources(kind: str, of: str) -> str:
    return f"(SELECT count(DISTINCT s.article_id) FROM statements s WHERE s.kind = '{kind}' AND s.fact_key = {of}.fact_key)"  # noqa: S608  (own words)


VIEWS = (
    View(
        "members",
        "Who is in which alliance, and from when to when: the day of joining or leaving, else the day on which an article says so",
        "SELECT * FROM members WHERE joined_by <= '2020-12-31' AND (left_by IS NULL OR left_by > '2020-12-31')",
        """
        SELECT m.organisation_id, o.name AS alliance, m.member_id, e.name AS member, e.kind AS member_kind, m.role,
            min(CASE WHEN m.status = 'joined' THEN coalesce(m.since_start, a.published) END) AS joined_by,
            min(CASE WHEN m.status = 'left' THEN coalesce(m.since_start, a.published) END) AS left_by,
            max(m.confidence) AS confidence, count(*) AS facts
        FROM memberships m
        JOIN organisations o ON o.organisation_id = m.organisation_id
        JOIN entities e ON e.entity_id = m.member_id
        JOIN articles a ON a.article_id = m.article_id
        WHERE m.modality = 'asserted' AND m.review_status <> 'rejected' AND m.status IN ('joined', 'left')
        GROUP BY m.organisation_id, o.name, m.member_id, e.name, e.kind, m.role
        HAVING sum(CASE WHEN m.status = 'joined' THEN 1 ELSE 0 END) > 0
        """,
    ),
    View(
        "city_figures",
        "Figures of places over time, one row per figure and place that it is of",
        "SELECT * FROM city_figures WHERE place = '许昌市' AND metric = '出口额' ORDER BY period_start",
        f"""
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
        "event_places",
        "Every place that an event touches: where it was, who took part and where they sit",
        "SELECT * FROM event_places WHERE place_id = 'CN-411000'",
        """
        SELECT e.id AS event_id, e.place_id FROM events e WHERE e.place_id IS NOT NULL
        UNION
        SELECT t.event_id, p.place_id FROM participants t JOIN places p ON p.place_id = t.entity_id
        UNION
        SELECT t.event_id, o.place_id FROM participants t JOIN organisations o ON o.organisation_id = t.entity_id WHERE o.place_id IS NOT NULL
        """,
    ),
    View(
        "city_of",
        "The city that a place is or, as a county or district, lies in",
        "SELECT city FROM city_of WHERE place_id = 'CN-411002'",
        f"""
        SELECT place_id, place_id AS city_id, name AS city FROM places WHERE {_IS_CITY}
        UNION
        SELECT d.place_id, c.place_id, c.name FROM places d JOIN (SELECT place_id, name FROM places WHERE {_IS_CITY}) c ON c.place_id = d.parent_id
        WHERE d.level IN ('county', 'other')
        """,  # noqa: S608  (own words)
    ),
    View(
        "city_pair_events",
        "Events that touch two cities, one row per pair; the pair in the order of ids",
        "SELECT * FROM city_pair_events WHERE city_1 = '许昌市' OR city_2 = '许昌市' ORDER BY start_date",
        """
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
        "city_pairs",
        "How many events each pair of cities has, and from when to when; planned ones left out",
        "SELECT * FROM city_pairs ORDER BY events DESC",
        """
        SELECT city_1_id, city_1, city_2_id, city_2, count(*) AS events, min(start_date) AS first_date, max(end_date) AS last_date
        FROM city_pair_events WHERE modality = 'asserted'
        GROUP BY city_1_id, city_1, city_2_id, city_2
        """,
    ),
    View(
        "posts",
        "People and the posts that articles give them, with the first and last day of publication on which they do",
        "SELECT * FROM posts WHERE person = '马卫光' ORDER BY first_published",
        """
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
