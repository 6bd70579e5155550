using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
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
    private const int Million = 1_000_000;

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

    [Fact]
    public void MutatedIndex_NamesNothingOutsideOfItsFolder() => NamesAreInside(Cases, Seed);

    [SkippableFact]
    [Trait("Tier", "Long")]
    public void AMillionMutatedIndexes_NameNothingOutsideOfTheirFolder()
    {
        Skip.If(Environment.GetEnvironmentVariable("SOLAR_LONG") is null, "SOLAR_LONG is not set: a million indexes take a minute");
        NamesAreInside(Million, seed: null);
    }

    /// <summary>Bytes and words of the format, put anywhere into an index of three tensors in two shards.</summary>
    private static void NamesAreInside(int cases, string? seed)
    {
        byte[] valid = """{"metadata":{"total_size":24},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00001-of-00002.safetensors","c":"model-00002-of-00002.safetensors"}}"""u8.ToArray();
        string[] words = ["../", "..", "/", @"\\", "/etc/passwd", "C:", ".safetensors", @"\u0000", @"\u002e\u002e/", @"\ud800", "null", "[]", "{}", "\"a\":", "1e999", "\"", ",", "}", "{", "ä"];
        string folder = Path.GetFullPath("folder");
        int refused = 0;
        Gen.Select(Gen.Int[0, valid.Length - 1].Array[1, 4], Gen.Byte.Array[4], Gen.Int[0, words.Length - 1].Array[4], Gen.Int[0, 3]).Sample(
            (places, bytes, picked, kind) =>
            {
                List<byte> mutated = [.. valid];
                for (int i = 0; i < places.Length; i++)
                {
                    if (kind == 0)
                    {
                        mutated[places[i]] = bytes[i];
                    }
                    else
                    {
                        mutated.InsertRange(places[i], Encoding.UTF8.GetBytes(words[picked[i]]));
                    }
                }

                try
                {
                    foreach (string shard in ShardIndex.Parse([.. mutated], "x.json").Values)
                    {
                        Assert.Equal(folder, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, shard))));
                        Assert.EndsWith(".safetensors", shard, StringComparison.Ordinal);
                    }
                }
                catch (CheckpointException e)
                {
                    Interlocked.Increment(ref refused);
                    Assert.Equal("x.json", e.File);
                }
            },
            seed: seed, iter: cases);

        Assert.InRange(refused, cases / 10, cases - (cases / 100));
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
