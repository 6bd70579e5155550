using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Routing and dispatch against plain loops of doubles.</summary>
public sealed class MixtureOfExpertsTests : TorchTest
{
    private const int Tokens = 13, Hidden = 6, Experts = 5;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(5, false)]
    public void EveryToken_IsTheWeightedSumOfItsLikeliestExperts(int perToken, bool normalize)
    {
        Tensor tokens = Random(1, Tokens, Hidden), logits = Random(2, Tokens, Experts), matrices = Random(3, Experts, Hidden, Hidden);

        Tensor actual = Mixture(tokens, logits, matrices, perToken, normalize);

        Near(Reference(tokens, logits, matrices, perToken, normalize), actual, 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_AreTheReferencesFiniteDifferences(bool normalize)
    {
        Tensor[] inputs = [Random(1, Tokens, Hidden), Random(2, Tokens, Experts), Random(3, Experts, Hidden, Hidden)];
        Tensor cotangent = Random(4, Tokens, Hidden);
        foreach (Tensor input in inputs)
        {
            input.requires_grad_();
        }

        Mixture(inputs[0], inputs[1], inputs[2], 2, normalize).mul(cotangent).sum().backward();

        using IDisposable unrecorded = no_grad();
        for (int at = 0; at < inputs.Length; at++)
        {
            Tensor direction = Random(5 + at, inputs[at].shape).to(ScalarType.Float64) / Math.Sqrt(inputs[at].numel());
            double Loss(double step)
            {
                Tensor[] moved = [.. inputs.Select((input, i) => i == at ? input.to(ScalarType.Float64) + (step * direction) : input)];
                return Reference(moved[0], moved[1], moved[2], 2, normalize).mul(cotangent).sum().ToDouble();
            }

            double expected = (Loss(1e-5) - Loss(-1e-5)) / 2e-5;
            Assert.Equal(expected, (inputs[at].grad! * direction).sum().ToDouble(), 4);
        }
    }

    [Fact]
    public void Expert_IsCalledOnceWithAllThatChoseIt_AndNotAtAllWhenNobodyDid()
    {
        Tensor chosen = tensor(new long[,] { { 3, 0 }, { 0, 3 }, { 3, 4 } });
        Dictionary<int, long> calls = [];
        using IDisposable unrecorded = no_grad();

        MixtureOfExperts.Dispatch(Random(1, 3, Hidden), ones(3, 2), chosen, Experts, (i, rows) =>
        {
            calls.Add(i, rows.size(0));
            return rows * i;
        });

        Assert.Equal([(0, 2L), (3, 3L), (4, 1L)], calls.Select(call => (call.Key, call.Value)));
    }

    [Fact]
    public void ExpertThatNobodyChose_HasAGradientOfZero()
    {
        Tensor[] matrices = [.. Enumerable.Range(0, 3).Select(i => Random(i, Hidden, Hidden).requires_grad_())];

        Tensor y = MixtureOfExperts.Dispatch(
            Random(1, 4, Hidden), ones(4, 1), tensor(new long[,] { { 0 }, { 2 }, { 0 }, { 0 } }), 3, (i, rows) => rows.matmul(matrices[i]));
        y.sum().backward();

        Assert.Equal(0, matrices[1].grad!.abs().max().ToSingle());
        Assert.NotEqual(0, matrices[2].grad!.abs().max().ToSingle());
    }

    [Fact]
    public void RouterOfABFloat16Model_DecidesInFloat32()
    {
        // In bfloat16 a probability has 8 bits: 0.24976 and 0.25073 would both be 0.25, and the first of equals be chosen.
        Tensor logits = tensor(new[,] { { 0.5f, 0.50390625f, 0.5f, 0.5f } }).to(ScalarType.BFloat16);

        (Tensor weights, Tensor chosen) = MixtureOfExperts.Route(logits, 1, normalize: false);

        Assert.Equal(ScalarType.BFloat16, weights.dtype);
        Assert.Equal(1, chosen[0, 0].ToInt64());
    }

    [Fact]
    public void BFloat16_IsTheReferenceToItsPrecision()
    {
        (Tensor tokens, Tensor logits, Tensor matrices) = (Random(1, Tokens, Hidden), Random(2, Tokens, Experts), Random(3, Experts, Hidden, Hidden));
        (tokens, logits, matrices) = (tokens.to(ScalarType.BFloat16), logits.to(ScalarType.BFloat16), matrices.to(ScalarType.BFloat16));

        Tensor actual = Mixture(tokens, logits, matrices, 2, normalize: true);

        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        Near(Reference(tokens, logits, matrices, 2, normalize: true), actual, 0.06);
    }

    [Fact]
    public void NoTokens_GiveNone()
    {
        Tensor y = Mixture(Random(1, 0, Hidden), Random(2, 0, Experts), Random(3, Experts, Hidden, Hidden), 2, normalize: true);

        Assert.Equal([0L, Hidden], y.shape);
    }

    [Fact]
    public void WhatIsMadeOnTheWay_IsFreed()
    {
        (Tensor tokens, Tensor logits, Tensor matrices) = (Random(1, Tokens, Hidden), Random(2, Tokens, Experts), Random(3, Experts, Hidden, Hidden));
        using IDisposable unrecorded = no_grad();
        using DisposeScope scope = NewDisposeScope();

        (Tensor weights, Tensor chosen) = MixtureOfExperts.Route(logits, 2, normalize: true);
        MixtureOfExperts.Dispatch(tokens, weights, chosen, Experts, (i, rows) => rows.matmul(matrices[i]));

        Assert.Equal(3, scope.DisposablesCount);
    }

    private static Tensor Mixture(Tensor tokens, Tensor logits, Tensor matrices, int perToken, bool normalize)
    {
        (Tensor weights, Tensor chosen) = MixtureOfExperts.Route(logits, perToken, normalize);
        return MixtureOfExperts.Dispatch(tokens, weights, chosen, Experts, (i, rows) => rows.matmul(matrices[i]));
    }

    private static Tensor Reference(Tensor tokens, Tensor logits, Tensor matrices, int perToken, bool normalize)
    {
        double[] x = Values(tokens), scores = Values(logits), m = Values(matrices);
        double[,] result = new double[Tokens, Hidden];
        for (int t = 0; t < Tokens; t++)
        {
            double[] row = scores[(t * Experts)..((t + 1) * Experts)];
            double sum = row.Sum(Math.Exp);
            double[] probabilities = [.. row.Select(score => Math.Exp(score) / sum)];
            int[] chosen = [.. Enumerable.Range(0, Experts).OrderByDescending(e => probabilities[e]).Take(perToken)];
            double total = normalize ? chosen.Sum(e => probabilities[e]) : 1;
            foreach (int e in chosen)
            {
                for (int i = 0; i < Hidden; i++)
                {
                    for (int o = 0; o < Hidden; o++)
                    {
                        result[t, o] += probabilities[e] / total * x[(t * Hidden) + i] * m[(((e * Hidden) + i) * Hidden) + o];
                    }
                }
            }
        }

        return tensor(result);
    }

    private static double[] Values(Tensor x) => x.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
