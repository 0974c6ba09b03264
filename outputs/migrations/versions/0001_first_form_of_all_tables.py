"""First form of all tables."""

# ruff: noqa: E501  (written by Alembic)

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Bring the database up to this revision."""
    op.create_table(
        "entities",
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('place', 'organisation', 'person')", name=op.f("ck_entities_kind")),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entities")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("entities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entities_name"), ["name"], unique=False)

    op.create_table(
        "people",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_latin", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["entities.entity_id"], name=op.f("fk_people_person_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_name"), ["name"], unique=False)

    op.create_table(
        "places",
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_local", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(precision=53), nullable=True),
        sa.Column("lon", sa.Float(precision=53), nullable=True),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.CheckConstraint("level IN ('country', 'province', 'city', 'county', 'other')", name=op.f("ck_places_level")),
        sa.ForeignKeyConstraint(["parent_id"], ["places.place_id"], name=op.f("fk_places_parent_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["place_id"], ["entities.entity_id"], name=op.f("fk_places_place_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_places")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_places_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "articles",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("dateline_place_id", sa.Text(), nullable=True),
        sa.Column("reporters", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("captions", sa.Text(), nullable=False),
        sa.Column("duplicate_of", sa.Text(), nullable=True),
        sa.Column("input", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dateline_place_id"], ["places.place_id"], name=op.f("fk_articles_dateline_place_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of"], ["articles.article_id"], name=op.f("fk_articles_duplicate_of"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_articles")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_duplicate_of"), ["duplicate_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_published"), ["published"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('government', 'party', 'company', 'university', 'research', 'media', 'association', 'alliance', 'international', 'other')",
            name=op.f("ck_organisations_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["entities.entity_id"], name=op.f("fk_organisations_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.organisation_id"], name=op.f("fk_organisations_parent_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_organisations_place_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisations")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_place_id"), ["place_id"], unique=False)

    op.create_table(
        "aliases",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.organisation_id"], name=op.f("fk_aliases_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("organisation_id", "alias", name=op.f("pk_aliases")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aliases_alias"), ["alias"], unique=False)

    op.create_table(
        "appearances",
        sa.Column("appearance_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("input", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name=op.f("fk_appearances_article_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("appearance_id", name=op.f("pk_appearances")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("appearances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appearances_article_id"), ["article_id"], unique=False)

    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_bands_article_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("band", "article_id", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("amount_value", sa.Numeric(), nullable=True),
        sa.Column("amount_low", sa.Numeric(), nullable=True),
        sa.Column("amount_high", sa.Numeric(), nullable=True),
        sa.Column("amount_bound", sa.Text(), nullable=True),
        sa.Column("amount_unit", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("more_evidence", sa.Text(), nullable=False),
        sa.Column("review_status", sa.Text(), nullable=False),
        sa.Column("fact_key", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "amount_bound IN ('exact', 'about', 'more_than', 'at_least', 'less_than', 'at_most', 'range')", name=op.f("ck_events_amount_bound")
        ),
        sa.CheckConstraint(
            "kind IN ('accession', 'signing', 'conference', 'visit', 'investment', 'acquisition', 'establishment', 'project', 'award', 'exhibition', 'other')",
            name=op.f("ck_events_kind"),
        ),
        sa.CheckConstraint("modality IN ('asserted', 'planned', 'possible', 'denied')", name=op.f("ck_events_modality")),
        sa.CheckConstraint("review_status IN ('new', 'accepted', 'corrected', 'rejected')", name=op.f("ck_events_review_status")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_events_article_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_events_place_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_fact_key"), ["fact_key"], unique=True)
        batch_op.create_index(batch_op.f("ix_events_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_review_status"), ["review_status"], unique=False)
        batch_op.create_index(batch_op.f("ix_events_start_date"), ["start_date"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("since_start", sa.Text(), nullable=True),
        sa.Column("since_end", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("more_evidence", sa.Text(), nullable=False),
        sa.Column("review_status", sa.Text(), nullable=False),
        sa.Column("fact_key", sa.Text(), nullable=False),
        sa.CheckConstraint("modality IN ('asserted', 'planned', 'possible', 'denied')", name=op.f("ck_memberships_modality")),
        sa.CheckConstraint("review_status IN ('new', 'accepted', 'corrected', 'rejected')", name=op.f("ck_memberships_review_status")),
        sa.CheckConstraint("role IN ('member', 'observer', 'founder', 'secretariat')", name=op.f("ck_memberships_role")),
        sa.CheckConstraint("status IN ('joined', 'applying', 'left')", name=op.f("ck_memberships_status")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name=op.f("fk_memberships_article_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["member_id"], ["entities.entity_id"], name=op.f("fk_memberships_member_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.organisation_id"], name=op.f("fk_memberships_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_fact_key"), ["fact_key"], unique=True)
        batch_op.create_index(batch_op.f("ix_memberships_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_review_status"), ["review_status"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_since_start"), ["since_start"], unique=False)

    op.create_table(
        "mentions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("low", sa.Numeric(), nullable=True),
        sa.Column("high", sa.Numeric(), nullable=True),
        sa.Column("bound", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("classifier", sa.Text(), nullable=True),
        sa.Column("counted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("edtf", sa.Text(), nullable=True),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("grain", sa.Text(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("candidates", sa.Text(), nullable=True),
        sa.CheckConstraint("anchor IN ('absolute', 'sentence', 'paragraph', 'section', 'dateline', 'published')", name=op.f("ck_mentions_anchor")),
        sa.CheckConstraint("bound IN ('exact', 'about', 'more_than', 'at_least', 'less_than', 'at_most', 'range')", name=op.f("ck_mentions_bound")),
        sa.CheckConstraint(
            "grain IN ('day', 'week', 'month', 'quarter', 'half', 'season', 'year', 'plan', 'decade', 'century', 'vague', 'set', 'time')",
            name=op.f("ck_mentions_grain"),
        ),
        sa.CheckConstraint(
            "label IN ('LAW', 'WORK_OF_ART', 'EVENT', 'DATE', 'TIME', 'MONEY', 'PERCENT', 'ORDINAL', 'QUANTITY', 'CARDINAL', 'ORG', 'FAC', 'LOC', 'PERSON', 'GPE')",
            name=op.f("ck_mentions_label"),
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_mentions_article_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_mentions_entity_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentions_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "positions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("more_evidence", sa.Text(), nullable=False),
        sa.Column("review_status", sa.Text(), nullable=False),
        sa.Column("fact_key", sa.Text(), nullable=False),
        sa.CheckConstraint("modality IN ('asserted', 'planned', 'possible', 'denied')", name=op.f("ck_positions_modality")),
        sa.CheckConstraint("review_status IN ('new', 'accepted', 'corrected', 'rejected')", name=op.f("ck_positions_review_status")),
        sa.CheckConstraint("status IN ('current', 'former')", name=op.f("ck_positions_status")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_positions_article_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.organisation_id"], name=op.f("fk_positions_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.person_id"], name=op.f("fk_positions_person_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["place_id"], ["places.place_id"], name=op.f("fk_positions_place_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_positions_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_positions_fact_key"), ["fact_key"], unique=True)
        batch_op.create_index(batch_op.f("ix_positions_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_positions_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_positions_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_positions_review_status"), ["review_status"], unique=False)

    op.create_table(
        "signatures",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name=op.f("fk_signatures_article_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_signatures")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "statements",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("fact_key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('membership', 'position', 'indicator', 'event')", name=op.f("ck_statements_kind")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name=op.f("fk_statements_article_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("kind", "statement_id", name=op.f("pk_statements")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statements_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statements_fact_key"), ["fact_key"], unique=False)

    op.create_table(
        "indicators",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("subject_ids", sa.Text(), nullable=False),
        sa.Column("subject_text", sa.Text(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("low", sa.Numeric(), nullable=True),
        sa.Column("high", sa.Numeric(), nullable=True),
        sa.Column("bound", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("classifier", sa.Text(), nullable=True),
        sa.Column("counted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Text(), nullable=True),
        sa.Column("period_end", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("share_of", sa.Text(), nullable=True),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("mention_id", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("more_evidence", sa.Text(), nullable=False),
        sa.Column("review_status", sa.Text(), nullable=False),
        sa.Column("fact_key", sa.Text(), nullable=False),
        sa.CheckConstraint("base IN ('yoy', 'mom')", name=op.f("ck_indicators_base")),
        sa.CheckConstraint("bound IN ('exact', 'about', 'more_than', 'at_least', 'less_than', 'at_most', 'range')", name=op.f("ck_indicators_bound")),
        sa.CheckConstraint("change IN ('up', 'down', 'flat')", name=op.f("ck_indicators_change")),
        sa.CheckConstraint("modality IN ('asserted', 'planned', 'possible', 'denied')", name=op.f("ck_indicators_modality")),
        sa.CheckConstraint("review_status IN ('new', 'accepted', 'corrected', 'rejected')", name=op.f("ck_indicators_review_status")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.article_id"], name=op.f("fk_indicators_article_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["mention_id"], ["mentions.id"], name=op.f("fk_indicators_mention_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["entities.entity_id"], name=op.f("fk_indicators_subject_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicators_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicators_fact_key"), ["fact_key"], unique=True)
        batch_op.create_index(batch_op.f("ix_indicators_mention_id"), ["mention_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicators_metric"), ["metric"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicators_period_start"), ["period_start"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicators_review_status"), ["review_status"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicators_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "participants",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('organiser', 'co_organiser', 'host', 'supporter', 'speaker', 'attendee', 'signatory', 'acquirer', 'target', 'member', 'subject')",
            name=op.f("ck_participants_role"),
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_participants_entity_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_participants_event_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_participants")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participants_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "subjects",
        sa.Column("indicator_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_subjects_entity_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_subjects_indicator_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("indicator_id", "position", name=op.f("pk_subjects")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subjects_entity_id"), ["entity_id"], unique=False)


def downgrade() -> None:
    """Take it back to the revision before."""
    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subjects_entity_id"))

    op.drop_table("subjects")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participants_entity_id"))

    op.drop_table("participants")
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicators_subject_id"))
        batch_op.drop_index(batch_op.f("ix_indicators_review_status"))
        batch_op.drop_index(batch_op.f("ix_indicators_period_start"))
        batch_op.drop_index(batch_op.f("ix_indicators_metric"))
        batch_op.drop_index(batch_op.f("ix_indicators_mention_id"))
        batch_op.drop_index(batch_op.f("ix_indicators_fact_key"))
        batch_op.drop_index(batch_op.f("ix_indicators_article_id"))

    op.drop_table("indicators")
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statements_fact_key"))
        batch_op.drop_index(batch_op.f("ix_statements_article_id"))

    op.drop_table("statements")
    op.drop_table("signatures")
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_positions_review_status"))
        batch_op.drop_index(batch_op.f("ix_positions_place_id"))
        batch_op.drop_index(batch_op.f("ix_positions_person_id"))
        batch_op.drop_index(batch_op.f("ix_positions_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_positions_fact_key"))
        batch_op.drop_index(batch_op.f("ix_positions_article_id"))

    op.drop_table("positions")
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentions_entity_id"))
        batch_op.drop_index(batch_op.f("ix_mentions_article_id"))

    op.drop_table("mentions")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_since_start"))
        batch_op.drop_index(batch_op.f("ix_memberships_review_status"))
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_member_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_fact_key"))
        batch_op.drop_index(batch_op.f("ix_memberships_article_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_start_date"))
        batch_op.drop_index(batch_op.f("ix_events_review_status"))
        batch_op.drop_index(batch_op.f("ix_events_place_id"))
        batch_op.drop_index(batch_op.f("ix_events_fact_key"))
        batch_op.drop_index(batch_op.f("ix_events_article_id"))

    op.drop_table("events")
    op.drop_table("bands")
    with op.batch_alter_table("appearances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appearances_article_id"))

    op.drop_table("appearances")
    with op.batch_alter_table("aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_aliases_alias"))

    op.drop_table("aliases")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_place_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_parent_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_name"))

    op.drop_table("organisations")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_published"))
        batch_op.drop_index(batch_op.f("ix_articles_duplicate_of"))

    op.drop_table("articles")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_parent_id"))
        batch_op.drop_index(batch_op.f("ix_places_name"))

    op.drop_table("places")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_name"))

    op.drop_table("people")
    with op.batch_alter_table("entities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entities_name"))

    op.drop_table("entities")
