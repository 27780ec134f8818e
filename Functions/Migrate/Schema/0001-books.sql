-- The books: which reign may enter anything, at most one row per payment, and its postings.
-- An empty line ends a statement.

create table reign (
  only_one boolean primary key default true check (only_one),
  number integer not null
)

insert into reign (number) values (0)

create table account (
  token text primary key,
  closed boolean not null default false
)

create table closed_currency (
  code text primary key
)

create table payment (
  id text primary key,
  merchant text not null,
  idempotency_key text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  payer text not null,
  payee text not null check (payee <> payer),
  accepted_epoch integer not null,
  accepted_at timestamptz not null,
  entered_epoch integer not null,
  entered_at timestamptz not null default now(),
  rejection text
)

create index payment_by_acceptance on payment (accepted_at, id)

create table posting (
  payment text not null references payment (id),
  side text not null check (side in ('debit', 'credit')),
  account text not null,
  currency text not null,
  amount bigint not null check (amount > 0),
  primary key (payment, side)
)

-- What the drills and the documents pay from and to.
insert into account (token) values ('tok_drill_payer'), ('tok_drill_payee')

-- Whoever logs in as one of the two users of the application may enter and read, and change nothing that stands.
create role books nologin

create role app_a login in role books

create role app_b login in role books

grant select on reign, account, closed_currency, payment, posting to books

grant update (number) on reign to books

grant insert on payment, posting to books
