using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>What must be true when everything has come to rest.</summary>
internal sealed class Judgement(World world, Auditor auditor, IReadOnlyList<Client> clients, IReadOnlyList<Told> told)
{
    private SiteModel Survivor => world.At(world.Writer);

    public RunResult Result()
    {
        var violation = world.Violation ?? Broken().FirstOrDefault();
        if (violation is null)
        {
            See();
        }

        return new RunResult(violation, world.Seen, world.Choices.Taken, world.Trace);
    }

    private void See()
    {
        foreach (var state in Survivor.Ledger.Accepted.Select(TrueStateOf))
        {
            world.Saw($"{state}");
        }

        if (Lost().Any())
        {
            world.Saw("lost with durability ONE");
        }
    }

    /// <summary>What is broken, most telling first; later laws rely on earlier ones.</summary>
    private IEnumerable<string> Broken() => Laws().SelectMany(law => law);

    private IEnumerable<IEnumerable<string>> Laws() =>
    [
        NoAcknowledgedPaymentIsLost(), EverythingAcceptedIsInTheBooks(), EverythingInTheBooksIsAccepted(),
        NothingIsSettledTwice(), NothingRefusedIsSettled(), TheLedgerSaysWhatTheBooksSay(),
        NothingEntersTheBooksUnderAnEndedReign(), ClientsHaveOneAnswer(), DisputesAreListed(), NoDisputeIsNeedless(), TheCertificateIsTrue(),
        ReplicasAgree(),
    ];

    private IEnumerable<string> NoAcknowledgedPaymentIsLost() =>
        from loss in Lost()
        where !IsExcused(loss.Acknowledgement)
        select $"An acknowledged payment is lost: {loss.Client.Name}, durability {loss.Acknowledgement.Answer.Durability}.";

    private IEnumerable<(Client Client, Acknowledgement Acknowledgement)> Lost() =>
        from client in clients
        where !Survivor.Ledger.Holds(client.Payment)
        from acknowledgement in client.Acknowledgements
        select (client, acknowledgement);

    /// <summary>With durability ONE it may go with the only sites that held it, and is counted.</summary>
    private bool IsExcused(Acknowledgement acknowledgement) =>
        acknowledgement.Answer.Durability is Durability.One && acknowledgement.Holders.Count > 0 && acknowledgement.Holders.All(site => world.At(site).IsLost);

    private IEnumerable<string> EverythingAcceptedIsInTheBooks() =>
        from accepted in Survivor.Ledger.Accepted
        where !Survivor.Books.Rows.ContainsKey(accepted.Id)
        select $"Accepted and not in the books: {accepted.Id}.";

    private IEnumerable<string> EverythingInTheBooksIsAccepted() =>
        from row in Survivor.Books.Rows.Values
        where !Survivor.Ledger.Holds(row.Entry.Accepted.Payment)
        select $"In the books and not in the ledger: {row.Payment}.";

    private IEnumerable<string> NothingIsSettledTwice()
    {
        var rows = Survivor.Books.Log.OfType<Commit.Row>().ToArray();
        if (rows.DistinctBy(row => row.Payment).Count() != rows.Length)
        {
            yield return "A payment is in the books twice.";
        }

        if (Survivor.Books.Balances(_ => true).Any(balance => balance.Debits != balance.Credits))
        {
            yield return "Debits differ from credits.";
        }
    }

    private IEnumerable<string> NothingRefusedIsSettled() =>
    [
        .. from client in clients
           where client.WasRefused && IsSettled(client.Payment)
           select $"{client.Name} was refused, and it is settled.",
        .. from answer in told.Concat(clients.SelectMany(client => client.Told))
           where answer.State is PaymentState.Rejected && IsSettled(answer.Payment) && !IsOfAnEarlierReign(answer.Payment)
           select "A caller was told that it was rejected, and it is settled.",
    ];

    /// <summary>What the ledger says is what the books say, or that people must decide.</summary>
    private IEnumerable<string> TheLedgerSaysWhatTheBooksSay() =>
        from accepted in Survivor.Ledger.Accepted
        let announced = Survivor.Ledger.Read(accepted.Id).StandingOf(accepted.Fingerprint).State
        where announced != TrueStateOf(accepted)
        select $"The ledger says {announced}, and the truth is {TrueStateOf(accepted)}.";

    private IEnumerable<string> NothingEntersTheBooksUnderAnEndedReign()
    {
        var reign = Epoch.First;
        foreach (var commit in Survivor.Books.Log)
        {
            reign = commit is Commit.Raise raise ? raise.Epoch : reign;
            if (commit is Commit.Row row && row.Epoch != reign)
            {
                yield return $"Entered under {row.Epoch} in {reign}.";
            }
        }
    }

    private IEnumerable<string> ClientsHaveOneAnswer()
    {
        foreach (var client in clients)
        {
            if (!client.HasAnswer)
            {
                yield return $"{client.Name} never got an answer.";
            }

            if (client.WasRefused && client.Acknowledgements.Count > 0)
            {
                yield return $"{client.Name} was refused and acknowledged.";
            }
        }
    }

    private IEnumerable<string> DisputesAreListed()
    {
        var listed = auditor.LastCertificate!.Disputes.Select(dispute => dispute.Fingerprint).ToHashSet();
        return Disputed().Where(accepted => !listed.Contains(accepted.Fingerprint)).Select(accepted => $"A dispute is not listed: {accepted.Id}.");
    }

    /// <summary>
    /// Two requests under one key are both taken on only where one of their callers could not reach a site, or where the sites did not agree
    /// yet who reigns. A contradiction takes more.
    /// </summary>
    private IEnumerable<string> NoDisputeIsNeedless() =>
        from accepted in Disputed()
        let isOfTwo = Survivor.Books.Rows[accepted.Id].Fingerprint != accepted.Fingerprint
        where isOfTwo ? !world.UnreachableFor.Contains(accepted.Id) && ReignsOf(accepted.Id) == 1 : !world.WasUnreachable
        select $"Disputed without need: {accepted.Id}.";

    private int ReignsOf(PaymentId payment) =>
        Survivor.Ledger.Accepted.Where(accepted => accepted.Id == payment).Select(accepted => accepted.Epoch).Distinct().Count();

    private IEnumerable<string> TheCertificateIsTrue()
    {
        var certificate = auditor.LastCertificate!;
        var accepted = Survivor.Ledger.Accepted.ToArray();
        int Count(PaymentState state) => accepted.Count(each => TrueStateOf(each) == state);

        if ((certificate.Accepted, certificate.Settled, certificate.Rejected, certificate.Disputes.Count, certificate.IsBalanced)
            != (accepted.Length, Count(PaymentState.Settled), Count(PaymentState.Rejected), Count(PaymentState.Disputed), true))
        {
            yield return $"The certificate is wrong: {certificate}";
        }
    }

    private IEnumerable<string> ReplicasAgree()
    {
        if (!world.Sites.Any(site => site.IsLost) && !world.Primary.Ledger.SameAs(world.Secondary.Ledger))
        {
            yield return "The replicas differ at rest.";
        }
    }

    private IEnumerable<Accepted> Disputed() => Survivor.Ledger.Accepted.Where(accepted => TrueStateOf(accepted) is PaymentState.Disputed);

    /// <summary>As the surviving books have it; unless a site said otherwise before it was lost, or before it learned that its reign was over.</summary>
    private PaymentState TrueStateOf(Accepted accepted)
    {
        var row = Survivor.Books.Rows[accepted.Id];
        var state = row.Fingerprint != accepted.Fingerprint ? PaymentState.Disputed
            : row.Rejection is null ? PaymentState.Settled
            : PaymentState.Rejected;

        var announced = Survivor.Ledger.Outcomes.Where(outcome => outcome.Id == accepted.Id && outcome.Fingerprint == accepted.Fingerprint);
        return announced.Any(outcome => outcome.State is not PaymentState.Disputed && outcome.State != state) ? PaymentState.Disputed : state;
    }

    private bool IsSettled(Payment payment) =>
        Survivor.Books.Rows.TryGetValue(payment.Id, out var row) && row.Fingerprint == payment.Fingerprint && row.Rejection is null;

    /// <summary>
    /// Books that went on by themselves settled it before a later reign rejected it, and then survived that reign: two losses. It is a
    /// dispute, and as such it is listed.
    /// </summary>
    private bool IsOfAnEarlierReign(Payment payment) =>
        Disputed().Any(accepted => accepted.Fingerprint == payment.Fingerprint && accepted.Id == payment.Id)
        && Survivor.Books.Rows[payment.Id].Epoch < Survivor.Ledger.Read(payment.Id).AnnouncedOf(payment.Fingerprint)!.Epoch;
}
