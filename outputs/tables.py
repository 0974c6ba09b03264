"""THE description of every table: columns, types, keys, closed word lists, meaning.

CSV headers, `datapackage.json`, the database (outputs/schema.py), the JSON Schema of articles.jsonl, Datasette's metadata and the
data dictionary all come from TABLES; nobody lists columns twice. Lists (`sources`, `reporters`, `candidates` …) are JSON in one
text cell: a row stays one row in a spreadsheet. What people join by is a table of its own (aliases,
participants, appearances).

A spreadsheet cannot join: its CSV file gives the name beside an id (`shown_as`), and what a reviewer reads stands before ids,
offsets and the like (`detail`). The database has ids alone; its views give the names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from corpus.article import STAGES
from extractors.records import (
    ANCHORS,
    BOUNDS,
    EVENT_KINDS,
    GRAINS,
    LABELS,
    LEVELS,
    MEMBERSHIP_ROLES,
    MEMBERSHIP_STATUSES,
    MODALITIES,
    ORGANISATION_KINDS,
    PARTICIPANT_ROLES,
    REVIEW_STATUSES,
)

if TYPE_CHECKING:
    from outputs.views import View

SCHEMA_VERSION = 1

# text and list (JSON in text) are guarded against formulas in CSV; integer, float and decimal are numbers. A decimal is exact
# where the database can (NUMERIC) and is written as it stood in the article; bytes and key columns stay in the database.
ColumnType = Literal["text", "list", "integer", "float", "decimal", "bytes"]

POSITION_STATUSES = ("current", "former")
CHANGES = ("up", "down", "flat")
BASES = ("yoy", "mom")
ENTITY_KINDS = ("place", "organisation", "person")
FACT_KINDS = ("membership", "position", "indicator", "event")
# What a reviewer can decide on, and what can be done about it; `undone` takes an earlier decision back, an article is `forgotten`.
DECIDED_KINDS = ("mention", *FACT_KINDS, "article")
DECISIONS = ("accepted", "corrected", "rejected", "undone", "forgotten")
# How a newer version disagrees with what was decided: it no longer finds it, or it reads something else there.
DISAGREEMENTS = ("not_found", "other_reading")
# What does not add up across articles.
CHECK_KINDS = ("member_count", "contradiction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `words` is its closed word list, `references` the table whose key it holds.

    `in_csv` is False for what only the database keeps, `in_json` for what articles.jsonl does without. `indexed` columns get an
    index of their own. `shown_as` is the name of one more column, in CSV only, with the name of what the id means; its `name_of`
    is the column of the id. A `detail` stands at the end of the CSV file; every id that is shown by name does. `fields` are
    those of the objects in a list; a list without is one of texts. `unit` is that of a number that always has the same.
    A `facet` is worth counting by; every closed word list is. `after` is the column that a joined one stands behind.
    """

    name: str
    type: ColumnType = "text"
    title: str
    description: str
    required: bool = False
    words: tuple[str, ...] = ()
    references: str | None = None
    in_csv: bool = True
    indexed: bool = False
    in_json: bool = True
    shown_as: str | None = None
    name_of: str | None = None
    detail: bool = False
    fields: tuple[str, ...] = ()
    unit: str | None = None
    facet: bool = False
    after: str | None = None

    @property
    def csv_only(self) -> bool:
        """Whether the database has it elsewhere: names of ids, and what is put together from another table."""
        return self.name_of is not None or self.after is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; `key` are the columns of its primary key. Where rows stand in: CSV files, the database, or both.

    `columns` are those of a row (outputs/rows.py), in its order, which is the order of the database. `joined` columns stand in the
    CSV file alone, put together from another table's rows. `days` are the columns of a row's first and last day.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    in_csv: bool = True
    in_database: bool = True
    joined: tuple[Column, ...] = ()
    days: tuple[str, str] | None = None

    @property
    def csv_columns(self) -> tuple[Column, ...]:
        """The columns of the CSV file, in order: those of a row with the names of what ids mean and joined ones, details last."""
        found = [one for column in self.columns if column.in_csv for one in (*_with_name(column), *self._joined_after(column))]
        return tuple(sorted(found, key=attrgetter("detail")))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def _joined_after(self, column: Column) -> Iterator[Column]:
        yield from (one for one in self.joined if one.after == column.name)


def _with_name(column: Column) -> Iterator[Column]:
    if column.shown_as is None:
        yield column
        return
    what = "Title" if column.references == "articles" else "Names" if column.type == "list" else "Name"
    joined = ", joined by 、" if column.type == "list" else ""
    # An article may have no title, and a list may be empty; whatever else has an id has a name.
    required = column.required and what == "Name"
    description = f"{what} of {column.name}{joined}"
    yield Column(name=column.shown_as, title=column.title, description=description, required=required, name_of=column.name)
    yield replace(column, title=f"{column.title} (id)", detail=True)


def _article_id(description: str, *, shown_as: str | None = None, detail: bool = False) -> Column:
    return Column(
        name="article_id",
        title="Article",
        description=description,
        required=True,
        references="articles",
        indexed=True,
        shown_as=shown_as,
        detail=detail,
    )


def _figure_columns(prefix: str = "", *, of: str = "figure") -> tuple[Column, ...]:
    return (
        Column(
            name=f"{prefix}value",
            type="decimal",
            title="Value",
            description=f"Magnitude of the {of}: 165.3亿 is 16530000000; empty for a range",
        ),
        Column(name=f"{prefix}low", type="decimal", title="Low", description="Lower end of a range"),
        Column(name=f"{prefix}high", type="decimal", title="High", description="Upper end of a range"),
        Column(
            name=f"{prefix}bound",
            title="Bound",
            description=f"How exact the {of} is: 约 about, 多 more_than, 近 less_than, 以上 at_least …",
            words=BOUNDS,
        ),
        Column(
            name=f"{prefix}unit",
            title="Unit",
            description="ISO 4217 code for money, % or pp, UCUM code, 1 for counts, rank, else the Chinese unit as written",
        ),
    )


_COUNTED = (
    Column(name="classifier", title="Measure word", description="Measure word of a count as written: 家, 个, 名"),
    Column(name="counted", title="Counted", description="What is counted, as written"),
    Column(name="scope", title="Scope", description="What a rank holds within, as written: 河南省"),
)


def _fact_columns(kind: str) -> tuple[Column, ...]:
    return (
        Column(
            name="modality",
            title="Modality",
            description="asserted; planned (拟, 将, 计划); possible (有望, 据传); denied (未能, 否认)",
            required=True,
            words=MODALITIES,
        ),
        Column(name="evidence", title="Evidence", description="The sentence that states the fact, as written", required=True),
        _article_id("The article whose sentence is the evidence: the earliest published of the sources", shown_as="article_title"),
        Column(
            name="review_status",
            title="Review status",
            description="new until a reviewer decides: accepted, corrected, rejected",
            required=True,
            words=REVIEW_STATUSES,
            indexed=True,
        ),
        Column(name="confidence", type="float", title="Confidence", description="0 to 1", required=True),
        Column(name="extractor", title="Extractor", description="Name of the rule that found it", required=True, detail=True),
        Column(
            name="start",
            type="integer",
            title="Start",
            description="Where the evidence begins in the article's text, in code points",
            required=True,
            detail=True,
        ),
        Column(name="end", type="integer", title="End", description="Where the evidence ends, exclusive", required=True, detail=True),
        Column(
            name="sources",
            type="list",
            title="Sources",
            description="JSON list of the ids of all articles that state it",
            required=True,
            detail=True,
        ),
        Column(
            name="more_evidence",
            type="list",
            title="More evidence",
            description="JSON list of other places that state it: article_id, start, end",
            required=True,
            detail=True,
            fields=("article_id", "start", "end"),
        ),
        Column(
            name="fact_key",
            title="Key",
            description=f"Hash of what makes it the same {kind} in several articles; one row per key",
            required=True,
            in_csv=False,
            in_json=False,
            indexed=True,
        ),
    )


def _fact_id(kind: str) -> Column:
    return Column(
        name="id", title="Id", description=f"Id of the {kind}: a hash over the article that states it first, and its key fields", required=True
    )


_ARTICLES = Table(
    name="articles",
    title="Articles",
    description="One row per distinct text",
    key=("article_id",),
    days=("published", "published"),
    columns=(
        Column(name="article_id", title="Id", description="Hash of the cleaned text: the same text has the same id on any machine", required=True),
        Column(name="title", title="Title", description="Headline"),
        Column(name="source", title="Source", description="Newspaper, agency or site", facet=True),
        Column(name="url", title="URL", description="Address of the article"),
        Column(name="published", title="Published", description="Day of publication, ISO 8601 (YYYY-MM-DD)", indexed=True),
        Column(name="dateline_place_id", title="Dateline place", description="Place of the dateline", references="places", shown_as="dateline_place"),
        Column(name="reporters", type="list", title="Reporters", description="JSON list of names", required=True),
        Column(name="text", title="Text", description="Cleaned body, one paragraph a line", required=True),
        Column(name="captions", type="list", title="Captions", description="JSON list of picture captions, no part of the text", required=True),
        Column(
            name="duplicate_of",
            title="Duplicate of",
            description="Id of the earlier article that this one nearly repeats",
            references="articles",
            indexed=True,
        ),
        Column(name="input", title="Input", description="Path or URL of the first appearance, as given"),
        Column(name="record", title="Record", description="Line, row, section or archive member in the input"),
        Column(name="digest", title="Digest", description="Hash of all that was read from the article", required=True, in_csv=False, in_json=False),
    ),
)

_APPEARANCES = Table(
    name="appearances",
    title="Appearances",
    description="Every place where an article stood; letter-for-letter reprints share one article",
    key=("appearance_id",),
    days=("published", "published"),
    columns=(
        Column(name="appearance_id", title="Id", description="Hash over article, input and record", required=True),
        _article_id("The article that stood there"),
        Column(name="input", title="Input", description="Path or URL as given"),
        Column(name="record", title="Record", description="Line, row, section or archive member in the input"),
        Column(name="title", title="Title", description="Headline there"),
        Column(name="source", title="Source", description="Newspaper, agency or site there"),
        Column(name="url", title="URL", description="Address there"),
        Column(name="published", title="Published", description="Day of publication there, ISO 8601"),
    ),
)

_MENTIONS = Table(
    name="mentions",
    title="Mentions",
    description="Stretches of text with a label and their normalised value, in text order; no two overlap",
    key=("id",),
    days=("start_date", "end_date"),
    columns=(
        Column(name="id", title="Id", description="Hash over article, span and label", required=True),
        _article_id("The article that it stands in", detail=True),
        Column(name="label", title="Label", description="OntoNotes 5 label", required=True, words=LABELS),
        Column(
            name="start",
            type="integer",
            title="Start",
            description="Where it begins in the article's text, in code points",
            required=True,
            detail=True,
        ),
        Column(name="end", type="integer", title="End", description="Where it ends, exclusive", required=True, detail=True),
        Column(name="text", title="Text", description="The words as written", required=True),
        Column(
            name="entity_id",
            title="Entity",
            description="Place, organisation or person that it names",
            references="entities",
            indexed=True,
            shown_as="entity",
        ),
        Column(name="confidence", type="float", title="Confidence", description="0 to 1", required=True, detail=True),
        Column(name="extractor", title="Extractor", description="Name of the rule that found it", required=True, detail=True),
        *_figure_columns(),
        *_COUNTED,
        Column(name="edtf", title="EDTF", description="Date as an Extended Date/Time Format string (ISO 8601-2)"),
        Column(name="start_date", title="First day", description="First day of a date, ISO 8601, inclusive"),
        Column(name="end_date", title="Last day", description="Last day of a date, ISO 8601, inclusive"),
        Column(name="grain", title="Grain", description="How fine a date is", words=GRAINS),
        Column(name="anchor", title="Anchor", description="What a relative date was resolved against", words=ANCHORS),
        Column(
            name="candidates",
            type="list",
            title="Candidates",
            description="JSON list of the readings of an ambiguous place: place_id, score; best first",
            fields=("place_id", "score"),
        ),
    ),
)

_PLACES = Table(
    name="places",
    title="Places",
    description="Places that articles name, with all their parents",
    key=("place_id",),
    columns=(
        Column(
            name="place_id",
            title="Id",
            description="ISO 3166-1, CN- and GB/T 2260, ISO 3166-2, GN- and GeoNames, LM- own lexicon",
            required=True,
            references="entities",
        ),
        Column(name="name", title="Name", description="Full Chinese name", required=True, indexed=True),
        Column(name="name_en", title="English name", description="Name in English"),
        Column(name="name_local", title="Local name", description="Name in the local language: München"),
        Column(name="level", title="Level", description="Level of the division", required=True, words=LEVELS),
        Column(name="country", title="Country", description="ISO 3166-1 alpha-2; empty for what lies in no country: 非洲, 长江"),
        Column(name="parent_id", title="Parent", description="The place that it lies in", references="places", indexed=True, shown_as="parent"),
        Column(name="lat", type="float", title="Latitude", description="WGS 84, degrees", unit="degree"),
        Column(name="lon", type="float", title="Longitude", description="WGS 84, degrees", unit="degree"),
        Column(name="valid_from", title="Valid from", description="Year or day since which it is so"),
        Column(name="valid_to", title="Valid to", description="Year or day until which it was so"),
        Column(name="replaced_by", title="Replaced by", description="Id of the place that took its place"),
    ),
)

_ORGANISATIONS = Table(
    name="organisations",
    title="Organisations",
    description="Organisations that articles name, with their parents",
    key=("organisation_id",),
    columns=(
        Column(name="organisation_id", title="Id", description="Hash over canonical name and place", required=True, references="entities"),
        Column(name="name", title="Name", description="Canonical name", required=True, indexed=True),
        Column(name="kind", title="Kind", description="Kind of organisation", required=True, words=ORGANISATION_KINDS),
        Column(name="place_id", title="Place", description="Where it sits or what it governs", references="places", indexed=True, shown_as="place"),
        Column(
            name="parent_id",
            title="Parent",
            description="The organisation that it belongs to",
            references="organisations",
            indexed=True,
            shown_as="parent",
        ),
    ),
)

_ALIASES = Table(
    name="aliases",
    title="Aliases",
    description="Other names of organisations, as written in articles",
    key=("organisation_id", "alias"),
    columns=(
        Column(
            name="organisation_id",
            title="Organisation",
            description="Whose name it is",
            required=True,
            references="organisations",
            shown_as="organisation",
        ),
        Column(name="alias", title="Alias", description="The other name", required=True, indexed=True),
    ),
)

_PEOPLE = Table(
    name="people",
    title="People",
    description="People that articles name",
    key=("person_id",),
    columns=(
        Column(
            name="person_id",
            title="Id",
            description="Hash over name and first post held, else name and article",
            required=True,
            references="entities",
        ),
        Column(name="name", title="Name", description="Name as written in Chinese", required=True, indexed=True),
        Column(name="name_latin", title="Latin name", description="Name in Latin letters, from a gloss in the text"),
    ),
)

_MEMBERSHIPS = Table(
    name="memberships",
    title="Memberships",
    description="Members of alliances; a fact told by several articles is one row",
    key=("id",),
    days=("since_start", "since_end"),
    columns=(
        _fact_id("membership"),
        Column(
            name="member_id",
            title="Member",
            description="Place or organisation",
            required=True,
            references="entities",
            indexed=True,
            shown_as="member",
        ),
        Column(
            name="organisation_id",
            title="Alliance",
            description="What it is a member of",
            required=True,
            references="organisations",
            indexed=True,
            shown_as="organisation",
        ),
        Column(name="role", title="Role", description="Role in it", required=True, words=MEMBERSHIP_ROLES),
        Column(name="since", title="Since", description="Since when, EDTF"),
        Column(name="since_start", title="First day", description="First day of since, ISO 8601", indexed=True, detail=True, in_json=False),
        Column(name="since_end", title="Last day", description="Last day of since, ISO 8601", detail=True, in_json=False),
        Column(name="status", title="Status", description="Joined, applying or left", required=True, words=MEMBERSHIP_STATUSES),
        *_fact_columns("membership"),
    ),
)

_POSITIONS = Table(
    name="positions",
    title="Positions",
    description="Posts that people hold or held",
    key=("id",),
    columns=(
        _fact_id("position"),
        Column(name="person_id", title="Person", description="Who", required=True, references="people", indexed=True, shown_as="person"),
        Column(name="title", title="Post", description="The post as written: 市委书记", required=True),
        Column(
            name="organisation_id",
            title="Organisation",
            description="Where, if an organisation",
            references="organisations",
            indexed=True,
            shown_as="organisation",
        ),
        Column(name="place_id", title="Place", description="Where, if a place", references="places", indexed=True, shown_as="place"),
        Column(name="status", title="Status", description="Held now, or formerly, as the article tells", required=True, words=POSITION_STATUSES),
        *_fact_columns("position"),
    ),
)

_INDICATORS = Table(
    name="indicators",
    title="Indicators",
    description="Figures with their meaning: whose, what, for which period",
    key=("id",),
    days=("period_start", "period_end"),
    columns=(
        _fact_id("indicator"),
        Column(
            name="subject_id", title="Subject", description="Whose figure: the first of subject_ids", references="entities", indexed=True, detail=True
        ),
        Column(
            name="subject_ids", type="list", title="Subjects", description="JSON list of all whose figure it is", required=True, shown_as="subjects"
        ),
        Column(name="subject_text", title="Subject as written", description="Whose figure, as written"),
        Column(name="metric", title="Metric", description="What is measured: 贸易额, 出口额, 生产总值", required=True, indexed=True, facet=True),
        *_figure_columns(),
        *_COUNTED,
        Column(name="period", title="Period", description="For which time, EDTF"),
        Column(name="period_start", title="First day", description="First day of period, ISO 8601", indexed=True, detail=True, in_json=False),
        Column(name="period_end", title="Last day", description="Last day of period, ISO 8601", detail=True, in_json=False),
        Column(name="change", title="Change", description="Direction of a growth rate", words=CHANGES),
        Column(name="base", title="Base", description="yoy 同比, mom 环比", words=BASES),
        Column(name="share_of", title="Share of", description="What a share is a share of"),
        Column(name="checks", type="list", title="Checks", description="JSON list of what did not add up", required=True),
        # Empty only where a reviewed row outlives a mention that a newer version no longer finds.
        Column(name="mention_id", title="Mention", description="The figure's mention", references="mentions", indexed=True, detail=True),
        *_fact_columns("indicator"),
    ),
)

_EVENTS = Table(
    name="events",
    title="Events",
    description="Happenings with date, place and participants",
    key=("id",),
    days=("start_date", "end_date"),
    joined=(
        Column(
            name="participants",
            title="Participants",
            description="Who took part and as what, joined by 、; one row each in participants",
            after="place_id",
        ),
    ),
    columns=(
        _fact_id("event"),
        Column(name="kind", title="Kind", description="Kind of event", required=True, words=EVENT_KINDS),
        Column(name="name", title="Name", description="Name of the event, if it has one"),
        Column(name="edition", type="integer", title="Edition", description="Which of a series: 第三届 is 3"),
        Column(name="date", title="Date", description="When, EDTF"),
        Column(name="start_date", title="First day", description="First day of date, ISO 8601", indexed=True, detail=True, in_json=False),
        Column(name="end_date", title="Last day", description="Last day of date, ISO 8601", detail=True, in_json=False),
        Column(name="place_id", title="Place", description="Where", references="places", indexed=True, shown_as="place"),
        *_figure_columns("amount_", of="sum that the event names"),
        *_fact_columns("event"),
    ),
)

_PARTICIPANTS = Table(
    name="participants",
    title="Participants",
    description="Who took part in an event, in the order of the text",
    key=("event_id", "position"),
    columns=(
        Column(name="event_id", title="Event", description="The event", required=True, references="events"),
        Column(name="position", type="integer", title="Position", description="Place in the event's list, from 1", required=True),
        Column(name="entity_id", title="Entity", description="Place, organisation or person", references="entities", indexed=True, shown_as="entity"),
        Column(name="text", title="Text", description="The participant as written", required=True),
        Column(name="role", title="Role", description="Role in the event", required=True, words=PARTICIPANT_ROLES),
    ),
)

_FAILURES = Table(
    name="failures",
    title="Failures",
    description="Inputs that could not be processed; every input is either here or in appearances",
    key=(),
    in_database=False,
    columns=(
        Column(name="input", title="Input", description="Path or URL as given", required=True),
        Column(name="record", title="Record", description="Line, row, section or archive member in the input"),
        Column(name="stage", title="Stage", description="Where it failed", required=True, words=STAGES),
        Column(name="reason", title="Reason", description="Why, in one line", required=True),
    ),
)

_ENTITIES = Table(
    name="entities",
    title="Entities",
    description="Every place, organisation and person by id: what a mention, member, subject or participant may be",
    key=("entity_id",),
    in_csv=False,
    columns=(
        Column(name="entity_id", title="Id", description="Id of the place, organisation or person", required=True),
        Column(name="kind", title="Kind", description="Which of the three", required=True, words=ENTITY_KINDS),
        Column(name="name", title="Name", description="Name", required=True, indexed=True),
    ),
)

_SUBJECTS = Table(
    name="subjects",
    title="Subjects",
    description="Whose figure an indicator is, one row each: subject_ids to join by",
    key=("indicator_id", "position"),
    in_csv=False,
    columns=(
        Column(name="indicator_id", title="Indicator", description="The indicator", required=True, references="indicators"),
        Column(name="position", type="integer", title="Position", description="Place in the indicator's list, from 1", required=True),
        Column(name="entity_id", title="Entity", description="Place, organisation or person", required=True, references="entities", indexed=True),
    ),
)

_STATEMENTS = Table(
    name="statements",
    title="Statements",
    description="Each fact as each article states it; rows with one fact_key are told as one fact",
    key=("kind", "statement_id"),
    in_csv=False,
    columns=(
        Column(name="kind", title="Kind", description="Kind of fact", required=True, words=FACT_KINDS),
        Column(name="statement_id", title="Id", description="Id of the fact as this article states it", required=True),
        _article_id("The article that states it"),
        Column(name="fact_key", title="Key", description="Hash of what makes it the same fact in several articles", required=True, indexed=True),
        Column(name="block", title="Block", description="Hash that all statements share that could tell the same fact", indexed=True),
        Column(name="start", type="integer", title="Start", description="Where its evidence begins in the article's text", required=True),
        Column(name="end", type="integer", title="End", description="Where its evidence ends, exclusive", required=True),
        Column(name="fact", type="list", title="Fact", description="The fact as JSON, as in articles.jsonl", required=True),
    ),
)

_SIGNATURES = Table(
    name="signatures",
    title="Signatures",
    description="MinHash signature of each text, by which near duplicates are found",
    key=("article_id",),
    in_csv=False,
    columns=(
        Column(name="article_id", title="Article", description="Whose text", required=True, references="articles"),
        Column(name="signature", type="bytes", title="Signature", description="MinHash values, little-endian uint32", required=True),
    ),
)

_BANDS = Table(
    name="bands",
    title="Bands",
    description="Pieces of signatures: articles that share one may be near duplicates",
    key=("band", "article_id"),
    in_csv=False,
    columns=(
        Column(name="band", type="integer", title="Band", description="64-bit hash of one piece of the signature", required=True),
        Column(name="article_id", title="Article", description="Whose signature", required=True, references="articles"),
    ),
)

_DECISIONS = Table(
    name="decisions",
    title="Decisions",
    description="Every decision of a reviewer, as in decisions.jsonl; what was taken back stays",
    key=("decision_id",),
    in_csv=False,
    columns=(
        Column(name="decision_id", title="Id", description="Hash over what was decided, by whom and when", required=True),
        Column(name="at", title="At", description="When, ISO 8601 in UTC", required=True),
        Column(name="by", title="By", description="Who", required=True),
        Column(name="file", title="File", description="From which file"),
        Column(name="decision", title="Decision", description="What was decided", required=True, words=DECISIONS),
        Column(name="kind", title="Kind", description="What it was decided on", required=True, words=DECIDED_KINDS),
        # No foreign keys: a decision outlives the article and the record.
        Column(name="article_id", title="Article", description="Whose text it was decided on", required=True, indexed=True),
        Column(name="record_id", title="Record", description="Id of the mention or fact as it was found", required=True, indexed=True),
        Column(name="start", type="integer", title="Start", description="Where the mention or the evidence begins", required=True),
        Column(name="end", type="integer", title="End", description="Where it ends, exclusive", required=True),
        Column(name="undoes", title="Undoes", description="Id of the decision that this one takes back"),
        Column(name="note", title="Note", description="The reviewer's note"),
        Column(name="content", type="list", title="Content", description="The whole decision as JSON, as in decisions.jsonl", required=True),
    ),
)

_DISAGREEMENTS = Table(
    name="disagreements",
    title="Disagreements",
    description="Where the present version reads an article otherwise than a reviewer decided; the decided record stands",
    key=("decision_id",),
    in_csv=False,
    columns=(
        Column(name="decision_id", title="Decision", description="The decision", required=True),
        _article_id("The article"),
        Column(name="kind", title="Kind", description="Mention or kind of fact", required=True, words=DECIDED_KINDS),
        Column(name="record_id", title="Record", description="Id of the record as decided", required=True),
        Column(name="what", title="What", description="How it disagrees", required=True, words=DISAGREEMENTS),
        Column(name="found", type="list", title="Found", description="JSON list of what is read there now, as in articles.jsonl", required=True),
    ),
)

_LEDGER = Table(
    name="ledger",
    title="Ledger",
    description="Members of alliances known before any article was read, each with its source; never mixed with what articles say",
    key=("ledger_id",),
    in_csv=False,
    days=("since_start", "until_end"),
    columns=(
        Column(name="ledger_id", title="Id", description="Hash over organisation, member, role and since", required=True),
        # No foreign keys: no article has named these entities yet.
        Column(name="organisation_id", title="Alliance (id)", description="As in organisations", required=True, indexed=True),
        Column(name="organisation", title="Alliance", description="Its name", required=True),
        Column(name="member_id", title="Member (id)", description="As in places; empty where no gazetteer has it", required=True, indexed=True),
        Column(name="member", title="Member", description="Its name", required=True),
        Column(name="country", title="Country", description="ISO 3166-1 alpha-2 of the member", required=True),
        Column(name="role", title="Role", description="Role in it", required=True, words=MEMBERSHIP_ROLES),
        Column(name="since", title="Since", description="On which day, or some day within which interval it joined, EDTF", required=True),
        Column(name="since_start", title="First day", description="First possible day of joining, ISO 8601"),
        Column(name="since_end", title="Last day", description="Last possible day of joining, ISO 8601"),
        Column(name="until", title="Until", description="When it left, EDTF; empty for who stayed", required=True),
        Column(name="until_start", title="First day of leaving", description="First possible day of leaving, ISO 8601"),
        Column(name="until_end", title="Last day of leaving", description="Last possible day of leaving, ISO 8601"),
        Column(name="source", title="Source", description="Page that says so, with its month", required=True),
    ),
)

_CHECKS = Table(
    name="checks",
    title="Checks",
    description="What does not add up across articles: one row per fact that is doubted",
    key=("check_id",),
    in_csv=False,
    columns=(
        Column(name="check_id", title="Id", description="Hash over the check and the facts", required=True),
        Column(
            name="kind",
            title="Kind",
            description="member_count: other than the memberships known on that day; contradiction: other than another article",
            required=True,
            words=CHECK_KINDS,
        ),
        Column(name="fact_kind", title="Kind of fact", description="Kind of the doubted fact", required=True, words=FACT_KINDS),
        Column(name="fact_id", title="Fact", description="Id of the doubted fact", required=True, indexed=True),
        Column(name="article_id", title="Article", description="The article that states it", required=True, indexed=True),
        Column(name="other_id", title="Other fact", description="Id of the fact that contradicts it"),
        Column(name="other_article_id", title="Other article", description="The article that states that one"),
        Column(name="field", title="Field", description="What differs: value, amount, since", required=True),
        Column(name="stated", title="Stated", description="What the article says", required=True),
        Column(name="known", title="Known", description="What the database or the other article says", required=True),
        Column(name="message", title="Message", description="The reason for doubt in words", required=True),
        Column(name="about", title="About", description="Block of the facts, or id of the alliance", required=True, indexed=True),
    ),
)

TABLES = (
    _ARTICLES,
    _APPEARANCES,
    _MENTIONS,
    _PLACES,
    _ORGANISATIONS,
    _ALIASES,
    _PEOPLE,
    _MEMBERSHIPS,
    _POSITIONS,
    _INDICATORS,
    _EVENTS,
    _PARTICIPANTS,
    _FAILURES,
    _ENTITIES,
    _SUBJECTS,
    _STATEMENTS,
    _SIGNATURES,
    _BANDS,
    _DECISIONS,
    _DISAGREEMENTS,
    _LEDGER,
    _CHECKS,
)
BY_NAME = {table.name: table for table in TABLES}
CSV_TABLES = tuple(table for table in TABLES if table.in_csv)
DATABASE_TABLES = tuple(table for table in TABLES if table.in_database)


_TYPES_IN_WORDS = {"list": "JSON in text", "float": "number", "decimal": "number"}


def data_dictionary() -> str:
    """All tables, columns and views with their meaning, as Markdown."""
    from outputs.views import VIEWS

    tables = [line for table in TABLES for line in _dictionary_lines(table)]
    views = [line for view in VIEWS for line in _view_lines(view)]
    return "\n".join([*tables, "# Views of the database\n", *views]).rstrip("\n") + "\n"


def _view_lines(view: View) -> Iterator[str]:
    yield f"## {view.name}\n"
    yield f"{view.description}. For example: `{view.example}`\n"
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column in view.columns:
        yield f"| `{column.name}` | {_TYPES_IN_WORDS.get(column.type, column.type)} | {_meaning_in_words(column)} |"
    yield ""


def _dictionary_lines(table: Table) -> Iterator[str]:
    where = {(True, True): "CSV and database", (True, False): "CSV", (False, True): "database"}[table.in_csv, table.in_database]
    yield f"## {table.name}\n"
    yield f"{table.description}. In: {where}." + (f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else "") + "\n"
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    # The order of the CSV file; then what only the database keeps.
    for column in (*table.csv_columns, *(column for column in table.columns if not column.in_csv)):
        yield f"| `{column.name}` | {_type_in_words(table, column)} | {_meaning_in_words(column)} |"
    yield ""


def _type_in_words(table: Table, column: Column) -> str:
    name = _TYPES_IN_WORDS.get(column.type, column.type)
    required = ", always there" if column.required else ""
    where = ", CSV only" if column.csv_only else ", database only" if table.in_csv and not column.in_csv else ""
    return name + required + where


def _meaning_in_words(column: Column) -> str:
    words = f": {', '.join(f'`{word}`' for word in column.words)}" if column.words else ""
    reference = f" → `{column.references}`" if column.references else ""
    return f"{column.title}. {column.description}{words}{reference}".replace("|", "\\|")
