using System;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>The load-balancing loss against plain loops of doubles.</summary>
public sealed class RouterLogTests : TorchTest
{
    private const int Layers = 3, Batch = 2, Length = 5, Experts = 4;

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(2, "11111 11111")]
    [InlineData(2, "11111 11000")]
    [InlineData(3, "00111 01100")]
    public void Loss_IsTheFormulaOverTheRealTokensOfAllLayers(int perToken, string? padding)
    {
        Tensor[] logits = [.. Enumerable.Range(0, Layers).Select(i => Random(i, Batch * Length, Experts))];
        using RouterLog log = Log(logits);

        Tensor loss = log.LoadBalancingLoss(perToken, Mask(padding));

        Assert.Equal(Reference(logits, perToken, padding), loss.ToDouble(), 5);
    }

    [Fact]
    public void EvenRouters_LoseTheNumberOfExpertsPerToken()
    {
        using RouterLog log = Log(eye(Experts) * 1e-4);

        Assert.Equal(2, log.LoadBalancingLoss(2).ToDouble(), 3);
    }

    [Fact]
    public void Gradient_ReachesTheRouters_AndIsTheFormulasFiniteDifference()
    {
        Tensor logits = Random(1, Batch * Length, Experts).requires_grad_();
        using (NewDisposeScope())
        {
            // The layer's own handle ends with its scope; the log's does not.
            using RouterLog log = Log(logits * 1);
            log.LoadBalancingLoss(2, Mask("11111 11100")).backward();
        }

        using IDisposable unrecorded = no_grad();
        Tensor direction = Random(2, Batch * Length, Experts);
        double up = Reference([logits + (1e-3 * direction)], 2, "11111 11100"), down = Reference([logits - (1e-3 * direction)], 2, "11111 11100");
        Assert.Equal((up - down) / 2e-3, (logits.grad! * direction).sum().ToDouble(), 3);
    }

    [Fact]
    public void LogThatNobodyWroteTo_IsRefused_AndSoIsOneThatWasCleared()
    {
        using RouterLog log = Log(Random(1, Batch * Length, Experts));
        log.Clear();

        Assert.Throws<InvalidOperationException>(() => log.LoadBalancingLoss(2));
        Assert.Empty(log.Logits);
    }

    [Fact]
    public void MaskOfOtherTokens_IsRefusedWithBothNumbers()
    {
        using RouterLog log = Log(Random(1, Batch * Length, Experts));

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => log.LoadBalancingLoss(2, ones(2, 4)));

        Assert.Contains("[2, 4], the routers have seen 10 tokens", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BFloat16Routers_AreSummedInFloat32()
    {
        Tensor logits = Random(1, Batch * Length, Experts).to(ScalarType.BFloat16);
        using RouterLog log = Log(logits);

        Tensor loss = log.LoadBalancingLoss(2);

        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(Reference([logits], 2, null), loss.ToDouble(), 5);
    }

    private static RouterLog Log(params Tensor[] logits)
    {
        RouterLog log = new();
        foreach (Tensor layer in logits)
        {
            log.Add(layer);
        }

        return log;
    }

    private static Tensor? Mask(string? padding) => padding is null
        ? null
        : tensor(padding.Where(mark => mark != ' ').Select(mark => (long)(mark - '0')).ToArray()).reshape(Batch, Length);

    // Switch Transformers, equations 4 to 6, for each of the choices apart.
    private static double Reference(Tensor[] layers, int perToken, string? padding)
    {
        string marks = padding?.Replace(" ", "", StringComparison.Ordinal) ?? new string('1', Batch * Length);
        double[,] choices = new double[perToken, Experts];
        double[] means = new double[Experts];
        int count = 0;
        foreach (Tensor layer in layers)
        {
            double[] scores = layer.detach().to(ScalarType.Float64).data<double>().ToArray();
            for (int t = 0; t < marks.Length; t++)
            {
                if (marks[t] == '1')
                {
                    count++;
                    double[] row = scores[(t * Experts)..((t + 1) * Experts)];
                    double sum = row.Sum(Math.Exp);
                    int[] ranked = [.. Enumerable.Range(0, Experts).OrderByDescending(e => row[e])];
                    for (int e = 0; e < Experts; e++)
                    {
                        means[e] += Math.Exp(row[e]) / sum;
                    }

                    for (int k = 0; k < perToken; k++)
                    {
                        choices[k, ranked[k]]++;
                    }
                }
            }
        }

        double loss = 0;
        for (int k = 0; k < perToken; k++)
        {
            for (int e = 0; e < Experts; e++)
            {
                loss += choices[k, e] / count * (means[e] / count);
            }
        }

        return loss * Experts;
    }
}
