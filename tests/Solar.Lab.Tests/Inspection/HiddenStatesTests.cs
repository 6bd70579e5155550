using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.Inspection;
using Solar.Lab.Tests.CommandLine;
using Solar.Runtime.Layers;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Inspection;

/// <summary>Hidden states, distances and jumps against plain loops over what the model shows.</summary>
public sealed class HiddenStatesTests : IDisposable
{
    private static readonly int[][] Texts = [[1, 5, 9, 30, 2, 7], [1, 8, 8, 3], [1, 31, 4, 4, 17, 20, 11, 6, 5]];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-states-").FullName;
    private readonly TinyBase _base;

    public HiddenStatesTests()
    {
        set_num_threads(1);
        _base = TinyBase.Load(TinyCheckpoint.Write(At("base")));
    }

    public void Dispose()
    {
        _base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void States_AreWhatLayersAreHanded_AndTheLastIsBeforeTheFinalNorm()
    {
        using var scope = NewDisposeScope();
        using HiddenStates states = HiddenStates.Of(_base, Texts[0]);

        var shown = new List<Tensor>();
        using Tensor hidden = _base.Hidden(Ids(Texts[0]), new ForwardContext { OnHidden = (_, state) => shown.Add(state.clone()) });
        Assert.Equal(5, states.Count);
        for (int layer = 0; layer < 4; layer++)
        {
            Assert.True(states[layer].equal(shown[layer].squeeze(0)).all().item<bool>(), $"state {layer}");
        }

        Assert.False(states[4].allclose(hidden.squeeze(0)));
        Assert.True(_base.Model.Norm.forward(states[4].unsqueeze(0)).allclose(hidden, rtol: 1e-6, atol: 1e-7));
    }

    [Fact]
    public void AModelThatIsBeingTrained_GoesOnBeing()
    {
        _base.train();
        HiddenStates.Of(_base, Texts[0]).Dispose();
        Assert.True(_base.training);
        using Tensor loss = _base.forward(Ids(Texts[0])).sum();
        loss.backward();
        Assert.NotNull(_base.LmHead.weight.grad);
    }

    [Theory]
    [InlineData(MeasuredTokens.Last)]
    [InlineData(MeasuredTokens.All)]
    public void Distances_AreThoseOfPlainLoops(MeasuredTokens tokens)
    {
        AngularDistances distances = AngularDistances.Of(_base, Texts, tokens);
        double[][][][] states = [.. Texts.Select(ids => Numbers(() => HiddenStates.Of(_base, ids)))];          // [text, state, token, hidden]

        for (int layer = 0; layer <= 4; layer++)
        {
            for (int block = 0; layer + block <= 4; block++)
            {
                double sum = 0;
                int count = 0;
                foreach (double[][][] text in states)
                {
                    for (int token = tokens == MeasuredTokens.Last ? text[0].Length - 1 : 0; token < text[0].Length; token++, count++)
                    {
                        sum += block == 0 ? 0 : Math.Acos(Cosine(text[layer][token], text[layer + block][token])) / Math.PI;
                    }
                }

                Assert.Equal(sum / count, distances[layer, block], 1e-9);
                Assert.Equal(count, distances.Measured);
            }
        }

        Assert.Equal(3, distances.Texts);
        Assert.Equal(4, distances.LayerCount);
        Assert.Equal(Enumerable.Range(0, 3).MinBy(layer => distances[layer, 2]), distances.Least(2));
    }

    [Fact]
    public void Jumps_AreThoseOfPlainLoops()
    {
        int[] map = [0, 1, 2, 1, 2, 3];
        IReadOnlyList<LayerJump> jumps = SeamJumps.BeforeTraining(_base, map, Texts);

        int[] sources = [.. map, 4];
        for (int layer = 0; layer < sources.Length; layer++)
        {
            double[] angles = new double[Texts.Length];
            double logs = 0;
            for (int text = 0; text < Texts.Length; text++)
            {
                double[][][] reached = Numbers(() => HiddenStates.Of(_base, Texts[text], map)), used = Numbers(() => HiddenStates.Of(_base, Texts[text]));
                angles[text] = reached[layer].Zip(used[sources[layer]], (a, b) => Math.Acos(Cosine(a, b)) / Math.PI).Average();
                logs += reached[layer].Zip(used[sources[layer]], (a, b) => Math.Log(Length(a) / Length(b))).Average();
            }

            double mean = angles.Average();
            Assert.Equal(mean, jumps[layer].Distance, 1e-7);
            Assert.Equal(Math.Sqrt(angles.Sum(angle => (angle - mean) * (angle - mean)) / 2 / 3), jumps[layer].DistanceError, 1e-7);
            Assert.Equal(Math.Exp(logs / Texts.Length), jumps[layer].NormRatio, 1e-9);
            Assert.Equal((layer, sources[layer], layer == 3), (jumps[layer].Layer, jumps[layer].SourceLayer, jumps[layer].IsSeam));
        }

        // Below the seam nothing differs; at it something does.
        Assert.All(jumps.Take(3), jump => Assert.Equal((0.0, 1.0), (jump.Distance, jump.NormRatio)));
        Assert.True(jumps[3].Distance > 0.01);
    }

    [Fact]
    public async Task JumpsOfAModelThatWasMade_AreThoseBeforeIt()
    {
        await Runtime.Checkpoints.Upscaling.RunAsync<TinySolar>(At("base"), At("grown"));
        using TinySolar grown = TinySolar.Load(At("grown"));

        IReadOnlyList<LayerJump> before = SeamJumps.BeforeTraining(_base, [.. TinySolar.LayerMap], Texts, MeasuredTokens.Last);
        Assert.Equal(before, SeamJumps.Of(_base, grown, Texts, MeasuredTokens.Last));
        Assert.Equal(3, Assert.Single(before, jump => jump.IsSeam).Layer);
    }

    [Fact]
    public void WhatCannotBeMeasured_IsSaid()
    {
        Assert.Contains("1 to 64", Assert.Throws<ArgumentException>(() => HiddenStates.Of(_base, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => HiddenStates.Of(_base, new int[65]));
        Assert.Throws<ArgumentException>(() => HiddenStates.Of(_base, [1], []));
        Assert.Throws<ArgumentException>(() => AngularDistances.Of(_base, []));
        Assert.Throws<ArgumentException>(() => SeamJumps.BeforeTraining(_base, [0, 1], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeamJumps.BeforeTraining(_base, [0, 4], Texts));
        Assert.Contains("was not made from", Assert.Throws<ArgumentException>(() => SeamJumps.Of(_base, _base, Texts)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AngularDistances.Of(_base, Texts)[3, 2]);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static Tensor Ids(int[] ids) => tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0);

    // [state, token, hidden]
    private static double[][][] Numbers(Func<HiddenStates> run)
    {
        using HiddenStates states = run();
        return [.. states.Select(state => state.data<float>().Select(value => (double)value).Chunk((int)state.size(1)).ToArray())];
    }

    private static double Cosine(double[] a, double[] b) => Math.Clamp(a.Zip(b, (x, y) => x * y).Sum() / (Length(a) * Length(b)), -1, 1);

    private static double Length(double[] a) => Math.Sqrt(a.Sum(x => x * x));
}
