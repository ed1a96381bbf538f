BEGIN TRANSACTION;
CREATE TABLE sessions(
      number integer primary key,
      id text not null unique,
      owner text not null,
      type text not null,
      policy text not null,
      last_seq integer not null,
      last_kind text not null,
      updated_ms integer not null,
      running integer not null
    ) strict;
INSERT INTO sessions VALUES(1,'00000000000000000000000000000001','local','moa','wait_for_accept',4,'stopped',1004,0);
INSERT INTO sessions VALUES(2,'00000000000000000000000000000002','local','moa','accept_all',2,'stage_failed',1002,1);
INSERT INTO sessions VALUES(3,'00000000000000000000000000000003','local','moa','accept_all',4,'pipeline_complete',1004,0);
CREATE TABLE events(
      session integer not null references sessions(number),
      seq integer not null,
      kind text not null,
      at_ms integer not null,
      body text not null,
      sum integer not null,
      unique(session, seq)
    ) strict;
INSERT INTO events VALUES(1,1,'session_started',1000,'{"video_type":"moa","owner":"local","policy":"wait_for_accept"}',-8954210292408621684);
INSERT INTO events VALUES(1,2,'stage_running',1002,'{"stage":"scenes","version":2}',-3138456935483630941);
INSERT INTO events VALUES(1,3,'stage_completed',1003,'{"stage":"scenes","version":3}',1054564577133831537);
INSERT INTO events VALUES(1,4,'stopped',1004,'{"stage":"scenes","version":4}',-5557944478702105514);
INSERT INTO events VALUES(2,1,'session_started',1000,'{"video_type":"moa","owner":"local","policy":"accept_all"}',4165575302613676747);
INSERT INTO events VALUES(2,2,'stage_failed',1002,'{"stage":"scenes","version":2}',-4131876607742358428);
INSERT INTO events VALUES(3,1,'session_started',1000,'{"video_type":"moa","owner":"local","policy":"wait_for_accept"}',6777145223832292872);
INSERT INTO events VALUES(3,2,'auto_enabled',1002,'{"stage":"scenes","version":2}',960571537553384481);
INSERT INTO events VALUES(3,3,'version_selected',1003,'{"stage":"scenes","version":3}',8864652677059384498);
INSERT INTO events VALUES(3,4,'pipeline_complete',1004,'{"stage":"scenes","version":4}',1283619792366223804);
CREATE TABLE pieces(
      session integer not null references sessions(number),
      key text not null,
      kind text not null,
      name text not null,
      meta text not null,
      files text not null,
      sum integer not null,
      unique(session, key)
    ) strict;
INSERT INTO pieces VALUES(1,'one','segment','scene_one','{"duration_us":5}','["segment.mp4","a\"b.txt"]',-6034718353166391244);
INSERT INTO pieces VALUES(1,'two','segment','scene_two','{"duration_us":5}','["segment.mp4","a\"b.txt"]',-2595316438331986131);
CREATE TABLE probe(
      id integer primary key check (id = 1),
      count integer not null
    ) strict;
INSERT INTO probe VALUES(1,0);
CREATE INDEX running_sessions on sessions(number) where running = 1;
PRAGMA application_id = 1953658224;
PRAGMA user_version = 1;
COMMIT;
