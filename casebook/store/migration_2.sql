-- From schema 1 to schema 2. What stands here is what it was when schema 2 came out, and is never changed again.
-- Reports are frozen, periods closed; schemes, forms and targets adopted; a book may state the level of its government;
-- acts name their machine; officers are registered; a name can be masked.
-- SQLite cannot change a check: such a table is made anew, filled and renamed. Derived tables are made anew afterwards.

create table book_2 (
    book_no integer primary key,
    uuid text not null unique,
    bureau text not null,
    organ text,
    organ_level text,
    number_word text,
    year_start text not null,
    created_at text not null,
    chained_by integer not null default 0
) strict;
-- The chain of such a book began with its uuid alone. The act after the migration covers the rest of the row.
insert into book_2 (book_no, uuid, bureau, organ, number_word, year_start, created_at, chained_by)
  select book_no, uuid, bureau, organ, number_word, year_start, created_at,
    (select coalesce(max(entry_no), 0) + 1 from entry where entry.book_no = book.book_no) from book order by 1, 2;
drop table book;
alter table book_2 rename to book;
create trigger book_appends before insert on book
when exists (select 1 from book where book_no = new.book_no or uuid = new.uuid)
begin select raise(abort, 'book is append-only'); end;
create trigger book_no_update before update on book begin select raise(abort, 'book is append-only'); end;
create trigger book_no_delete before delete on book begin select raise(abort, 'book is append-only'); end;

create table entry_2 (
    book_no integer not null references book (book_no),
    entry_no integer not null,
    recorded_at text not null,
    recorded_by text not null,
    machine text,
    act text not null check (act in ('intake', 'record', 'correct', 'strike', 'undo', 'import', 'adopt', 'freeze', 'close', 'export', 'mask', 'enrol')),
    corrects integer,
    reason text,
    source text,
    batch integer,
    digest text not null,
    primary key (book_no, entry_no)
) strict, without rowid;
insert into entry_2 (book_no, entry_no, recorded_at, recorded_by, act, corrects, reason, source, digest)
  select book_no, entry_no, recorded_at, recorded_by, act, corrects, reason, source, digest from entry order by 1, 2;
drop table entry;
alter table entry_2 rename to entry;
create trigger entry_appends before insert on entry
when new.entry_no is not (select coalesce(max(entry_no), 0) + 1 from entry where book_no = new.book_no)
begin select raise(abort, 'entry is append-only: the next entry_no has no gap'); end;
create trigger entry_no_update before update on entry begin select raise(abort, 'entry is append-only'); end;
create trigger entry_no_delete before delete on entry begin select raise(abort, 'entry is append-only'); end;

create table adoption_2 (
    book_no integer not null,
    entry_no integer not null,
    kind text not null check (kind in ('calendar', 'scheme', 'form', 'target')),
    subject text not null,
    content text not null,
    compiled text not null,
    primary key (book_no, entry_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;
insert into adoption_2 (book_no, entry_no, kind, subject, content, compiled)
  select book_no, entry_no, kind, subject, content, compiled from adoption order by 1, 2;
drop table adoption;
alter table adoption_2 rename to adoption;
create trigger adoption_appends before insert on adoption
when exists (select 1 from adoption where book_no = new.book_no and entry_no = new.entry_no)
begin select raise(abort, 'adoption is append-only'); end;
create trigger adoption_no_update before update on adoption begin select raise(abort, 'adoption is append-only'); end;
create trigger adoption_no_delete before delete on adoption begin select raise(abort, 'adoption is append-only'); end;

create table frozen_report (
    book_no integer not null,
    report_no integer not null,
    entry_no integer not null,
    form text not null,
    edition text not null,
    scheme text not null,
    registers text,
    first_on text not null,
    last_on text not null,
    request text not null,
    known_at integer not null,
    digest text not null,
    note text,
    primary key (book_no, report_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;
create trigger frozen_report_appends before insert on frozen_report
when new.report_no is not (select coalesce(max(report_no), 0) + 1 from frozen_report where book_no = new.book_no)
begin select raise(abort, 'frozen_report is append-only: the next report_no has no gap'); end;
create trigger frozen_report_no_update before update on frozen_report begin select raise(abort, 'frozen_report is append-only'); end;
create trigger frozen_report_no_delete before delete on frozen_report begin select raise(abort, 'frozen_report is append-only'); end;

create table frozen_cell (
    book_no integer not null,
    report_no integer not null,
    ordinal integer not null,
    register text,
    name text not null,
    kind text not null,
    value text,
    primary key (book_no, report_no, ordinal),
    foreign key (book_no, report_no) references frozen_report (book_no, report_no)
) strict, without rowid;
create trigger frozen_cell_appends before insert on frozen_cell
when exists (select 1 from frozen_cell where book_no = new.book_no and report_no = new.report_no and ordinal = new.ordinal)
begin select raise(abort, 'frozen_cell is append-only'); end;
create trigger frozen_cell_no_update before update on frozen_cell begin select raise(abort, 'frozen_cell is append-only'); end;
create trigger frozen_cell_no_delete before delete on frozen_cell begin select raise(abort, 'frozen_cell is append-only'); end;

create table closing (
    book_no integer not null,
    entry_no integer not null,
    first_on text not null,
    last_on text not null,
    report_no integer not null,
    primary key (book_no, entry_no),
    foreign key (book_no, entry_no) references entry (book_no, entry_no),
    foreign key (book_no, report_no) references frozen_report (book_no, report_no)
) strict, without rowid;
create trigger closing_appends before insert on closing
when exists (select 1 from closing where book_no = new.book_no and entry_no = new.entry_no)
begin select raise(abort, 'closing is append-only'); end;
create trigger closing_no_update before update on closing begin select raise(abort, 'closing is append-only'); end;
create trigger closing_no_delete before delete on closing begin select raise(abort, 'closing is append-only'); end;

create table name_mask (
    book_no integer not null,
    step_no integer not null,
    role text not null,
    ordinal integer not null,
    entry_no integer not null,
    shown text not null,
    primary key (book_no, step_no, role, ordinal),
    foreign key (book_no, step_no, role, ordinal) references party (book_no, step_no, role, ordinal),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;
create trigger name_mask_appends before insert on name_mask
when exists (select 1 from name_mask where book_no = new.book_no and step_no = new.step_no and role = new.role and ordinal = new.ordinal)
begin select raise(abort, 'name_mask is append-only'); end;
create trigger name_mask_no_update before update on name_mask begin select raise(abort, 'name_mask is append-only'); end;
create trigger name_mask_no_delete before delete on name_mask begin select raise(abort, 'name_mask is append-only'); end;
create table officer (
    book_no integer not null,
    entry_no integer not null,
    account text not null,
    name text not null,
    roles text not null,
    primary key (book_no, entry_no, account),
    foreign key (book_no, entry_no) references entry (book_no, entry_no)
) strict, without rowid;
create trigger officer_appends before insert on officer
when exists (select 1 from officer where book_no = new.book_no and entry_no = new.entry_no and account = new.account)
begin select raise(abort, 'officer is append-only'); end;
create trigger officer_no_update before update on officer begin select raise(abort, 'officer is append-only'); end;
create trigger officer_no_delete before delete on officer begin select raise(abort, 'officer is append-only'); end;
drop trigger if exists party_no_update;
create trigger party_no_update before update on party
when old.salt = '' or new.salt <> '' or new.digest is not old.digest or new.book_no is not old.book_no or new.step_no is not old.step_no
  or new.role is not old.role or new.ordinal is not old.ordinal or not exists (select 1 from name_mask
    where book_no = new.book_no and step_no = new.step_no and role = new.role and ordinal = new.ordinal and shown = new.name)
begin select raise(abort, 'party is append-only'); end;
