-- The book: one SQLite file. Everything above the line "derived" is the journal: rows are added, never changed.

-- The bureau whose cases the book holds. One row in a bureau's own file; a consolidated book has several.
create table book (
    book_no integer primary key,            -- number of the book in this database
    uuid text not null unique,              -- identity of the book, kept by backups and exports
    bureau text not null,                   -- name of the justice bureau
    organ text,                             -- the government in whose name it decides
    organ_level text,                       -- level of that government; null: not stated
    number_word text,                       -- word of the numbers it gives to reviews, such as 南府复
    year_start text not null,               -- first day of the reporting year, MM-DD
    created_at text not null,               -- instant of creation, UTC
    chained_by integer not null default 0   -- act whose digest covers this row; 0: the link before the first act does
) strict;

-- One act of an officer: the unit of knowledge. entry_no is monotone and has no gap.
create table entry (
    book_no integer not null references book (book_no),
    entry_no integer not null,              -- number of the act, 1 for the first
    recorded_at text not null,              -- instant by the clock, UTC; information only
    recorded_by text not null,              -- officer
    machine text,                           -- name of the machine; null: the act is older than this column
    act text not null check (act in ('intake', 'record', 'correct', 'strike', 'undo', 'import', 'adopt', 'freeze', 'close', 'export', 'mask', 'enrol')), -- what the officer did
    corrects integer,                       -- entry that this one corrects or strikes
    reason text,                            -- why; required for correct and strike, and for what is told of a closed period
    source text,                            -- file, sheet and row that an imported act comes from
    batch integer,                          -- first entry of the import that the act belongs to; null: none
    digest text not null,                   -- sha256 over the act's whole content and the digest before
    primary key (book_no, entry_no)
) strict, without rowid;

-- A case of one register. Its number and card stand with its receive step, because both can be corrected.
create table case_file (
    book_no integer not null references book (book_no),
    case_no integer not null,               -- internal number, 1 for the first
    register text not null check (register in ('review', 'review-defence', 'litigation')),
    entry_no integer not null,              -- act that logged it
    primary key (book_no, case_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;

-- A procedural step of a case as it was told. What it says stands for ever; a strike takes it out of the count.
create table step (
    book_no integer not null,
    step_no integer not null,               -- number of the step, 1 for the first
    entry_no integer not null,              -- act that told it
    case_no integer not null,
    step text not null,                     -- code of the step
    on_date text not null,                  -- day on which it happened in law
    outcome text,                           -- way of closing, with conclude
    ground text,                            -- ground of the step or the outcome
    note text,
    details text,                           -- further values by name, JSON object
    primary key (book_no, step_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no),
    foreign key (book_no, case_no) references case_file (book_no, case_no)
) strict, without rowid;

create index step_of_case on step (book_no, case_no);

-- Steps that no longer count, and the act that struck them.
create table strike (
    book_no integer not null,
    step_no integer not null,               -- the struck step
    entry_no integer not null,              -- act that struck it
    primary key (book_no, step_no),
    foreign key (book_no, step_no) references step (book_no, step_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;

-- The registration card of a case, told with a receive step and replaced as a whole by a later one.
create table particulars (
    book_no integer not null,
    step_no integer not null,               -- receive step that carries the card
    docket_no text not null,                -- 案号 as written
    applicant_kind text,
    applicant_count integer,                -- persons, where more than are named
    respondent_level text,
    matter text,
    field text,                             -- field of administration, an open list
    handler text,
    procedure text,
    court text,
    instance text,
    defendant_role text,
    reviewed_first text,
    previous_number text,                   -- review or instance before this one, as written
    channel text,
    note text,
    primary key (book_no, step_no),
    foreign key (book_no, step_no) references step (book_no, step_no)
) strict, without rowid;

-- Names and contact data, apart from everything that is counted, so that a name can be masked without touching a figure.
create table party (
    book_no integer not null,
    step_no integer not null,               -- receive step whose card names the party
    role text not null check (role in ('applicant', 'respondent')), -- side of the party; plaintiff, defendant in court
    ordinal integer not null,               -- 1 for the first named
    name text not null,                     -- name as written
    salt text not null,                     -- random; makes the digest of a name unguessable
    digest text not null,                   -- sha256 of salt and name; stands for the name in the chain
    primary key (book_no, step_no, role, ordinal),
    foreign key (book_no, step_no) references step (book_no, step_no)
) strict, without rowid;

-- A name that was taken out of the book on legal grounds, and what stands in its place. The digest of the name stays.
create table name_mask (
    book_no integer not null,
    step_no integer not null,               -- receive step whose card names the party
    role text not null,
    ordinal integer not null,
    entry_no integer not null,              -- act that masked it
    shown text not null,                    -- what party.name says since
    primary key (book_no, step_no, role, ordinal),
    foreign key (book_no, step_no, role, ordinal) references party (book_no, step_no, role, ordinal),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;

-- Who may do what, by the account of the system. A later row of an account stands instead of an earlier one.
-- While nobody is registered, everybody who may write the file may do everything.
create table officer (
    book_no integer not null,
    entry_no integer not null,              -- act that registered the officer so
    account text not null,                  -- name of the system user
    name text not null,                     -- name that acts are recorded by
    roles text not null,                    -- JSON list of enter, correct, freeze, read; empty: none any more
    primary key (book_no, entry_no, account),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;

-- A hearing that was held, told by a hear step: who came for the agency.
create table hearing (
    book_no integer not null,
    step_no integer not null,               -- hear step
    head_attended text,                     -- yes, no or null: not stated
    head_name text,                         -- head of the agency who came
    head_post text,                         -- post of that head
    head_rank text,                         -- chief, deputy, other
    absence text,                           -- reason why the head stayed away
    primary key (book_no, step_no),
    foreign key (book_no, step_no) references step (book_no, step_no)
) strict, without rowid;

-- What the book relies on besides the program, from the act that adopted it on: a holiday notice, a counting scheme, a
-- form, a target. A later one of the same kind and subject stands instead of an earlier one; the latest scheme of any
-- name is the one that the book counts by where none is named.
create table adoption (
    book_no integer not null,
    entry_no integer not null,              -- act that adopted it
    kind text not null check (kind in ('calendar', 'scheme', 'form', 'target')), -- what was adopted
    subject text not null,                  -- what it is about: year of a notice; name of a scheme or form; register/figure/year
    content text not null,                  -- the file or text as it was read; empty where the program ships it
    compiled text not null,                 -- the same in the form that is read at every start, JSON
    primary key (book_no, entry_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;

-- A report as it was sent. Its figures stand whatever is told later; request says how to make it again.
create table frozen_report (
    book_no integer not null,
    report_no integer not null,             -- number of the report, 1 for the first
    entry_no integer not null,              -- act that froze it
    form text not null,                     -- name of the form
    edition text not null,                  -- edition of the form
    scheme text not null,                   -- counting scheme
    registers text,                         -- JSON list of registers; null: all
    first_on text not null,                 -- first day of the period
    last_on text not null,                  -- last day of the period
    request text not null,                  -- what else it was asked for: breakdowns, base, day of reckoning; JSON object
    known_at integer not null,              -- entry as known at which it was computed
    digest text not null,                   -- sha256 over all of the above but the act, and over the cells
    note text,
    primary key (book_no, report_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;

-- The figures of a frozen report, as they were printed.
create table frozen_cell (
    book_no integer not null,
    report_no integer not null,
    ordinal integer not null,               -- 1 for the first of the report
    register text,                          -- register that the figure speaks of; null: of several
    name text not null,                     -- sheet.line.column
    kind text not null,                     -- count, percent, points, days, yuan, text, date
    value text,                             -- as printed; null: no figure
    primary key (book_no, report_no, ordinal),
    foreign key (book_no, report_no) references frozen_report (book_no, report_no)
) strict, without rowid;

-- Periods that are closed: what is told of their days later needs a reason, and shows in the next report.
create table closing (
    book_no integer not null,
    entry_no integer not null,              -- act that closed it
    first_on text not null,                 -- first day of the period
    last_on text not null,                  -- last day of the period
    report_no integer not null,             -- report on the period, frozen before it was closed
    primary key (book_no, entry_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no),
    foreign key (book_no, report_no) references frozen_report (book_no, report_no)
) strict, without rowid;

-- The journal is append-only. An insert that would replace a row or leave a gap is refused too: REPLACE fires no delete trigger.
create trigger entry_appends before insert on entry
when new.entry_no is not (select coalesce(max(entry_no), 0) + 1 from entry where book_no = new.book_no)
begin select raise(abort, 'entry is append-only: the next entry_no has no gap'); end;
create trigger entry_no_update before update on entry begin select raise(abort, 'entry is append-only'); end;
create trigger entry_no_delete before delete on entry begin select raise(abort, 'entry is append-only'); end;
create trigger case_file_appends before insert on case_file
when new.case_no is not (select coalesce(max(case_no), 0) + 1 from case_file where book_no = new.book_no)
begin select raise(abort, 'case_file is append-only: the next case_no has no gap'); end;
create trigger case_file_no_update before update on case_file begin select raise(abort, 'case_file is append-only'); end;
create trigger case_file_no_delete before delete on case_file begin select raise(abort, 'case_file is append-only'); end;
create trigger step_appends before insert on step
when new.step_no is not (select coalesce(max(step_no), 0) + 1 from step where book_no = new.book_no)
begin select raise(abort, 'step is append-only: the next step_no has no gap'); end;
create trigger step_no_update before update on step begin select raise(abort, 'step is append-only'); end;
create trigger step_no_delete before delete on step begin select raise(abort, 'step is append-only'); end;
create trigger strike_appends before insert on strike
when exists (select 1 from strike where book_no = new.book_no and step_no = new.step_no)
begin select raise(abort, 'strike is append-only'); end;
create trigger strike_no_update before update on strike begin select raise(abort, 'strike is append-only'); end;
create trigger strike_no_delete before delete on strike begin select raise(abort, 'strike is append-only'); end;
create trigger particulars_appends before insert on particulars
when exists (select 1 from particulars where book_no = new.book_no and step_no = new.step_no)
begin select raise(abort, 'particulars is append-only'); end;
create trigger particulars_no_update before update on particulars begin select raise(abort, 'particulars is append-only'); end;
create trigger particulars_no_delete before delete on particulars begin select raise(abort, 'particulars is append-only'); end;
create trigger party_appends before insert on party
when exists (select 1 from party where book_no = new.book_no and step_no = new.step_no and role = new.role and ordinal = new.ordinal)
begin select raise(abort, 'party is append-only'); end;
-- The one update of the journal: a name gives way to what its mask shows, its salt to nothing, so that nobody can try names.
create trigger party_no_update before update on party
when old.salt = '' or new.salt <> '' or new.digest is not old.digest or new.book_no is not old.book_no or new.step_no is not old.step_no
  or new.role is not old.role or new.ordinal is not old.ordinal or not exists (select 1 from name_mask
    where book_no = new.book_no and step_no = new.step_no and role = new.role and ordinal = new.ordinal and shown = new.name)
begin select raise(abort, 'party is append-only'); end;
create trigger party_no_delete before delete on party begin select raise(abort, 'party is append-only'); end;
create trigger name_mask_appends before insert on name_mask
when exists (select 1 from name_mask where book_no = new.book_no and step_no = new.step_no and role = new.role and ordinal = new.ordinal)
begin select raise(abort, 'name_mask is append-only'); end;
create trigger name_mask_no_update before update on name_mask begin select raise(abort, 'name_mask is append-only'); end;
create trigger name_mask_no_delete before delete on name_mask begin select raise(abort, 'name_mask is append-only'); end;
create trigger officer_appends before insert on officer
when exists (select 1 from officer where book_no = new.book_no and entry_no = new.entry_no and account = new.account)
begin select raise(abort, 'officer is append-only'); end;
create trigger officer_no_update before update on officer begin select raise(abort, 'officer is append-only'); end;
create trigger officer_no_delete before delete on officer begin select raise(abort, 'officer is append-only'); end;
create trigger hearing_appends before insert on hearing
when exists (select 1 from hearing where book_no = new.book_no and step_no = new.step_no)
begin select raise(abort, 'hearing is append-only'); end;
create trigger hearing_no_update before update on hearing begin select raise(abort, 'hearing is append-only'); end;
create trigger hearing_no_delete before delete on hearing begin select raise(abort, 'hearing is append-only'); end;
create trigger adoption_appends before insert on adoption
when exists (select 1 from adoption where book_no = new.book_no and entry_no = new.entry_no)
begin select raise(abort, 'adoption is append-only'); end;
create trigger adoption_no_update before update on adoption begin select raise(abort, 'adoption is append-only'); end;
create trigger adoption_no_delete before delete on adoption begin select raise(abort, 'adoption is append-only'); end;
create trigger frozen_report_appends before insert on frozen_report
when new.report_no is not (select coalesce(max(report_no), 0) + 1 from frozen_report where book_no = new.book_no)
begin select raise(abort, 'frozen_report is append-only: the next report_no has no gap'); end;
create trigger frozen_report_no_update before update on frozen_report begin select raise(abort, 'frozen_report is append-only'); end;
create trigger frozen_report_no_delete before delete on frozen_report begin select raise(abort, 'frozen_report is append-only'); end;
create trigger frozen_cell_appends before insert on frozen_cell
when exists (select 1 from frozen_cell where book_no = new.book_no and report_no = new.report_no and ordinal = new.ordinal)
begin select raise(abort, 'frozen_cell is append-only'); end;
create trigger frozen_cell_no_update before update on frozen_cell begin select raise(abort, 'frozen_cell is append-only'); end;
create trigger frozen_cell_no_delete before delete on frozen_cell begin select raise(abort, 'frozen_cell is append-only'); end;
create trigger closing_appends before insert on closing
when exists (select 1 from closing where book_no = new.book_no and entry_no = new.entry_no)
begin select raise(abort, 'closing is append-only'); end;
create trigger closing_no_update before update on closing begin select raise(abort, 'closing is append-only'); end;
create trigger closing_no_delete before delete on closing begin select raise(abort, 'closing is append-only'); end;
create trigger book_appends before insert on book
when exists (select 1 from book where book_no = new.book_no or uuid = new.uuid)
begin select raise(abort, 'book is append-only'); end;
create trigger book_no_update before update on book begin select raise(abort, 'book is append-only'); end;
create trigger book_no_delete before delete on book begin select raise(abort, 'book is append-only'); end;

-- derived: everything below can be dropped and rebuilt from the journal.
-- So can search_index, the full-text table that casebook search makes when it is first used and a new book has not got.

-- Every state a case was ever known in. As known at entry k: since_entry <= k and (until_entry is null or until_entry > k).
create table case_version (
    book_no integer not null,
    case_no integer not null,
    since_entry integer not null,           -- act from which this state was known
    until_entry integer,                    -- act that replaced it; null: still known
    register text not null,
    docket_no text not null,                -- 案号 as written
    docket_key text not null,               -- 案号 folded: half width, one kind of bracket
    docket_year integer,                    -- year in the number
    docket_serial integer,                  -- running number in the number
    law text,                               -- governing edition; null: before the oldest one
    crosses_border integer not null,        -- 1: accepted and decided on different sides of a change of the law
    status text not null,                   -- received, supplementing, open, suspended, closed, not_accepted
    received_on text not null,
    intake_result text,
    intake_on text,
    closed_on text,
    outcome text,
    ground text,
    left_on text,                           -- day it left the desk: closed_on, or intake_on when not accepted
    replied_on text,                        -- first reply
    reply_due_on text,                      -- last day for the reply, where that is ours
    due_on text,                            -- last day of our review period; null: none, or it stands still
    extended integer not null,              -- 1: our review period was extended
    days_taken integer,                     -- days from its start to the conclusion, without those left out
    heard_on text,                          -- days of the hearings held, separated by ;
    head_attended text,                     -- yes, no or empty for each of them
    head_rank text,                         -- chief, deputy, other or empty for each of them
    sued_on text,                           -- day on which a suit over it began
    effective_on text,                      -- day on which the judgment took effect
    norm_review text,                       -- what the conclusion says of a norm that was reviewed along with the case
    compensation integer,                   -- what the conclusion awards, in fen
    applicant text,                         -- names as named, separated by 、
    applicant_kind text,
    applicant_count integer,
    respondents text,                       -- names as named, separated by 、
    respondent text,                        -- the respondent of breakdowns: other where there are several
    respondent_level text,
    matter text,
    field text,
    handler text,
    procedure text,
    court text,
    instance text,
    defendant_role text,
    reviewed_first text,
    previous_number text,
    previous_key text,                      -- previous_number folded
    channel text,
    note text,
    desk_days integer generated always as (cast(julianday(left_on) - julianday(received_on) as integer)) virtual, -- days from receipt to left_on; null: still on the desk
    desk_within integer generated always as (case when desk_days < 32 then 32 when desk_days < 64 then 64 when desk_days < 128 then 128 when desk_days < 256 then 256 when desk_days < 512 then 512 when desk_days < 1024 then 1024 when desk_days < 4096 then 4096 else 99999 end) virtual, -- step of days within which it left the desk; the last step: later or not yet
    primary key (book_no, case_no, since_entry)
) strict, without rowid;

-- One number, one case: among the states known now.
create unique index case_version_docket on case_version (book_no, register, docket_key) where until_entry is null;
create index case_version_serial on case_version (book_no, docket_serial, docket_year) where until_entry is null;
-- A list begins with the oldest case.
create index case_version_received on case_version (book_no, received_on, case_no) where until_entry is null;
-- What a period touches: a case that left within so many days of its receipt was received at most so many days before.
create index case_version_period on case_version (book_no, register, desk_within, received_on, left_on, until_entry);
create index case_version_previous on case_version (book_no, previous_key) where until_entry is null and previous_key is not null;

-- Hearings as known: a row for each hear step, from the act that told it to the act that struck it. Joined to
-- case_version by case_no, each table with its own "as known" condition; since_entry need not be equal.
create table hearing_version (
    book_no integer not null,
    case_no integer not null,
    step_no integer not null,
    since_entry integer not null,
    until_entry integer,
    on_date text not null,
    head_attended text,
    head_rank text,
    primary key (book_no, case_no, step_no)
) strict, without rowid;

create index hearing_version_day on hearing_version (book_no, on_date);

-- Deadlines of the cases as they are known now, recomputed with each act on a case. A met one stays, with the day it was met.
create table deadline (
    book_no integer not null,
    case_no integer not null,
    ordinal integer not null,               -- 1 for the first of the case
    occurrence integer not null,            -- 1 for the first of the case by its rule
    rule text not null,                     -- id of the rule in the law file
    name text not null,                     -- name of the rule
    law text not null,                      -- edition that the rule stands in
    article text not null,                  -- article behind the rule; with a key where it is not of the law itself
    bound text not null,                    -- organ, respondent, applicant, agency, court
    own integer not null,                   -- 1: ours to keep; 0: awaited from somebody else
    starts_on text not null,                -- day of the event that starts it, not counted
    nominal_on text,                        -- last day by the count; null while suspended
    due_on text,                            -- last day after it has rolled over rest days; null while suspended
    remaining integer,                      -- days left, while suspended
    met_on text,                            -- day of the step that ended it
    provisional integer not null,           -- 1: rests on a year without a holiday notice
    deemed_accepted_on text,                -- day from which silence counts as acceptance
    exists_after text,                      -- day before which it has not come into being; null: it has
    after_decision integer not null,        -- 1: watched after the decision
    mark text,                              -- inferred or unverified, where the law page says so
    primary key (book_no, case_no, ordinal)
) strict, without rowid;

create index deadline_open on deadline (book_no, due_on) where met_on is null;

-- What the planner is told of a book: that it is large, and of one bureau. Without it a key that begins with book_no
-- looks choice, and every case is read to find one. Each line: rows, then rows that agree in the first column of the
-- key, in the first two …
analyze sqlite_schema;
delete from sqlite_stat1;
insert into sqlite_stat1 (tbl, idx, stat) values
    ('entry', 'entry', '1000000 1000000 1'),
    ('case_file', 'case_file', '1000000 1000000 1'),
    ('step', 'step', '3000000 3000000 1'),
    ('step', 'step_of_case', '3000000 3000000 4'),
    ('strike', 'strike', '10000 10000 1'),
    ('particulars', 'particulars', '1000000 1000000 1'),
    ('party', 'party', '2000000 2000000 2 2 1'),
    ('hearing', 'hearing', '200000 200000 1'),
    ('case_version', 'case_version', '1000000 1000000 1 1'),
    ('case_version', 'case_version_docket', '1000000 1000000 300000 1'),
    ('case_version', 'case_version_serial', '1000000 1000000 10 5'),
    ('case_version', 'case_version_received', '1000000 1000000 300 1'),
    ('case_version', 'case_version_period', '1000000 1000000 300000 100000 50 5 5'),
    ('case_version', 'case_version_previous', '100000 100000 1'),
    ('hearing_version', 'hearing_version', '200000 200000 1 1'),
    ('hearing_version', 'hearing_version_day', '200000 200000 50'),
    ('deadline', 'deadline', '2000000 2000000 2 1'),
    ('deadline', 'deadline_open', '20000 20000 20');
analyze sqlite_schema;

-- The cases as they are known now, for other programs: its columns are promised. No names of parties and no notes:
-- the names stand in party, and as one text in case_version.
create view case_now (
    book_no,
    case_no,                                -- number that joins the views; it never changes, unlike the 案号
    register,                               -- review, review-defence, litigation
    number,                                 -- 案号 as written
    year,                                   -- year in the number
    serial,                                 -- running number in the number
    law,                                    -- governing edition; null: before the oldest one
    status,                                 -- received, supplementing, open, suspended, closed, not_accepted
    received_on,
    intake_result,                          -- accept, refuse, refer, withdraw, settle, abandon, no_further; null: none yet
    intake_on,
    closed_on,
    outcome,                                -- way of closing; the codes stand in commands.md
    ground,                                 -- ground of the outcome or the intake result; other: no code
    left_on,                                -- day it left the desk: closed_on, or intake_on when not accepted; null: pending
    replied_on,                             -- first reply
    reply_due_on,                           -- last day for the reply, where that is ours
    due_on,                                 -- last day of our review period; null: none, or it stands still
    extended,                               -- 1: our review period was extended
    days_taken,                             -- days from its start to the conclusion, without those left out
    heard_on,                               -- days of the hearings held, separated by ;
    head_attended,                          -- yes, no or empty for each of them, separated by ;
    head_rank,                              -- chief, deputy, other or empty for each of them, separated by ;
    sued_on,                                -- day on which a suit over it began
    effective_on,                           -- day on which the judgment took effect
    compensation,                           -- what the conclusion awards, in fen
    applicant_kind,                         -- citizen, organisation
    applicant_count,                        -- persons, where more than are named
    respondent_level,                       -- level of the respondent, such as county_department
    matter,                                 -- what it is about, such as penalty
    field,                                  -- field of administration, an open list
    handler,                                -- officer in charge
    procedure,                              -- ordinary, summary
    court,
    instance,                               -- first, second, retrial_review, retrial
    defendant_role,                         -- sole, joint
    reviewed_first,                         -- yes, no
    previous_number,                        -- review or instance before this one, as written
    since_entry                             -- act from which this state is known
) as
select
    book_no, case_no, register, docket_no, docket_year, docket_serial, law, status, received_on, intake_result, intake_on,
    closed_on, outcome,
    case when ground glob '*[^a-z_]*' then 'other' else ground end, -- what an officer wrote instead of a code may name somebody
    left_on, replied_on, reply_due_on, due_on, extended, days_taken, heard_on, head_attended, head_rank, sued_on,
    effective_on, compensation, applicant_kind, applicant_count, respondent_level, matter, field, handler, procedure,
    court, instance, defendant_role, reviewed_first, previous_number, since_entry
from case_version
where until_entry is null;

-- The steps that count now, struck ones left out, for other programs: its columns are promised. No names, notes or
-- details: those stand in step and hearing.
create view step_now (
    book_no,
    case_no,                                -- number of the case that joins the views
    step_no,                                -- number of the step, 1 for the first of the book
    entry_no,                               -- act that told it
    register,                               -- review, review-defence, litigation
    number,                                 -- 案号 of the case as written
    step,                                   -- code of the step; receive for the first of a case
    on_date,                                -- day on which it happened in law
    outcome,                                -- way of closing, with conclude
    ground,                                 -- ground of the step or the outcome; other: no code
    head_attended,                          -- with hear: yes, no or null: not stated
    head_rank,                              -- with hear: chief, deputy, other
    recorded_at                             -- instant at which it was told, UTC
) as
select
    s.book_no, s.case_no, s.step_no, s.entry_no, v.register, v.docket_no, s.step, s.on_date, s.outcome,
    case when s.ground glob '*[^a-z_]*' then 'other' else s.ground end,
    h.head_attended, h.head_rank, e.recorded_at
from step s
join case_version v on v.book_no = s.book_no and v.case_no = s.case_no and v.until_entry is null
join entry e on e.book_no = s.book_no and e.entry_no = s.entry_no
left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no
where not exists (select 1 from strike x where x.book_no = s.book_no and x.step_no = s.step_no);

-- The deadlines as they stand now, for other programs: its columns are promised. Nothing here depends on the day on
-- which it is read: an open one is overdue where due_on lies before that day.
create view deadline_now (
    book_no,
    case_no,                                -- number of the case that joins the views
    register,                               -- review, review-defence, litigation
    number,                                 -- 案号 of the case as written
    handler,                                -- officer in charge of the case
    ordinal,                                -- 1 for the first of the case
    rule,                                   -- id of the rule in the law file
    name,                                   -- name of the rule
    law,                                    -- edition that the rule stands in
    article,                                -- article behind the rule; with a key where it is not of the law itself
    bound,                                  -- organ, respondent, applicant, agency, court
    own,                                    -- 1: ours to keep; 0: awaited from somebody else
    starts_on,                              -- day of the event that starts it, not counted
    nominal_on,                             -- last day by the count; null while suspended
    due_on,                                 -- last day after it has rolled over rest days; null while suspended
    remaining,                              -- days left, while suspended
    met_on,                                 -- day of the step that ended it
    state,                                  -- open, suspended, met, met_late
    provisional,                            -- 1: rests on a year without a holiday notice
    deemed_accepted_on,                     -- day from which silence counts as acceptance
    exists_after,                           -- day before which it has not come into being; null: it has
    after_decision,                         -- 1: watched after the decision
    mark                                    -- inferred or unverified, where the law page says so
) as
select
    d.book_no, d.case_no, v.register, v.docket_no, v.handler, d.ordinal, d.rule, d.name, d.law, d.article, d.bound, d.own,
    d.starts_on, d.nominal_on, d.due_on, d.remaining, d.met_on,
    case
        when d.met_on is not null then case when d.met_on > d.due_on then 'met_late' else 'met' end
        when d.due_on is null then 'suspended'
        else 'open'
    end,
    d.provisional, d.deemed_accepted_on, d.exists_after, d.after_decision, d.mark
from deadline d
join case_version v on v.book_no = d.book_no and v.case_no = d.case_no and v.until_entry is null;
