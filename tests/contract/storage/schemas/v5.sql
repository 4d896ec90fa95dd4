BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'kiosk','m001_drafts_dossiers_outbox','2026-11-23 00:00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'kiosk','m002_what_the_portal_says','2026-11-23 00:00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'kiosk','m003_audit_and_ratings','2026-11-23 00:00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'kiosk','m004_due_dates','2026-11-23 00:00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'kiosk','m005_fees','2026-11-23 00:00:00');
CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        line TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit" VALUES(1,'2026-11-23T09:00:00+07:00','Idle DoorOpened Finding','ee');
CREATE TABLE blobs (
        dossier_id TEXT NOT NULL REFERENCES dossiers,
        position INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        file TEXT NOT NULL,
        PRIMARY KEY (dossier_id, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "blobs" VALUES('d2',0,'cc',1000,'cc.age');
CREATE TABLE dossiers (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL UNIQUE,
        procedure TEXT NOT NULL,
        procedure_version TEXT NOT NULL,
        receipt_code TEXT NOT NULL UNIQUE,
        submitted_at TEXT NOT NULL,
        slip_sha256 TEXT NOT NULL,
        track_sha256 TEXT NOT NULL,
        manifest BLOB NOT NULL,
        acknowledgement BLOB,
        received_at TEXT,
        state TEXT,
        official_code TEXT,
        files_removed_at TEXT
    , revision INTEGER NOT NULL DEFAULT 0, stage TEXT, stage_reason TEXT, changed_at TEXT, due_at TEXT) STRICT;
INSERT INTO "dossiers" VALUES('d2',1,'3.000348','1','TH01-AAAA-AAAA','2026-11-23T09:00:00+07:00','aa','bb',X'0A0B',X'0C','2026-11-23T02:00:05Z','1',NULL,NULL,0,NULL,NULL,NULL,NULL);
CREATE TABLE draft_pages (
        visit TEXT NOT NULL REFERENCES drafts ON DELETE CASCADE,
        key TEXT NOT NULL,
        page_no INTEGER NOT NULL,
        file TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (visit, key, page_no)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "draft_pages" VALUES('v1','p',1,'f',10);
CREATE TABLE draft_records (
        visit TEXT NOT NULL REFERENCES drafts ON DELETE CASCADE,
        name TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (visit, name)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "draft_records" VALUES('v1','form',X'0102');
CREATE TABLE drafts (
        visit TEXT PRIMARY KEY,
        dossier_id TEXT NOT NULL UNIQUE,
        procedure TEXT NOT NULL,
        version TEXT NOT NULL,
        submitted INTEGER NOT NULL DEFAULT 0,
        age_s REAL NOT NULL DEFAULT 0,
        seen_uptime_s REAL NOT NULL,
        seen_boot TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('v1','d1','3.000348','1',0,1.5,100.0,'boot');
CREATE TABLE fees (
    fee_id TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL,
    amount_vnd INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'due', 'paid')),
    paid_vnd INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL DEFAULT 0,
    reference TEXT NOT NULL DEFAULT '',
    vietqr TEXT NOT NULL DEFAULT '',
    asked_at TEXT NOT NULL,
    shown_at TEXT,
    changed_at TEXT,
    printed_at TEXT
) STRICT;
INSERT INTO "fees" VALUES('f1','d2',135000,'due',0,0,'','','2026-11-23T09:00:00+07:00',NULL,NULL,NULL);
CREATE TABLE outbox (
        dossier_id TEXT PRIMARY KEY REFERENCES dossiers,
        sequence INTEGER NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN
            ('waiting', 'sending', 'accepted', 'rejected', 'quarantined', 'superseded')),
        attempts INTEGER NOT NULL DEFAULT 0,
        same_refusals INTEGER NOT NULL DEFAULT 0,
        refused_as TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        next_try_at TEXT
    , detail TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "outbox" VALUES('d2',1,'accepted',2,0,'','',NULL,'');
CREATE TABLE portal_state (
        name TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        document BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
INSERT INTO "portal_state" VALUES('cursor',1,X'3132');
CREATE TABLE ratings (
        day TEXT NOT NULL,
        score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
        count INTEGER NOT NULL,
        PRIMARY KEY (day, score)
    ) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX outbox_open ON outbox (sequence) WHERE state IN ('waiting', 'sending');
CREATE INDEX fees_of_dossier ON fees (dossier_id);
COMMIT;
PRAGMA user_version=5;
