using System;
using System.IO;
using CsCheck;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>Whatever index and config.json say, the checkpoint opens or is refused with the file's name.</summary>
public class IndexFuzzTests
{
    private const int Cases = 2_000;
    private const string Seed = "0N0XIzNsQ0O2";

    private const int ManyCases = 200_000;

    [Theory]
    [InlineData(CheckpointFiles.Index)]
    [InlineData(CheckpointFiles.Config)]
    public void MutatedJson_IsReadOrRefused(string name) => ReadOrRefuse(name, Cases, Seed);

    [SkippableTheory]
    [InlineData(CheckpointFiles.Index)]
    [InlineData(CheckpointFiles.Config)]
    [Trait("Tier", "Long")]
    public void MutatedJsonByTheHundredThousands_IsReadOrRefused(string name)
    {
        Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null, "SOLAR_LONG is not set: each case opens a checkpoint");
        ReadOrRefuse(name, ManyCases, seed: null);
    }

    private static void ReadOrRefuse(string name, int cases, string? seed)
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny(), shardSize: 2000);
        string path = folder["in", name];
        byte[] valid = File.ReadAllBytes(path);
        int refused = 0;

        Gen.Select(Gen.Int[0, valid.Length - 1].Array[1, 3], Gen.Byte.Array[3]).Sample(
            (places, bytes) =>
            {
                byte[] mutated = [.. valid];
                for (int i = 0; i < places.Length; i++)
                {
                    mutated[places[i]] = bytes[i];
                }

                File.WriteAllBytes(path, mutated);
                try
                {
                    CheckpointReader.Open(folder["in"]).Dispose();
                }
                catch (CheckpointException e)
                {
                    refused++;
                    Assert.StartsWith(folder["in"], e.File, StringComparison.Ordinal);
                }
            },
            seed: seed, iter: cases, threads: 1);

        Assert.InRange(refused, 1, cases - 1);
    }
}
