using System;
using System.Globalization;
using Xunit;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>What the long tier is told by its environment: SOLAR_LONG wants it, SOLAR_FUZZ_SEED and SOLAR_FUZZ_INPUTS repeat a run or change its length.</summary>
internal static class LongTier
{
    /// <summary>Where the mutation starts; the date, unless told.</summary>
    public static int Seed { get; } = Number("SOLAR_FUZZ_SEED") ?? (int)(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond % int.MaxValue);

    public static void SkipUnlessWanted() => Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null or "", "SOLAR_LONG is not set");

    /// <summary>How many inputs.</summary>
    public static int Inputs(int usual) => Number("SOLAR_FUZZ_INPUTS") ?? usual;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;
}
