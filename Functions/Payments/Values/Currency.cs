namespace PaymentDr.Payments;

/// <summary>A currency of ISO 4217: how many digits its minor unit has, and the most that one payment may move.</summary>
public sealed record Currency
{
    private Currency(string code, int exponent, long limitInMajor)
    {
        (Code, Exponent) = (code, exponent);
        Limit = limitInMajor * (long)Math.Pow(10, exponent);
    }

    public string Code { get; }

    public int Exponent { get; }

    /// <summary>In minor units, and itself allowed.</summary>
    public long Limit { get; }

    public static IReadOnlyCollection<Currency> All { get; } = [.. Table()];

    private static readonly Dictionary<string, Currency> ByCode = All.ToDictionary(currency => currency.Code, StringComparer.Ordinal);

    /// <summary>Null when no such currency circulates.</summary>
    public static Currency? Parse(string code) => ByCode.GetValueOrDefault(code);

    public override string ToString() => Code;

    private static IEnumerable<Currency> Table()
    {
        foreach (var code in Codes(
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP " +
            "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR " +
            "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB " +
            "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG " +
            "YER ZAR ZMW ZWG"))
        {
            yield return new Currency(code, 2, LimitOf(code));
        }

        foreach (var code in Codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"))
        {
            yield return new Currency(code, 0, LimitOf(code));
        }

        foreach (var code in Codes("BHD IQD JOD KWD LYD OMR TND"))
        {
            yield return new Currency(code, 3, LimitOf(code));
        }
    }

    /// <summary>A million units, and more of those that buy little.</summary>
    private static long LimitOf(string code)
    {
        const long Million = 1_000_000;

        return code switch
        {
            "IDR" or "IRR" or "LAK" or "LBP" or "GNF" or "SYP" or "UZS" or "VND" => 10_000 * Million,
            "BIF" or "CDF" or "COP" or "IQD" or "KHR" or "KRW" or "MGA" or "MMK" or "MNT" or "MWK" or "NGN" or "PYG" or "RWF" or "TZS" or "UGX" =>
                1_000 * Million,
            "AMD" or "AOA" or "ARS" or "CLP" or "CRC" or "DJF" or "HUF" or "ISK" or "JPY" or "KMF" or "KZT" or "LKR" or "PKR" or "RSD" or "VUV" or
                "XAF" or "XOF" or "XPF" or "YER" => 100 * Million,
            _ => Million,
        };
    }

    private static string[] Codes(string list) => list.Split(' ');
}
