using System;
using System.Linq;
using CsCheck;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>Whatever a file's header says, it is refused or what it says is inside of the file.</summary>
public class SafetensorsFuzzTests
{
    private const int Cases = 20_000;
    private const int Million = 1_000_000;

    // Equal on every run; CsCheck prints a seed of its own form when a case fails.
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly byte[] Valid = Samples.File(
        """{"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b.bias":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"U8","shape":[0],"data_offsets":[32,32]}}""", 32);

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.Int[0, Valid.Length - 1].Array[1, 4],
        Gen.OneOf(Gen.Byte, Pick("0123456789{}[]\":,-.eE \\u"u8.ToArray())).Array[4],
        Gen.Int[0, 20],
        (places, bytes, cut) =>
        {
            byte[] file = [.. Valid];
            for (int i = 0; i < places.Length; i++)
            {
                file[places[i]] = bytes[i];
            }

            // now and then the end is missing
            return cut == 0 ? file[..places[0]] : file;
        });

    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"F32\"", "\"U8\"", "\"__metadata__\"", "0", "1", "4", "8", "-1",
        "9223372036854775807", "18446744073709551615", "1e3", "null", "true", "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}",
        "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}", "\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}",
    ];

    [Fact]
    public void MutatedBytes_AreRefusedOrStayInsideOfTheFile() =>
        Mutated.Sample(IsRefusedOrSafe, seed: Seed, iter: Cases);

    [Fact]
    public void WordsOfTheFormatInAnyOrder_AreRefusedOrStayInsideOfTheFile() =>
        Pick(Words).Array[0, 12]
            .Select(words => Samples.File("{" + string.Join("", words) + "}", 8))
            .Sample(IsRefusedOrSafe, seed: Seed, iter: Cases);

    [SkippableFact]
    [Trait("Tier", "Long")]
    public void AMillionMutatedHeaders_AreRefusedOrStayInsideOfTheFile()
    {
        Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null, "SOLAR_LONG is not set: a million headers take a minute");
        Mutated.Sample(IsRefusedOrSafe, iter: Million / 2);
        Pick(Words).Array[0, 12].Select(words => Samples.File("{" + string.Join("", words) + "}", 8)).Sample(IsRefusedOrSafe, iter: Million / 2);
    }

    [Fact]
    public void MutationsReachBothOutcomes()
    {
        int accepted = 0, refused = 0;
        Mutated.Sample(
            file =>
            {
                _ = IsAccepted(file) ? ++accepted : ++refused;
            },
            seed: Seed, iter: 2_000, threads: 1);

        // A fuzzer that never gets past the first byte would prove nothing.
        Assert.InRange(accepted, 50, 1_950);
        Assert.InRange(refused, 50, 1_950);
    }

    private static Gen<T> Pick<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool IsAccepted(byte[] file)
    {
        try
        {
            Samples.Parse(file);
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    private static void IsRefusedOrSafe(byte[] file)
    {
        SafetensorsHeader header;
        try
        {
            header = Samples.Parse(file);
        }
        catch (CheckpointException e)
        {
            Assert.Equal("x.safetensors", e.File);
            return;
        }

        long end = 0;
        foreach (SafetensorsEntry entry in header.Entries)
        {
            Assert.Equal(end, entry.Begin);
            Assert.Equal(entry.End - entry.Begin, entry.Info.ByteCount);
            Assert.Equal(entry.Info.ByteCount, entry.Info.Shape.Aggregate((Int128)entry.Info.Dtype.Size(), (product, size) => product * size));
            end = entry.End;
        }

        Assert.Equal(file.Length, header.DataStart + end);
        Assert.Equal(header.Entries.Count, header.Entries.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Count());
    }
}
