-- Accounts belong to a book: a drill pays within its own, whatever it is told to pay.

alter table account add column book text not null default 'customers' check (book in ('customers', 'drill'))

update account set book = 'drill' where token in ('tok_drill_payer', 'tok_drill_payee')
