namespace PaymentDr.Aws;

/// <summary>The statements of the books.</summary>
public static class BooksSql
{
    /// <summary>A row of the books, as every statement returns it.</summary>
    private const string Row = "p.merchant, p.idempotency_key, p.amount, p.currency, p.payer, p.payee, p.accepted_epoch, p.accepted_at, p.rejection";

    /// <summary>
    /// The fence, the judgement, the row and its postings in one statement, hence in one transaction. The shared lock makes whoever raises
    /// the epoch wait, and is taken on its newest value. A row that another transaction enters at the same moment is in nobody's sight:
    /// then only the number comes back, and the statement is repeated. The drills' merchant knows the accounts of the drills' book, and no other: its payments
    /// move nobody's money.
    /// </summary>
    public const string Enter = $"""
        with reign as materialized (select number from reign for share),
        judged as (
          select case
            when cast(:announced as text) = 'settled' then null
            when cast(:announced as text) is not null then cast(:announced as text)
            when exists (select from closed_currency where code = cast(:currency as text)) then 'closed-currency'
            when (select count(*) from account
                  where token in (:payer, :payee) and not closed and (cast(:merchant as text) <> 'drill' or book = 'drill')) < 2 then 'unknown-account'
          end as rejection),
        entered as (
          insert into payment as p (id, merchant, idempotency_key, amount, currency, payer, payee, accepted_epoch, accepted_at, entered_epoch, rejection)
          select :id, :merchant, :key, :amount, :currency, :payer, :payee, :accepted_epoch, cast(:accepted_at as timestamptz), reign.number, judged.rejection
          from reign, judged where reign.number = :epoch
          on conflict (id) do nothing
          returning p.*),
        posted as (
          insert into posting (payment, side, account, currency, amount)
          select p.id, side.name, side.account, p.currency, p.amount
          from entered p cross join lateral (values ('debit', p.payer), ('credit', p.payee)) as side (name, account)
          where p.rejection is null)
        select reign.number, {Row}
        from reign left join (select * from entered union all select * from payment where id = :id) p on reign.number = :epoch
        """;

    /// <summary>The Data API takes no arrays.</summary>
    public const string Find = $"select {Row} from payment p where p.id in (select json_array_elements_text(cast(:ids as json)))";

    /// <summary>By pages: an answer has at most 1 MiB.</summary>
    public const string Entered = $"""
        select {Row}, p.id from payment p
        where p.accepted_at < cast(:until as timestamptz) and (p.accepted_at, p.id) > (cast(:after as timestamptz), :after_id)
        order by p.accepted_at, p.id limit :page
        """;

    public const string Balances = """
        select o.currency,
          cast(coalesce(sum(o.amount) filter (where o.side = 'debit'), 0) as text), cast(coalesce(sum(o.amount) filter (where o.side = 'credit'), 0) as text)
        from posting o join payment p on p.id = o.payment
        where p.accepted_at >= cast(:from as timestamptz) and p.accepted_at < cast(:until as timestamptz)
        group by o.currency order by o.currency
        """;

    public const string Epoch = "select number from reign";

    public const string Raise = "update reign set number = :epoch where number < :epoch";
}
