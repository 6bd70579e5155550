using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Training;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Several documents in one row: the emitted model of every golden folder computes each as if it were alone.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class PackedDocumentsTests : IDisposable
{
    private const int Length = 24, Vocabulary = 128;

    private readonly DisposeScope _scope;

    public PackedDocumentsTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string, double> Models => GoldenModelTests.Models;

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void PackedLoss_IsTheTokenWeightedMeanOfTheLossesAlone(string name, double tolerance)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        using var inference = no_grad();
        for (int seed = 0; seed < 3; seed++)
        {
            int[][] rows = [Cut(seed), Cut(seed + 10), Cut(seed + 20)];
            Random random = new(seed);
            long[] ids = [.. Enumerable.Range(0, rows.Length * Length).Select(_ => (long)random.Next(3, Vocabulary))];
            Tensor inputIds = tensor(ids, [rows.Length, Length]);
            ForwardContext context = new()
            {
                Positions = tensor(Each(rows, (_, position) => position), [rows.Length, Length]),
                DocumentIds = tensor(Each(rows, (document, _) => document), [rows.Length, Length]),
            };
            Tensor labels = tensor([.. ids.Zip(Each(rows, (_, position) => position), (id, position) => position == 0 ? Losses.IgnoreIndex : id)], [rows.Length, Length]);

            Tensor packed = model.forward(inputIds, context);

            double sum = 0;
            int targets = 0;
            for (int row = 0; row < rows.Length; row++)
            {
                int start = 0;
                foreach (int length in rows[row])
                {
                    Tensor document = inputIds[row..(row + 1), start..(start + length)];
                    Tensor alone = model.forward(document);
                    double worst = (alone - packed[row..(row + 1), start..(start + length)]).abs().max().item<float>();
                    Assert.True(worst <= 2 * tolerance, $"seed {seed}, row {row}, document at {start}: logits are off by {worst}");
                    sum += length > 1 ? Sum(alone, document) : 0;
                    targets += length - 1;
                    start += length;
                }
            }

            Assert.Equal(sum / targets, Sum(packed, labels) / targets, 2 * tolerance);
        }
    }

    [SkippableFact]
    public void DocumentIds_ThatCannotBe_AreRefused()
    {
        string folder = SolarAssets.Path("golden/llama");
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        Tensor ids = ones(1, 4, dtype: ScalarType.Int64);
        using KeyValueCache cache = model.CreateCache(1, 8);

        ArgumentException shape = Assert.Throws<ArgumentException>(() => model.forward(ids, new ForwardContext { DocumentIds = zeros(1, 3, dtype: ScalarType.Int64) }));
        ArgumentException both = Assert.Throws<ArgumentException>(() => model.forward(ids, new ForwardContext { DocumentIds = zeros(1, 4, dtype: ScalarType.Int64), Cache = cache }));

        Assert.Contains("document ids are [1, 3], they have to be [batch, length] = [1, 4]", shape.Message, StringComparison.Ordinal);
        Assert.Contains("document ids and a cache do not go together", both.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scope.Dispose();

    // Lengths of documents that fill a row.
    private static int[] Cut(int seed)
    {
        Random random = new(seed);
        List<int> lengths = [];
        while (lengths.Sum() < Length)
        {
            lengths.Add(Math.Min(random.Next(1, 14), Length - lengths.Sum()));
        }

        return [.. lengths];
    }

    private static long[] Each(int[][] rows, Func<int, int, long> value) =>
        [.. rows.SelectMany(row => row.SelectMany((length, document) => Enumerable.Range(0, length).Select(position => value(document, position))))];

    private static double Sum(Tensor logits, Tensor labels) => nn.functional.cross_entropy(
        logits[.., ..^1].reshape(-1, Vocabulary), labels[.., 1..].reshape(-1), ignore_index: Losses.IgnoreIndex, reduction: nn.Reduction.Sum).item<float>();
}
