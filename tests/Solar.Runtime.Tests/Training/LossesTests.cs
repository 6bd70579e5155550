using System;
using System.Linq;
using Solar.Runtime.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

public sealed class LossesTests : IDisposable
{
    private const int Vocabulary = 11, Width = 6;

    private readonly DisposeScope _scope = NewDisposeScope();

    public LossesTests()
    {
        SingleThread.Use();
        random.manual_seed(3);
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Loss_IsTheShiftedCrossEntropyOverTheStepsTargets()
    {
        Tensor hidden = randn(2, 5, Width);
        Tensor weight = randn(Vocabulary, Width);
        long[,] labels = { { 1, 4, -100, 7, 0 }, { 9, -100, -100, 10, 2 } };

        Tensor loss = Losses.NextToken(hidden, states => nn.functional.linear(states, weight), tensor(labels), targets: 50);

        Assert.Equal(Reference(hidden, weight, labels) / 50, loss.item<float>(), 1e-6);
        Assert.Equal(5, Losses.CountTargets(tensor(labels)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ManyPositions_HaveThePlainGraphsLossAndGradients(int times)
    {
        // 1,024 positions in the plain graph; 2,049 and 3,074 in chunks, the last of them a small one.
        long length = (Losses.PlainRows * times) + times;
        Tensor values = randn(1, length, Width);
        Tensor labels = randint(0, Vocabulary, [1, length], dtype: ScalarType.Int64);
        labels[0, 5] = -100;
        Parameter weight = new(randn(Vocabulary, Width));

        Tensor hidden = values.clone().requires_grad_(true);
        Tensor loss = Losses.NextToken(hidden, states => nn.functional.linear(states, weight), labels, targets: 100);
        (loss * 3).backward();
        Tensor weightGradient = weight.grad!.clone();
        weight.grad = null;

        Tensor plain = values.clone().requires_grad_(true);
        Tensor logits = nn.functional.linear(plain.narrow(1, 0, length - 1).reshape(-1, Width), weight);
        Tensor expected = nn.functional.cross_entropy(logits, labels.narrow(1, 1, length - 1).reshape(-1), reduction: nn.Reduction.Sum) / 100;
        (expected * 3).backward();

        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-3);
        Assert.True(allclose(plain.grad!, hidden.grad!, 1e-5, 1e-7));
        Assert.True(allclose(weight.grad!, weightGradient, 1e-4, 1e-5));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(Losses.PlainRows + 7)]
    public void EveryLabelMasked_IsZeroAndConnected(int length)
    {
        Tensor hidden = randn(1, length, Width).requires_grad_(true);
        Tensor weight = randn(Vocabulary, Width);

        Tensor loss = Losses.NextToken(hidden, states => nn.functional.linear(states, weight), full([1, length], -100, ScalarType.Int64), targets: 0);
        loss.backward();

        Assert.Equal(0f, loss.item<float>());
        Assert.Equal(0f, hidden.grad!.abs().max().item<float>());
    }

    [Fact]
    public void BFloat16States_AreScoredInFloat32()
    {
        Tensor hidden = randn(1, 40, Width).to(ScalarType.BFloat16);
        Tensor weight = randn(Vocabulary, Width).to(ScalarType.BFloat16);
        Tensor labels = randint(0, Vocabulary, [1, 40], dtype: ScalarType.Int64);

        Tensor loss = Losses.NextToken(hidden, states => nn.functional.linear(states, weight), labels, targets: 39);
        Tensor logits = nn.functional.linear(hidden.narrow(1, 0, 39).reshape(39, Width), weight).to(ScalarType.Float32);
        Tensor expected = nn.functional.cross_entropy(logits, labels.narrow(1, 1, 39).reshape(39));

        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void LabelsOfAnotherShape_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Losses.NextToken(randn(1, 5, Width), states => states, zeros([1, 4], ScalarType.Int64), 1));
    }

    [Fact]
    public void ManyPositions_LeaveNoTensorBehind()
    {
        Parameter weight = new(randn(Vocabulary, Width));
        long[] live = new long[4];
        for (int i = 0; i < live.Length; i++)
        {
            using (NewDisposeScope())
            {
                Tensor hidden = randn(1, 3000, Width).requires_grad_(true);
                Losses.NextToken(hidden, states => nn.functional.linear(states, weight), zeros([1, 3000], ScalarType.Int64), 2999).backward();
            }

            live[i] = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        }

        Assert.Single(live.Distinct());
    }

    /// <summary>Position i against label i + 1, in doubles.</summary>
    private static double Reference(Tensor hidden, Tensor weight, long[,] labels)
    {
        double sum = 0;
        for (int row = 0; row < labels.GetLength(0); row++)
        {
            for (int i = 0; i + 1 < labels.GetLength(1); i++)
            {
                long label = labels[row, i + 1];
                if (label < 0)
                {
                    continue;
                }

                double[] scores = [.. Enumerable.Range(0, Vocabulary).Select(token =>
                    Enumerable.Range(0, Width).Sum(k => (double)hidden[row, i, k].item<float>() * weight[token, k].item<float>()))];
                sum += Math.Log(scores.Sum(Math.Exp)) - scores[label];
            }
        }

        return sum;
    }
}
