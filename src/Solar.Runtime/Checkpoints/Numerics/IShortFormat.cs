using System.Numerics;

namespace Solar.Runtime.Checkpoints;

/// <summary>A floating point format of 16 bits, against the bits of float32.</summary>
internal interface IShortFormat
{
    /// <summary>The bits of float32 for the lower 16 bits of each element.</summary>
    static abstract Vector<uint> Widen(Vector<uint> bits);

    /// <summary>The 16 bits for each float32.</summary>
    static abstract Vector<uint> Narrow(Vector<uint> bits);
}

/// <summary>bfloat16: the upper half of float32.</summary>
internal readonly struct BrainFloat : IShortFormat
{
    private const uint MagnitudeMask = 0x7FFF_FFFF;
    private const uint Infinity = 0x7F80_0000;
    private const uint QuietBit = 0x40;
    private const int Shift = 16;

    public static Vector<uint> Widen(Vector<uint> bits) => bits << Shift;

    public static Vector<uint> Narrow(Vector<uint> bits)
    {
        Vector<uint> upper = bits >> Shift;

        // Half a unit less one, and one more where the kept part is odd: ties go to the even neighbour.
        Vector<uint> rounded = (bits + new Vector<uint>(0x7FFF) + (upper & Vector<uint>.One)) >> Shift;

        // Rounding could carry a NaN over into an infinity, or cut its payload off.
        Vector<uint> isNaN = Vector.GreaterThan(bits & new Vector<uint>(MagnitudeMask), new Vector<uint>(Infinity));
        return Vector.ConditionalSelect(isNaN, upper | new Vector<uint>(QuietBit), rounded);
    }
}

/// <summary>float16 of IEEE 754, subnormal numbers included.</summary>
internal readonly struct HalfFloat : IShortFormat
{
    private const uint HalfSign = 0x8000;
    private const uint HalfMagnitude = 0x7FFF;
    private const uint HalfInfinity = 0x7C00;
    private const uint HalfNaN = 0x7E00;
    private const uint LeastNormalHalf = 0x0400;
    private const uint Infinity = 0x7F80_0000;
    private const uint LeastNormal = 113u << 23;          // 2^-14
    private const uint FirstOverflow = 143u << 23;        // 65536
    private const uint BiasDifference = 112u << 23;
    private const uint SubnormalMagic = 126u << 23;       // 0.5: its last bit is worth 2^-24, float16's least step
    private const int MantissaShift = 13;
    private const int SignShift = 16;

    public static Vector<uint> Widen(Vector<uint> bits)
    {
        Vector<uint> sign = (bits & new Vector<uint>(HalfSign)) << SignShift;
        Vector<uint> magnitude = bits & new Vector<uint>(HalfMagnitude);
        Vector<uint> shifted = magnitude << MantissaShift;
        Vector<uint> normal = shifted + new Vector<uint>(BiasDifference);

        // A subnormal number is its mantissa as a fraction of the least normal one, which subtraction normalizes.
        Vector<float> subnormal = (shifted + new Vector<uint>(LeastNormal)).As<uint, float>() - new Vector<uint>(LeastNormal).As<uint, float>();
        Vector<uint> finite = Vector.ConditionalSelect(
            Vector.LessThan(magnitude, new Vector<uint>(LeastNormalHalf)), subnormal.As<float, uint>(), normal);
        Vector<uint> isSpecial = Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(HalfInfinity));
        return sign | Vector.ConditionalSelect(isSpecial, shifted | new Vector<uint>(Infinity), finite);
    }

    public static Vector<uint> Narrow(Vector<uint> bits)
    {
        Vector<uint> sign = (bits >> SignShift) & new Vector<uint>(HalfSign);
        Vector<uint> magnitude = bits & new Vector<uint>(0x7FFF_FFFF);

        // Adding 0.5 lets the floating point unit round to the steps of subnormal float16.
        Vector<float> magic = new Vector<uint>(SubnormalMagic).As<uint, float>();
        Vector<uint> subnormal = (magnitude.As<uint, float>() + magic).As<float, uint>() - new Vector<uint>(SubnormalMagic);

        Vector<uint> odd = (magnitude >> MantissaShift) & Vector<uint>.One;
        Vector<uint> normal = (magnitude - new Vector<uint>(BiasDifference) + new Vector<uint>(0xFFF) + odd) >> MantissaShift;
        Vector<uint> special = Vector.ConditionalSelect(
            Vector.GreaterThan(magnitude, new Vector<uint>(Infinity)), new Vector<uint>(HalfNaN), new Vector<uint>(HalfInfinity));

        Vector<uint> finite = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(LeastNormal)), subnormal, normal);
        return sign | Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(FirstOverflow)), special, finite);
    }
}
