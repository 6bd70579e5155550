using System;
using System.Linq;
using Solar.Runtime.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Preferences;

public sealed class CompletionLogProbsTests : IDisposable
{
    private const int Vocabulary = 11, Width = 6;

    private readonly DisposeScope _scope = NewDisposeScope();

    public CompletionLogProbsTests()
    {
        SingleThread.Use();
        random.manual_seed(5);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Rows of different lengths, one with a gap, one without an answer, one whose first token cannot be asked for.</summary>
    [Fact]
    public void EachRow_IsTheSumOverItsAnswersTokens()
    {
        long[,] labels = { { -100, -100, 4, 7, 0 }, { -100, 9, -100, 10, -100 }, { -100, -100, -100, -100, -100 }, { 3, -100, -100, -100, 8 } };
        Tensor hidden = randn(4, 5, Width, dtype: ScalarType.Float64), weight = randn(Vocabulary, Width, dtype: ScalarType.Float64);

        Tensor logps = Losses.CompletionLogProbs(hidden, states => nn.functional.linear(states, weight), tensor(labels));

        Assert.Equal([3L, 2, 0, 1], Losses.CompletionTokens(tensor(labels)).data<long>().ToArray());
        double[] actual = logps.data<double>().ToArray();
        for (int row = 0; row < 4; row++)
        {
            double sum = 0;
            for (int i = 0; i < 4; i++)
            {
                if (labels[row, i + 1] >= 0)
                {
                    double[] scores = [.. Enumerable.Range(0, Vocabulary).Select(token =>
                        Enumerable.Range(0, Width).Sum(k => hidden[row, i, k].item<double>() * weight[token, k].item<double>()))];
                    sum += scores[labels[row, i + 1]] - Math.Log(scores.Sum(Math.Exp));
                }
            }

            Assert.Equal(sum, actual[row], 1e-12);
        }
    }

    [Fact]
    public void ManyTokens_HaveThePlainGraphsValuesAndGradients()
    {
        const long length = Losses.PlainRows - 100;
        Tensor values = randn(3, length, Width);
        Tensor labels = randint(0, Vocabulary, [3, length], dtype: ScalarType.Int64);
        labels[0, ..500] = -100;
        labels[2, 700..] = -100;
        Tensor factors = tensor(new float[] { 0.5f, -2, 3 });
        Parameter weight = new(randn(Vocabulary, Width));
        Assert.True(Losses.CompletionTokens(labels).sum().item<long>() > 2 * Losses.PlainRows - 100);

        Tensor hidden = values.clone().requires_grad_(true);
        Tensor logps = Losses.CompletionLogProbs(hidden, states => nn.functional.linear(states, weight), labels);
        (logps * factors).sum().backward();
        Tensor weightGradient = weight.grad!.clone();
        weight.grad = null;

        Tensor plain = values.clone().requires_grad_(true);
        Tensor scores = nn.functional.linear(plain[.., ..^1], weight).log_softmax(-1);
        Tensor next = labels[.., 1..], counted = next.ne(-100);
        Tensor expected = (scores.gather(2, next.clamp(min: 0).unsqueeze(-1)).squeeze(-1) * counted).sum(1);
        (expected * factors).sum().backward();

        Assert.True(allclose(expected, logps, 1e-5, 1e-3));
        Assert.True(allclose(plain.grad!, hidden.grad!, 1e-4, 1e-6));
        Assert.True(allclose(weight.grad!, weightGradient, 1e-4, 1e-3));
    }

    [Fact]
    public void BFloat16States_AreScoredInFloat32()
    {
        Tensor hidden = randn(2, 20, Width).to(ScalarType.BFloat16), weight = randn(Vocabulary, Width).to(ScalarType.BFloat16);
        Tensor labels = randint(0, Vocabulary, [2, 20], dtype: ScalarType.Int64);

        Tensor logps = Losses.CompletionLogProbs(hidden, states => nn.functional.linear(states, weight), labels);
        Tensor logits = nn.functional.linear(hidden[.., ..^1], weight).to(ScalarType.Float32).log_softmax(-1);
        Tensor expected = logits.gather(2, labels[.., 1..].unsqueeze(-1)).squeeze(-1).sum(1);

        Assert.Equal(ScalarType.Float32, logps.dtype);
        Assert.True(allclose(expected, logps, 1e-6, 1e-5));
    }

    [Fact]
    public void RowsWithoutAnswers_AreZeroAndConnected()
    {
        Tensor hidden = randn(2, 5, Width).requires_grad_(true), weight = randn(Vocabulary, Width);

        Tensor logps = Losses.CompletionLogProbs(hidden, states => nn.functional.linear(states, weight), full([2, 5], -100, ScalarType.Int64));
        logps.sum().backward();

        Assert.Equal([0f, 0f], logps.data<float>().ToArray());
        Assert.Equal(0f, hidden.grad!.abs().max().item<float>());
    }

    /// <summary>What a prompt says is not scored: its positions may be anything.</summary>
    [Fact]
    public void PromptsAndPadding_AskForNoLogits()
    {
        Tensor labels = full([1, 100], -100, ScalarType.Int64);
        labels[0, 40..43] = 3;
        long asked = 0;

        Losses.CompletionLogProbs(
            randn(1, 100, Width),
            states =>
            {
                asked += states.size(0);
                return randn(states.size(0), Vocabulary);
            },
            labels);

        Assert.Equal(3, asked);
    }

    [Fact]
    public void LabelsOfAnotherShape_AreRefused() => Assert.Throws<ArgumentException>(
        () => Losses.CompletionLogProbs(randn(1, 5, Width), states => states, zeros([1, 4], ScalarType.Int64)));
}
