namespace PaymentDr.Tests.Payments.Model;

/// <summary>A mistake that the model must find.</summary>
public enum Mutant
{
    None,
    NoPeerWrite,
    NoGuard,
    NoEpochInTheBooks,
    OneMutableItemPerPayment,
    AnswerRetryBeforeCompletingFacts,
    SkipInsertOnSettledFact,
    DecideOnlyOnce,

    RefuseWithoutAskingTheOtherSite,
    RejectAtOneSiteOnly,
    NoEpochFromTheLedger,
    ForgetWhatWasAnnounced,
    GiveNothingBackToTheLedger,
}
