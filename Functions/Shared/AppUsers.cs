using PaymentDr.Aws;

namespace PaymentDr.Functions;

/// <summary>The two users of the application: one logs in while the other one's password is changed.</summary>
public static class AppUsers
{
    private const string First = "app_a";
    private const string Second = "app_b";

    public static string Other(string user) => user == First ? Second : First;

    /// <summary>A statement of this kind takes no parameters, so what stands in it is checked.</summary>
    public static string SetPassword(Login login) => login.Username is First or Second
        ? $"alter role {login.Username} password '{ScramVerifier.Of(login.Password)}'"
        : throw new InvalidOperationException($"The secret of the application names a user other than {First} and {Second}.");
}
