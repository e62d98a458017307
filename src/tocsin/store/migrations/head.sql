CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE assertions (
	reading_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	assertion_id VARCHAR NOT NULL, 
	event_mention_id VARCHAR NOT NULL, 
	property VARCHAR NOT NULL, 
	value TEXT, 
	stance VARCHAR, 
	attributed_to TEXT, 
	author VARCHAR, 
	rule VARCHAR, 
	confidence FLOAT, 
	start_char INTEGER, 
	end_char INTEGER, 
	quote TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading_id, ordinal)
);
CREATE INDEX ix_assertions_event_mention_id ON assertions (event_mention_id);
CREATE TABLE attributions (
	reading_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	attribution_id VARCHAR NOT NULL, 
	event_mention_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	by_name TEXT, 
	by_id VARCHAR, 
	of_name TEXT, 
	of_id VARCHAR, 
	via TEXT, 
	start_char INTEGER, 
	end_char INTEGER, 
	quote TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading_id, ordinal)
);
CREATE INDEX ix_attributions_event_mention_id ON attributions (event_mention_id);
CREATE TABLE documents (
	document_id VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	status VARCHAR NOT NULL, 
	title TEXT, 
	text TEXT NOT NULL, 
	published VARCHAR, 
	published_how TEXT, 
	url TEXT, 
	publisher TEXT, 
	agency TEXT, 
	language VARCHAR, 
	kind VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	raw_sha256 VARCHAR, 
	dropped TEXT NOT NULL, 
	notes TEXT NOT NULL, 
	refusal_code VARCHAR, 
	refusal_sentence TEXT, 
	added_at VARCHAR NOT NULL, 
	run_id VARCHAR NOT NULL, issuer TEXT, via TEXT, 
	PRIMARY KEY (document_id, version)
);
CREATE TABLE event_members (
	event_mention_id VARCHAR NOT NULL, 
	event_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	signature VARCHAR NOT NULL, 
	PRIMARY KEY (event_mention_id)
);
CREATE INDEX ix_event_members_event_id ON event_members (event_id);
CREATE TABLE event_mentions (
	reading_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	event_mention_id VARCHAR NOT NULL, 
	"trigger" TEXT, 
	trigger_start INTEGER, 
	trigger_end INTEGER, 
	sentence TEXT, 
	sentence_start INTEGER, 
	sentence_end INTEGER, 
	sentence_number INTEGER, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading_id, ordinal)
);
CREATE INDEX ix_event_mentions_event_mention_id ON event_mentions (event_mention_id);
CREATE TABLE event_redirects (
	event_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	to_event_id VARCHAR, 
	why TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	run_id VARCHAR, 
	PRIMARY KEY (event_id)
);
CREATE TABLE event_revisions (
	event_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	updated_at VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	merged_into VARCHAR, 
	changes TEXT NOT NULL, 
	why TEXT NOT NULL, 
	who VARCHAR NOT NULL, 
	run_id VARCHAR, 
	event_type VARCHAR, 
	sub_event_type VARCHAR, 
	disorder_type VARCHAR, 
	modality VARCHAR, 
	date_start VARCHAR, 
	date_end VARCHAR, 
	time_precision INTEGER, 
	country VARCHAR, 
	admin1 VARCHAR, 
	admin2 VARCHAR, 
	admin3 VARCHAR, 
	location VARCHAR, 
	place_id VARCHAR, 
	latitude FLOAT, 
	longitude FLOAT, 
	geo_precision INTEGER, 
	radius_km FLOAT, 
	actor1_id VARCHAR, 
	actor1_name VARCHAR, 
	actor1_type VARCHAR, 
	actor2_id VARCHAR, 
	actor2_name VARCHAR, 
	actor2_type VARCHAR, 
	civilian_targeting BOOLEAN, 
	fatalities_low INTEGER, 
	fatalities_best INTEGER, 
	fatalities_high INTEGER, 
	injured_low INTEGER, 
	injured_high INTEGER, 
	incident_count INTEGER, 
	crowd_low INTEGER, 
	crowd_best INTEGER, 
	crowd_high INTEGER, 
	weapons TEXT, 
	tags TEXT, 
	background BOOLEAN, 
	disputed BOOLEAN, 
	codable BOOLEAN, 
	confidence FLOAT, 
	review_state VARCHAR, 
	source_count INTEGER, 
	story_count INTEGER, 
	publishers TEXT, 
	notes TEXT, 
	actor_search TEXT, 
	source_search TEXT, 
	text_search TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (event_id, revision)
);
CREATE INDEX ix_event_revisions_at ON event_revisions (updated_at);
CREATE TABLE event_sources (
	event_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	publisher TEXT, 
	published VARCHAR, 
	url TEXT, 
	language VARCHAR, 
	story_id VARCHAR, 
	independent BOOLEAN NOT NULL, 
	grade VARCHAR, 
	PRIMARY KEY (event_id, document_id)
);
CREATE TABLE events (
	event_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	updated_at VARCHAR NOT NULL, 
	event_type VARCHAR, 
	sub_event_type VARCHAR, 
	disorder_type VARCHAR, 
	modality VARCHAR, 
	date_start VARCHAR, 
	date_end VARCHAR, 
	time_precision INTEGER, 
	country VARCHAR, 
	admin1 VARCHAR, 
	admin2 VARCHAR, 
	admin3 VARCHAR, 
	location VARCHAR, 
	place_id VARCHAR, 
	latitude FLOAT, 
	longitude FLOAT, 
	geo_precision INTEGER, 
	radius_km FLOAT, 
	actor1_id VARCHAR, 
	actor1_name VARCHAR, 
	actor1_type VARCHAR, 
	actor2_id VARCHAR, 
	actor2_name VARCHAR, 
	actor2_type VARCHAR, 
	civilian_targeting BOOLEAN, 
	fatalities_low INTEGER, 
	fatalities_best INTEGER, 
	fatalities_high INTEGER, 
	injured_low INTEGER, 
	injured_high INTEGER, 
	incident_count INTEGER, 
	crowd_low INTEGER, 
	crowd_best INTEGER, 
	crowd_high INTEGER, 
	weapons TEXT, 
	tags TEXT, 
	background BOOLEAN, 
	disputed BOOLEAN, 
	codable BOOLEAN, 
	confidence FLOAT, 
	review_state VARCHAR, 
	source_count INTEGER, 
	story_count INTEGER, 
	publishers TEXT, 
	notes TEXT, 
	actor_search TEXT, 
	source_search TEXT, 
	text_search TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (event_id)
);
CREATE INDEX ix_events_country_date ON events (country, date_start);
CREATE INDEX ix_events_date ON events (date_start);
CREATE INDEX ix_events_updated ON events (updated_at);
CREATE TABLE external_ids (
	"key" VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	external_id VARCHAR NOT NULL, 
	PRIMARY KEY ("key"), 
	UNIQUE (external_id)
);
CREATE TABLE flags (
	reading_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	sentence TEXT NOT NULL, 
	event_mention_id VARCHAR, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading_id, ordinal)
);
CREATE TABLE judgements (
	judgement_id INTEGER NOT NULL, 
	left_id VARCHAR NOT NULL, 
	right_id VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	why TEXT NOT NULL, 
	at VARCHAR NOT NULL, act VARCHAR, given_left VARCHAR, given_right VARCHAR, left_anchor TEXT, right_anchor TEXT, 
	PRIMARY KEY (judgement_id)
);
CREATE TABLE mentions (
	reading_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	mention_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	start_char INTEGER, 
	end_char INTEGER, 
	quote TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading_id, ordinal)
);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE readings (
	reading_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	current BOOLEAN NOT NULL, 
	trace TEXT NOT NULL, 
	added_at VARCHAR NOT NULL, 
	run_id VARCHAR NOT NULL, 
	PRIMARY KEY (reading_id)
);
CREATE INDEX ix_readings_document ON readings (document_id, version);
CREATE TABLE refusals (
	input VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	sentence TEXT NOT NULL, 
	document_id VARCHAR, 
	at VARCHAR NOT NULL, 
	run_id VARCHAR NOT NULL, 
	PRIMARY KEY (input, code)
);
CREATE TABLE runs (
	run_id VARCHAR NOT NULL, 
	started_at VARCHAR NOT NULL, 
	finished_at VARCHAR, 
	settings TEXT NOT NULL, 
	PRIMARY KEY (run_id)
);
CREATE TABLE statements (
	reading_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	statement_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	start_char INTEGER, 
	end_char INTEGER, 
	quote TEXT, 
	data TEXT, 
	body TEXT NOT NULL, 
	PRIMARY KEY (reading_id, ordinal)
);
CREATE TABLE stories (
	story_id VARCHAR NOT NULL, 
	root VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (story_id)
);
CREATE TABLE story_members (
	story_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	copy_kind VARCHAR NOT NULL, 
	similarity FLOAT NOT NULL, 
	reasons TEXT NOT NULL, 
	PRIMARY KEY (story_id, document_id)
);
CREATE VIEW current_documents AS SELECT * FROM documents WHERE current;
CREATE VIEW current_mentions AS SELECT t.* FROM mentions t JOIN readings r USING (reading_id) WHERE r.current;
CREATE VIEW current_event_mentions AS SELECT t.* FROM event_mentions t JOIN readings r USING (reading_id) WHERE r.current;
CREATE VIEW current_assertions AS SELECT t.* FROM assertions t JOIN readings r USING (reading_id) WHERE r.current;
CREATE VIEW current_attributions AS SELECT t.* FROM attributions t JOIN readings r USING (reading_id) WHERE r.current;
CREATE VIEW current_statements AS SELECT t.* FROM statements t JOIN readings r USING (reading_id) WHERE r.current;
CREATE VIEW current_flags AS SELECT t.* FROM flags t JOIN readings r USING (reading_id) WHERE r.current;
CREATE INDEX ix_judgements_act ON judgements (act);
CREATE TABLE corrections (
	correction_id INTEGER NOT NULL, 
	act VARCHAR NOT NULL, 
	event_id VARCHAR NOT NULL, 
	field VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	was TEXT NOT NULL, 
	shown TEXT NOT NULL, 
	author VARCHAR NOT NULL, 
	why TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	anchors TEXT NOT NULL, 
	PRIMARY KEY (correction_id)
);
CREATE INDEX ix_corrections_act ON corrections (act);
CREATE INDEX ix_corrections_event_id ON corrections (event_id);
CREATE TABLE withdrawals (
	act VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	why TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (act)
);
CREATE TABLE former_events (
	event_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	members TEXT NOT NULL, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (event_id, revision)
);
CREATE TABLE forgotten (
	document_id VARCHAR NOT NULL, 
	versions TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	"by" VARCHAR, 
	at VARCHAR NOT NULL, 
	PRIMARY KEY (document_id)
);
CREATE TABLE releases (
	name VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	moment VARCHAR NOT NULL, 
	filters TEXT NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (name), 
	UNIQUE (number)
);
CREATE TABLE release_events (
	name VARCHAR NOT NULL, 
	event_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (name, event_id)
);
CREATE TABLE document_texts (
	number INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	reading_id VARCHAR NOT NULL, 
	facts VARCHAR NOT NULL, 
	text_key VARCHAR NOT NULL, 
	words INTEGER NOT NULL, 
	represents BOOLEAN NOT NULL, 
	keys BLOB NOT NULL, 
	PRIMARY KEY (number)
);
CREATE UNIQUE INDEX ix_document_texts_document ON document_texts (document_id);
CREATE INDEX ix_document_texts_text_key ON document_texts (text_key);
CREATE TABLE text_keys (key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE document_pairs (
	left_id VARCHAR NOT NULL, 
	right_id VARCHAR NOT NULL, 
	anchors INTEGER NOT NULL, 
	runs INTEGER NOT NULL, 
	orders INTEGER NOT NULL, 
	bands INTEGER NOT NULL, 
	descent VARCHAR, 
	passages BOOLEAN NOT NULL, 
	PRIMARY KEY (left_id, right_id)
);
CREATE INDEX ix_document_pairs_right_id ON document_pairs (right_id);
CREATE TABLE tellings (
	telling_id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (telling_id)
);
CREATE INDEX ix_tellings_document_id ON tellings (document_id);
CREATE TABLE telling_members (
	event_mention_id VARCHAR NOT NULL, 
	telling_id VARCHAR NOT NULL, 
	twin VARCHAR, 
	PRIMARY KEY (event_mention_id)
);
CREATE INDEX ix_telling_members_telling_id ON telling_members (telling_id);
CREATE INDEX ix_telling_members_twin ON telling_members (twin);
CREATE TABLE telling_keys (key VARCHAR NOT NULL, telling_id VARCHAR NOT NULL, PRIMARY KEY (key, telling_id)) WITHOUT ROWID;
CREATE INDEX ix_telling_keys_telling_id ON telling_keys (telling_id);
CREATE TABLE telling_pairs (
	left_id VARCHAR NOT NULL, 
	right_id VARCHAR NOT NULL, 
	points FLOAT NOT NULL, 
	PRIMARY KEY (left_id, right_id)
);
CREATE INDEX ix_telling_pairs_right_id ON telling_pairs (right_id);
CREATE TABLE document_marks (mark VARCHAR NOT NULL, document_id VARCHAR NOT NULL, PRIMARY KEY (mark, document_id)) WITHOUT ROWID;
CREATE INDEX ix_document_marks_document_id ON document_marks (document_id);
CREATE INDEX ix_story_members_document_id ON story_members (document_id);
CREATE INDEX ix_event_members_document_id ON event_members (document_id);
CREATE INDEX ix_event_sources_document_id ON event_sources (document_id);
CREATE INDEX ix_readings_current ON readings (document_id, reading_id, author) WHERE current;
