using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Emitted models of families without a golden folder, against plain loops of doubles.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class ReferenceModelTests : IDisposable
{
    private const double Tolerance = 5e-5;

    private static readonly long[] Ids = [3, 41, 7, 7, 19, 60, 2, 33, 28, 11, 54, 5, 46, 1, 39, 22, 63, 17, 8, 30, 12, 57];

    private static readonly long[] Learnt = Ids[..7];

    private readonly DisposeScope _scope;

    public ReferenceModelTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string> Families => [.. ReferenceFamilies.All.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void Logits_AreTheDefinition_AtEveryLength(string family)
    {
        ICausalLanguageModel model = Create(family);

        foreach (int length in new[] { 1, 9, 16, 17, 22 })
        {
            Near(Logits(family, model, Ids[..length]), model.forward(tensor(Ids[..length]).unsqueeze(0))[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void PaddingOnEitherSide_DoesNotReachRealTokens(string family)
    {
        ICausalLanguageModel model = Create(family);
        Tensor rows = stack([tensor(Ids[..12]), tensor([0, 0, 0, .. Ids[..9]]), tensor([.. Ids[..9], 0, 0, 0])]);
        Tensor mask = ones_like(rows);
        mask[1, ..3] = tensor(0L);
        mask[2, 9..] = tensor(0L);

        Tensor logits = model.forward(rows, new ForwardContext { AttentionMask = mask });

        Near(Logits(family, model, Ids[..12]), logits[0]);
        Near(Logits(family, model, Ids[..9]), logits[1, 3..]);
        Near(Logits(family, model, Ids[..9]), logits[2, ..9]);
    }

    /// <summary>Within the original context, as longrope has no cache that serves both sides of it.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void CutSequenceWithACache_HasTheLogitsOfTheWhole(string family)
    {
        ICausalLanguageModel model = Create(family);
        using IDisposable unrecorded = no_grad();
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 16);

        Tensor[] pieces = [.. new[] { 0..7, 7..8, 8..9, 9..16 }.Select(piece =>
            model.forward(tensor(Ids[piece]).unsqueeze(0), new ForwardContext { Cache = cache })[0])];

        Near(Logits(family, model, Ids[..16]), cat(pieces));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Loss_AndItsGradientAreTheDefinitions(string family)
    {
        ICausalLanguageModel model = Create(family);
        Dictionary<string, Parameter> parameters = ((nn.Module)model).named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);

        Tensor loss = nn.functional.cross_entropy(model.forward(tensor(Learnt).unsqueeze(0))[0, ..^1], tensor(Learnt[1..]));
        loss.backward();

        Dictionary<string, (double[] Values, long[] Shape)> weights = Weights(model);
        foreach ((string name, Parameter parameter) in parameters)
        {
            // A direction for each tensor alone, so that a gradient that went astray shows where.
            Tensor along = Direction(parameter);
            double[] direction = along.data<double>().ToArray();
            double above = Loss(family, weights, name, direction, 1e-4), below = Loss(family, weights, name, direction, -1e-4);
            Assert.Equal((above + below) / 2, loss.item<float>(), 4);

            double expected = (above - below) / 2e-4, actual = (parameter.grad! * along).sum().ToDouble();
            Assert.True(Math.Abs(expected - actual) <= 2e-4 * Math.Max(1, Math.Abs(expected)), $"{name}: {actual}, by the definition {expected}");
        }
    }

    public void Dispose() => _scope.Dispose();

    // All weights random, norms and biases too, and large, so that nothing is near nothing.
    private static ICausalLanguageModel Create(string family)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "config.json"), ReferenceFamilies.All[family].Config);
            Type type = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!;
            using Generator generator = new(11, CPU);
            var model = (ICausalLanguageModel)Activator.CreateInstance(type, new Placement(Generator: generator) { InitializerRange = 0.25 })!;
            using IDisposable unrecorded = no_grad();
            foreach (Parameter vector in ((nn.Module)model).parameters().Where(parameter => parameter.dim() == 1))
            {
                vector.add_(randn(vector.shape, generator: generator) * 0.3);
            }

            return model;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Tensor Logits(string family, ICausalLanguageModel model, long[] ids) =>
        Rows(ReferenceFamilies.All[family].Logits(new ReferenceDecoder(Weights(model)), ids));

    // Mean cross-entropy, one tensor moved by so much along its direction.
    private static double Loss(string family, Dictionary<string, (double[] Values, long[] Shape)> weights, string moved, double[] direction, double step)
    {
        Dictionary<string, (double[] Values, long[] Shape)> changed = new(weights)
        {
            [moved] = ([.. weights[moved].Values.Zip(direction, (value, along) => value + (step * along))], weights[moved].Shape),
        };
        double[][] logits = ReferenceFamilies.All[family].Logits(new ReferenceDecoder(changed), Learnt);
        return Enumerable.Range(0, Learnt.Length - 1).Average(i => Math.Log(logits[i].Sum(Math.Exp)) - logits[i][Learnt[i + 1]]);
    }

    private static Dictionary<string, (double[] Values, long[] Shape)> Weights(ICausalLanguageModel model) =>
        ReferenceDecoder.Read(((nn.Module)model).named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)));

    private static Tensor Direction(Tensor like)
    {
        using Generator generator = new(13, CPU);
        return randn(like.shape, generator: generator).to(ScalarType.Float64) / Math.Sqrt(like.numel());
    }

    private static Tensor Rows(double[][] rows) => tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Length, -1);

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double distance = (actual.to(ScalarType.Float64) - expected).abs().max().ToDouble();
        Assert.True(distance <= Tolerance, $"greatest difference {distance:g3}, allowed {Tolerance:g3}");
    }
}
