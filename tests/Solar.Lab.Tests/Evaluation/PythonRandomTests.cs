using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Python;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.Evaluation;

/// <summary>CPython's generator, against values of CPython 3.11.</summary>
public sealed class PythonRandomTests
{
    [Fact]
    public void Seed42_ShufflesAndDrawsAsPython()
    {
        var random = new PythonRandom(42);
        int[] list = [.. Enumerable.Range(0, 10)];
        random.Shuffle(list);

        Assert.Equal([7, 3, 2, 8, 5, 6, 9, 4, 0, 1], list);
        Assert.Equal([75, 54, 4, 3, 11], random.Sample(100, 5));
        Assert.Equal([27, 29, 64, 77, 3], random.Sample(100, 5));
    }

    [Fact]
    public void Seed1234_DrawsTwentyFiveOfArc()
    {
        int[] expected = [902, 239, 15, 185, 71, 171, 201, 726, 484, 35, 63, 32, 708, 991, 949, 304, 186, 374, 234, 29, 1030, 996, 511, 132, 1108];

        Assert.Equal(expected, new PythonRandom(1234).Sample(1119, 25));
    }

    [Fact]
    public void Seed42_GivesPythonsNumbers()
    {
        var random = new PythonRandom(42);

        Assert.Equal([0.6394267984578837, 0.025010755222666936, 0.27502931836911926], Enumerable.Range(0, 3).Select(_ => random.NextDouble()));
    }

    // Of CPython 3.11: random.Random(seed).getrandbits(32), then getrandbits(64), getrandbits(40), getrandbits(1).
    [Theory]
    [InlineData(0L, 3626764237UL, 13981790821421117374UL, 463385069186UL, 0UL)]
    [InlineData(-42L, 2746317213UL, 461366972257415551UL, 303832645883UL, 0UL)]
    [InlineData(81985529216486895L, 3851240871UL, 7253408305047289793UL, 946084785725UL, 1UL)]
    public void SeedsOfAnySize_GivePythonsBits(long seed, ulong bits32, ulong bits64, ulong bits40, ulong bits1)
    {
        var random = new PythonRandom(seed);

        Assert.Equal([bits32, bits64, bits40, bits1], [random.GetRandBits(32), random.GetRandBits(64), random.GetRandBits(40), random.GetRandBits(1)]);
    }

    [Fact]
    public void MoreThanThereAre_AreNotDrawn() => Assert.Throws<ArgumentOutOfRangeException>(() => new PythonRandom(1).Sample(3, 4));

    [SkippableFact]
    public void RecordedValues_AreReproduced()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SolarAssets.Path("h6/requests/rng.json")));
        foreach (JsonElement recorded in document.RootElement.EnumerateArray())
        {
            int seed = recorded.GetProperty("seed").GetInt32();
            var bits = new PythonRandom(seed);
            Assert.All(recorded.GetProperty("getrandbits32_first_8").EnumerateArray(), value => Assert.Equal(value.GetUInt64(), bits.GetRandBits(32)));
            var numbers = new PythonRandom(seed);
            Assert.All(recorded.GetProperty("random_first_4").EnumerateArray(), value => Assert.Equal(value.GetDouble(), numbers.NextDouble()));
            Assert.All(recorded.GetProperty("shuffle").EnumerateObject(), shuffle => CheckShuffle(seed, shuffle));
            Assert.All(recorded.GetProperty("sample").EnumerateArray(), sample => CheckSample(seed, sample));
            Assert.All(recorded.GetProperty("shuffle_then_sample").EnumerateArray(), both => CheckBoth(seed, both));
        }
    }

    private static void CheckShuffle(int seed, JsonProperty recorded)
    {
        var random = new PythonRandom(seed);
        int[] list = Shuffled(random, int.Parse(recorded.Name, System.Globalization.CultureInfo.InvariantCulture));
        if (recorded.Value.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(Numbers(recorded.Value), list);
            return;
        }

        Assert.Equal(Numbers(recorded.Value.GetProperty("first_20")), list.Take(20));
        Assert.Equal(Numbers(recorded.Value.GetProperty("last_5")), list.TakeLast(5));
        Assert.Equal(recorded.Value.GetProperty("next_getrandbits32").GetUInt64(), random.GetRandBits(32));
    }

    private static void CheckSample(int seed, JsonElement recorded)
    {
        var random = new PythonRandom(seed);
        (int n, int k) = (recorded.GetProperty("n").GetInt32(), recorded.GetProperty("k").GetInt32());

        Assert.Equal(Numbers(recorded.GetProperty("first")), random.Sample(n, k));
        Assert.Equal(Numbers(recorded.GetProperty("second")), random.Sample(n, k));
    }

    private static void CheckBoth(int seed, JsonElement recorded)
    {
        var random = new PythonRandom(seed);
        int[] list = Shuffled(random, recorded.GetProperty("shuffle_n").GetInt32());
        (int n, int k) = (recorded.GetProperty("n").GetInt32(), recorded.GetProperty("k").GetInt32());

        Assert.Equal(Numbers(recorded.GetProperty("first_5")), list.Take(5));
        Assert.All(recorded.GetProperty("samples").EnumerateArray(), sample => Assert.Equal(Numbers(sample), random.Sample(n, k)));
    }

    private static int[] Shuffled(PythonRandom random, int count)
    {
        int[] list = [.. Enumerable.Range(0, count)];
        random.Shuffle(list);
        return list;
    }

    private static IEnumerable<int> Numbers(JsonElement list) => list.EnumerateArray().Select(value => value.GetInt32());
}
