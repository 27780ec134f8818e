using System.Buffers.Binary;
using System.Net;

namespace PaymentDr;

/// <summary>A network's addresses in sixteen parts: the lower half for private subnets, the upper for public ones, one part a zone.</summary>
public sealed record AddressPlan(IPNetwork Network)
{
    private const int PartBits = 4;
    private const int FirstPublicPart = 8;

    public IPNetwork Private(int zone) => Part(zone);

    public IPNetwork Public(int zone) => Part(FirstPublicPart + zone);

    private IPNetwork Part(int index)
    {
        var length = Network.PrefixLength + PartBits;
        var start = BinaryPrimitives.ReadUInt32BigEndian(Network.BaseAddress.GetAddressBytes());
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, start + ((uint)index << (32 - length)));
        return new(new IPAddress(bytes), length);
    }
}
