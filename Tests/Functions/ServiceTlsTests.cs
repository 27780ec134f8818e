using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PaymentDr.Tests.Functions;

/// <summary>What the service speaks on its port, to whoever stands in the balancer's place.</summary>
[TestFixture]
public sealed class ServiceTlsTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;

    private ServiceProcess _service = null!;

    [OneTimeSetUp]
    public async Task Start() => _service = await ServiceProcess.StartAsync(await TwoRegions.VariablesOfAServiceAsync());

    [OneTimeTearDown]
    public async Task Stop() => await _service.DisposeAsync();

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task It_speaks_TLS(SslProtocols version)
    {
        using var stream = await ConnectAsync(_service, version);

        Assert.That(stream.SslProtocol, Is.EqualTo(version));
    }

    [Test]
    public async Task Its_certificate_is_its_own_of_this_start_and_of_its_name_alone()
    {
        await using var another = await ServiceProcess.StartAsync(await TwoRegions.VariablesOfAServiceAsync());
        using var first = await CertificateOfAsync(_service);
        using var second = await CertificateOfAsync(another);

        using var key = first.GetECDsaPublicKey()!;
        Assert.That(first.Subject, Is.EqualTo(first.Issuer));
        Assert.That(key.ExportParameters(false).Curve.Oid.Value, Is.EqualTo("1.2.840.10045.3.1.7"), "P-256");
        Assert.That((first.NotBefore < DateTime.Now, first.NotAfter > DateTime.Now.AddYears(1)), Is.EqualTo((true, true)));
        Assert.That(second.GetPublicKey(), Is.Not.EqualTo(first.GetPublicKey()));
    }

    [Test]
    public void Plain_HTTP_is_refused()
    {
        using var client = new HttpClient();

        Assert.That(() => client.GetAsync($"http://127.0.0.1:{_service.Port}/alive"), Throws.TypeOf<HttpRequestException>());
    }

    /// <summary>By bytes of our own: a client's OpenSSL may refuse to ask for anything older than 1.2 by itself.</summary>
    [TestCase(0x0303, Handshake)]
    [TestCase(0x0302, Alert)]
    [TestCase(0x0301, Alert)]
    public async Task Older_versions_are_refused(int version, byte answer)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _service.Port);
        await client.GetStream().WriteAsync(HelloOf((ushort)version));
        var record = new byte[7];
        await client.GetStream().ReadExactlyAsync(record);

        Assert.That(record[0], Is.EqualTo(answer));
        if (answer == Alert)
        {
            Assert.That(record[5..], Is.EqualTo(new byte[] { 2, 70 }), "fatal: protocol_version");
        }
    }

    private static async Task<X509Certificate2> CertificateOfAsync(ServiceProcess service)
    {
        using var stream = await ConnectAsync(service, SslProtocols.None);
        return X509CertificateLoader.LoadCertificate(stream.RemoteCertificate!.GetRawCertData());
    }

    private static async Task<SslStream> ConnectAsync(ServiceProcess service, SslProtocols version)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", service.Port);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = version,
            RemoteCertificateValidationCallback = ServiceProcess.AnyCertificate,
        });
        return stream;
    }

    /// <summary>What a client says first that knows no version after this one.</summary>
    private static byte[] HelloOf(ushort version)
    {
        byte[] ciphers = [0xC0, 0x2B, 0xC0, 0x09];
        byte[] extensions =
        [
            // Groups: P-256.
            0, 10, 0, 4, 0, 2, 0, 23,
            // Points: uncompressed.
            0, 11, 0, 2, 1, 0,
            // Signatures: ECDSA with SHA-256.
            0, 13, 0, 4, 0, 2, 4, 3,
        ];
        byte[] body =
        [
            .. BigEndian(version),
            .. RandomNumberGenerator.GetBytes(32),
            // No session.
            0,
            .. BigEndian((ushort)ciphers.Length), .. ciphers,
            // No compression.
            1, 0,
            .. BigEndian((ushort)extensions.Length), .. extensions,
        ];
        byte[] hello = [1, 0, .. BigEndian((ushort)body.Length), .. body];
        return [Handshake, 3, 1, .. BigEndian((ushort)hello.Length), .. hello];
    }

    private static byte[] BigEndian(ushort number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }
}
