BEGIN TRANSACTION;
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	course VARCHAR(128) NOT NULL, 
	assignment VARCHAR(128) NOT NULL, 
	learner VARCHAR(128) NOT NULL, 
	number INTEGER NOT NULL, 
	received_at VARCHAR(32) NOT NULL, 
	files JSON NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	tries INTEGER NOT NULL, 
	result JSON, 
	error TEXT, 
	finished_at VARCHAR(32), 
	PRIMARY KEY (id), 
	UNIQUE (course, assignment, learner, number)
);
INSERT INTO "attempts" VALUES(1,'maths','week1','amara',1,'2026-03-01T12:20:39.685329+00:00','{"quiz.ipynb": "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"}','783287556262831df161219b8fed4f968b1dd25e14c50d647af08751d728738e','graded',1,'{"assignment": "week1", "score": 3.5, "max_score": 5.0, "cells": [{"notebook": "quiz", "grade_id": "q1", "score": 3.5, "max_score": 5.0, "tests": [], "rule": "suite"}], "repairs": [], "errors": []}',NULL,'2026-03-01T12:20:39.690762+00:00');
INSERT INTO "attempts" VALUES(2,'maths','week1','kenji',1,'2026-03-01T12:20:39.696253+00:00','{"quiz.ipynb": "2f05d4b689d270cafb02285f35f44866f7dc8a2d368a3f9d1124373eeab31fb1"}','0c5425dd4c0a942ddfc456f0f567714562eb995e806b4ddbd172bea46e3b35a1','failed',1,NULL,'the notebook cannot be read','2026-03-01T12:20:39.698259+00:00');
INSERT INTO "attempts" VALUES(3,'maths','week1','amara',2,'2026-03-01T12:20:39.700814+00:00','{"quiz.ipynb": "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"}','85a2dd0ac45d51033900686e3d6c1e13aad56c591a39d8e115d800e15b3c951e','waiting',0,NULL,NULL,NULL);
CREATE TABLE feedback (
	attempt INTEGER NOT NULL, 
	course VARCHAR(128) NOT NULL, 
	files JSON NOT NULL, 
	released_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (attempt), 
	FOREIGN KEY(attempt) REFERENCES attempts (id)
);
INSERT INTO "feedback" VALUES(1,'maths','{"quiz.html": "6b169cef008b7d3dee4de0cfdd53abe6d8d5bc0fab7809327d060aa33112c465"}','2026-03-01T12:20:39.693246+00:00');
CREATE TABLE fetches (
	id INTEGER NOT NULL, 
	course VARCHAR(128) NOT NULL, 
	assignment VARCHAR(128) NOT NULL, 
	learner VARCHAR(128) NOT NULL, 
	release INTEGER NOT NULL, 
	fetched_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(release) REFERENCES releases (id)
);
INSERT INTO "fetches" VALUES(1,'maths','week1','amara',2,'2026-03-01T12:20:39.681701+00:00');
CREATE TABLE identities (
	id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	course VARCHAR(128) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (kind, course, name)
);
INSERT INTO "identities" VALUES(1,'user','','amara');
INSERT INTO "identities" VALUES(2,'user','','kenji');
INSERT INTO "identities" VALUES(3,'staff','maths','staff');
CREATE TABLE releases (
	id INTEGER NOT NULL, 
	course VARCHAR(128) NOT NULL, 
	assignment VARCHAR(128) NOT NULL, 
	files JSON NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	released_at VARCHAR(32) NOT NULL, 
	withdrawn_at VARCHAR(32), 
	PRIMARY KEY (id)
);
INSERT INTO "releases" VALUES(1,'maths','week1','{"quiz.ipynb": "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e"}','85eb959f1e84dceb6635a23d9c0d2da472a31aa54b037d9b7383b650d2a11bae','2026-03-01T12:20:39.672207+00:00','2026-03-01T12:20:39.676716+00:00');
INSERT INTO "releases" VALUES(2,'maths','week1','{"quiz.ipynb": "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4"}','1e4c2573ac54c6653867fe8a7fe9c217b27088fe96073872477e8d2f0660884c','2026-03-01T12:20:39.676716+00:00',NULL);
INSERT INTO "releases" VALUES(3,'physics','week1','{"quiz.ipynb": "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"}','37f6559e3baa8607282347e37a702686ea79919421c76e8830d7b5c1f89d000e','2026-03-01T12:20:39.678807+00:00','2026-03-01T12:20:39.680004+00:00');
CREATE INDEX releases_by_assignment ON releases (course, assignment);
CREATE INDEX attempts_by_state ON attempts (state, id);
CREATE INDEX fetches_by_learner ON fetches (course, assignment, learner);
COMMIT;
