using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

/// <summary>Methods that have no golden file, and what a golden file does not reach, against plain loops in double precision.</summary>
public class MergeMethodTests
{
    private const int Rows = 37;
    private const int Columns = 53;

    private static readonly float[] A = Values(1), B = Values(2), C = Values(3), Origin = Values(4);

    [Fact]
    public void EveryWordOfTheLanguage_HasAMethod() =>
        Assert.All(MergeVocabulary.All, method => Assert.NotNull(MergeMethods.Find(method.Name)));

    [Fact]
    public void Average_IsTheMean() =>
        Near(Expect(i => (A[i] + (double)B[i] + C[i]) / 3), Run("average", [A, B, C]));

    [Fact]
    public void LinearWithoutNormalization_IsTheSum() =>
        Near(Expect(i => (2.0 * A[i]) - (0.5 * B[i])), Run("linear", [A, B], inputs: [[("weight", 2)], [("weight", -0.5)]], parameters: [("normalize", 0)]));

    [Fact]
    public void WeightsThatSumToNothing_CannotBeNormalized()
    {
        MergeException e = Assert.Throws<MergeException>(() => Run("linear", [A, B], inputs: [[("weight", 1)], [("weight", -1)]]));
        Assert.Contains("sum to 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PassthroughWithAScale_IsTheTensorTimesIt() =>
        Near(Expect(i => 0.25 * A[i]), Run("passthrough", [A], inputs: [[("scale", 0.25)]]));

    [Fact]
    public void TaskArithmeticWithLambda_ScalesTheSum() =>
        Near(
            Expect(i => Origin[i] + (0.7 * ((0.5 * (A[i] - (double)Origin[i])) + (2 * (B[i] - (double)Origin[i]))))),
            Run("task_arithmetic", [A, B], Origin, inputs: [[("weight", 0.5)], [("weight", 2)]], parameters: [("lambda", 0.7)]));

    [Fact]
    public void SlerpOfNearlyParallelVectors_IsTheChord()
    {
        float[] near = [.. A.Select(x => x * 1.5f)];
        Near(Expect(i => (0.75 * A[i]) + (0.25 * near[i])), Run("slerp", [A, near], parameters: [("t", 0.25)]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NuSlerpByRowOrColumn_GoesAlongTheArcOfEach(bool byColumn)
    {
        double[] expected = new double[A.Length];
        for (int line = 0; line < (byColumn ? Columns : Rows); line++)
        {
            int[] elements = [.. Enumerable.Range(0, A.Length).Where(i => (byColumn ? i % Columns : i / Columns) == line)];
            double[] arc = Slerp([.. elements.Select(i => (double)A[i])], [.. elements.Select(i => (double)B[i])], 0.4);
            for (int k = 0; k < arc.Length; k++)
            {
                expected[elements[k]] = arc[k];
            }
        }

        Near(expected, Run("nuslerp", [A, B], inputs: [[("weight", 0.6)], [("weight", 0.4)]], parameters: [("nuslerp_flatten", 0), ("nuslerp_row_wise", byColumn ? 1 : 0)]));
    }

    [Fact]
    public void NuSlerpWithABase_GoesAlongTheArcOfTheDifferences()
    {
        double[] arc = Slerp(Delta(A), Delta(B), 0.25);
        Near(Expect(i => Origin[i] + arc[i]), Run("nuslerp", [A, B], Origin, inputs: [[("weight", 3)], [("weight", 1)]]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MultiSlerp_IsAStepOnTheSphere(bool withBase)
    {
        double[][] vectors = [.. new[] { A, B, C }.Select(values => withBase ? Delta(values) : [.. values.Select(x => (double)x)])];
        double[] weights = [0.5, 0.3, 0.2];
        double[] lengths = [.. vectors.Select(Length)];
        double[] mean = Combine([.. weights.Zip(lengths, (w, n) => w / n)], vectors);
        mean = Times(mean, 1 / Length(mean));
        double[] tangent = new double[A.Length];
        for (int k = 0; k < 3; k++)
        {
            double[] unit = Times(vectors[k], 1 / lengths[k]);
            double along = Dot(unit, mean);
            tangent = [.. tangent.Select((v, i) => v + (weights[k] * (unit[i] - (along * mean[i]))))];
        }

        double step = Length(tangent);
        double length = weights.Zip(lengths, (w, n) => w * n).Sum();
        double[] expected = Expect(i => (withBase ? Origin[i] : 0) + (length * ((mean[i] * Math.Cos(step)) + (tangent[i] * Math.Sin(step) / step))));

        Near(expected, Run("multislerp", [A, B, C], withBase ? Origin : null, inputs: [[("weight", 5)], [("weight", 3)], [("weight", 2)]]));
    }

    [Fact]
    public void Karcher_EndsWhereTheTangentsCancel()
    {
        float[] merged = Run("karcher", [A, B, C], parameters: [("max_iter", 100), ("tol", 1e-12)]);

        // The defining property of the mean: the logarithms of all inputs at it sum to nothing.
        double[] mean = Times([.. merged.Select(x => (double)x)], 1 / Length([.. merged.Select(x => (double)x)]));
        double[] sum = new double[A.Length];
        double lengths = 0;
        foreach (float[] input in new[] { A, B, C })
        {
            double[] values = [.. input.Select(x => (double)x)];
            lengths += Length(values) / 3;
            double[] unit = Times(values, 1 / Length(values));
            double cosine = Dot(unit, mean);
            double factor = Math.Acos(cosine) / Math.Sin(Math.Acos(cosine));
            sum = [.. sum.Select((v, i) => v + (factor * (unit[i] - (cosine * mean[i]))))];
        }

        Assert.InRange(Length(sum), 0, 1e-6);
        Assert.Equal(lengths, Length([.. merged.Select(x => (double)x)]), 1e-5);
    }

    [Fact]
    public void ModelStockByRow_HasAnAngleForEachRow()
    {
        double[] expected = new double[A.Length];
        for (int row = 0; row < Rows; row++)
        {
            int[] elements = [.. Enumerable.Range(row * Columns, Columns)];
            double[][] deltas = [.. new[] { A, B, C }.Select(values => elements.Select(i => values[i] - (double)Origin[i]).ToArray())];
            double cosine = (Cosine(deltas[0], deltas[1]) + Cosine(deltas[0], deltas[2]) + Cosine(deltas[1], deltas[2])) / 3;
            double t = 3 * cosine / (1 + (2 * cosine));
            foreach (int i in elements)
            {
                expected[i] = (t * (A[i] + (double)B[i] + C[i]) / 3) + ((1 - t) * Origin[i]);
            }
        }

        Near(expected, Run("model_stock", [A, B, C], Origin, parameters: [("filter_wise", 1)]), 1e-5);
    }

    [Theory]
    [InlineData("ties", 0.3, 1, 0)]
    [InlineData("ties", 0.3, 0, 1)]
    [InlineData("breadcrumbs", 0.6, 0, 0)]
    [InlineData("breadcrumbs_ties", 0.6, 1, 1)]
    public void ThinnedDifferences_AreThoseOfASort(string method, double density, int normalize, int rescale)
    {
        const double gamma = 0.05;
        bool isTies = method == "ties";
        double[][] deltas =
        [
            .. new[] { A, B, C }.Select(values =>
            {
                float[] delta = [.. values.Zip(Origin, (a, b) => a - b)];
                int[] ascending = [.. Enumerable.Range(0, delta.Length).OrderBy(i => Math.Abs(delta[i])).ThenBy(i => i)];
                int kept = (int)(density * delta.Length);
                int top = isTies ? 0 : (int)(gamma * delta.Length);
                int[] chosen = ascending[(delta.Length - kept - top)..(delta.Length - top)];
                double[] result = new double[delta.Length];
                Array.ForEach(chosen, i => result[i] = delta[i]);
                return rescale == 1 ? Times(result, delta.Sum(x => Math.Abs((double)x)) / result.Sum(Math.Abs)) : result;
            }),
        ];
        double[] weights = [0.5, 0.3, -0.2];
        double[] expected = Expect(i => Origin[i] + (method == "breadcrumbs" ? Sum(deltas, weights, i, normalize == 1) : Elected(deltas, weights, i, normalize == 1)));

        (string, double)[] Numbers(double weight) => isTies ? [("weight", weight), ("density", density)] : [("weight", weight), ("density", density), ("gamma", gamma)];
        Near(expected, Run(
            method, [A, B, C], Origin, inputs: [Numbers(0.5), Numbers(0.3), Numbers(-0.2)], parameters: [("normalize", normalize), ("rescale", rescale)]));
    }

    [Fact]
    public void EqualMagnitudes_AreKeptAsManyAsTheDensitySays()
    {
        // In bfloat16 many differences are equal; a threshold alone would keep all of them or none.
        float[] zero = new float[1000];
        float[] same = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 1f : -1f)];

        float[] merged = Run("ties", [same], zero, rows: 10, inputs: [[("weight", 1), ("density", 0.3)]]);

        Assert.Equal(300, merged.Count(x => x != 0));
    }

    [Fact]
    public void BreadcrumbsWithGammaZero_DropOnlyTheLeast()
    {
        float[] merged = Run("breadcrumbs", [A], Origin, inputs: [[("weight", 1), ("density", 0.5), ("gamma", 0)]]);

        float[] delta = [.. A.Zip(Origin, (a, b) => a - b)];
        int[] kept = [.. Enumerable.Range(0, delta.Length).OrderBy(i => Math.Abs(delta[i])).Skip(delta.Length - (delta.Length / 2))];
        Near(Expect(i => kept.Contains(i) ? A[i] : Origin[i]), merged);
    }

    [Theory]
    [InlineData("dare_linear")]
    [InlineData("dare_ties")]
    public void Dare_KeepsAShareAndTheSumOfMagnitudes(string method)
    {
        float[] merged = Run(method, [A], Origin, inputs: [[("weight", 1), ("density", 0.4)]]);

        double[] delta = [.. merged.Zip(Origin, (a, b) => (double)a - b)];
        int kept = delta.Count(x => Math.Abs(x) > 1e-7);
        Assert.InRange(kept, (int)(0.35 * A.Length), (int)(0.45 * A.Length));
        Assert.Equal(Delta(A).Sum(Math.Abs), delta.Sum(Math.Abs), 1e-3);

        // What is kept is a multiple of what it was, by one factor for all.
        double[] factors = [.. Enumerable.Range(0, A.Length).Where(i => Math.Abs(delta[i]) > 1e-3).Select(i => delta[i] / (A[i] - (double)Origin[i]))];
        Assert.All(factors, factor => Assert.Equal(factors[0], factor, 2e-3));
    }

    [Theory]
    [InlineData("della")]
    [InlineData("della_linear")]
    public void Della_KeepsGreaterDifferencesMoreOften(string method)
    {
        float[] zero = new float[100 * 1000];
        float[] rising = [.. Enumerable.Range(0, zero.Length).Select(i => 1f + (i % 1000))];

        float[] merged = Run(method, [rising], zero, rows: 100, inputs: [[("weight", 1), ("density", 0.5), ("epsilon", 0.4)]], parameters: [("rescale", 0), ("normalize", 0)]);

        int Kept(int from) => Enumerable.Range(0, zero.Length).Count(i => i % 1000 >= from && i % 1000 < from + 100 && merged[i] != 0);
        Assert.InRange(Kept(0), 1_100, 1_700);          // about 0.14 of 10,000
        Assert.InRange(Kept(450), 4_700, 5_300);
        Assert.InRange(Kept(900), 8_300, 8_900);
    }

    [Fact]
    public void DellaWithProbabilitiesOutsideOfTheirRange_IsRefused()
    {
        MergeException e = Assert.Throws<MergeException>(() => Run("della", [A], Origin, inputs: [[("weight", 1), ("density", 0.9), ("epsilon", 0.2)]]));
        Assert.Contains("between 0 and 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomChoice_IsOfNameSeedAndInputAlone()
    {
        (string, double)[][] numbers = [[("weight", 1), ("density", 0.5)], [("weight", 1), ("density", 0.5)]];
        float[] first = Run("dare_linear", [A, A], Origin, inputs: numbers);

        Assert.Equal(first, Run("dare_linear", [A, A], Origin, inputs: numbers));
        Assert.NotEqual(first, Run("dare_linear", [A, A], Origin, inputs: numbers, parameters: [("seed", 43)]));
        Assert.NotEqual(first, Run("dare_linear", [A, A], Origin, inputs: numbers, name: "other.weight"));

        // Equal inputs draw for themselves: where only one is kept, the value lies between base and sum.
        var distinct = first.Zip(Origin, (x, o) => x == o).ToArray();
        Assert.InRange(distinct.Count(isBase => isBase), 1, (int)(0.35 * A.Length));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.25)]
    public void Sce_SelectsWeighsAndErases(double share)
    {
        float[][] inputs = [A, B, C];
        double[][] deltas = [.. inputs.Select(values => values.Zip(Origin, (a, b) => (double)(a - b)).ToArray())];
        double[] variance = Expect(i => deltas.Sum(d => Math.Pow(d[i] - deltas.Average(e => e[i]), 2)) / 3);
        HashSet<int> selected = [.. Enumerable.Range(0, A.Length).OrderByDescending(i => (float)variance[i]).Take((int)(share * A.Length))];
        deltas = [.. deltas.Select(delta => delta.Select((x, i) => selected.Contains(i) ? x : 0).ToArray())];
        double[] squares = [.. deltas.Select(delta => Dot(delta, delta))];
        double[] weights = Times(squares, 1 / squares.Sum());
        double[] expected = Expect(i =>
        {
            bool isPositive = deltas.Sum(d => d[i]) >= 0;
            int[] agreeing = [.. Enumerable.Range(0, 3).Where(k => isPositive ? deltas[k][i] > 0 : deltas[k][i] < 0)];
            return Origin[i] + (agreeing.Length == 0 ? 0 : agreeing.Sum(k => weights[k] * deltas[k][i]) / agreeing.Sum(k => weights[k]));
        });

        Near(expected, Run("sce", inputs, Origin, parameters: [("select_topk", share)]));
    }

    [Fact]
    public void NearSwap_TakesTheSecondWhereItIsNear()
    {
        const double t = 0.05;
        Near(
            Expect(i => Math.Abs(A[i] - (double)B[i]) <= t ? B[i] : A[i] + ((B[i] - (double)A[i]) * t / Math.Abs(A[i] - (double)B[i]))),
            Run("nearswap", [A, B], parameters: [("t", t)]));
        Assert.Equal(A, Run("nearswap", [A, A], parameters: [("t", t)]));
    }

    [Fact]
    public void OwnFunction_SeesTensorsBaseAndNumbers()
    {
        static void Median(MergeTensors tensor, Span<float> result)
        {
            for (int i = 0; i < result.Length; i++)
            {
                float[] values = [tensor[0][i], tensor[1][i], tensor[2][i]];
                Array.Sort(values);
                result[i] = (float)(tensor.Parameter("factor") * tensor.Parameter(1, "share") * (values[1] - tensor.Base[i]));
            }
        }

        MergeRecipe recipe = Recipe(MergeVocabulary.Custom, 3, isBased: true, [[], [("share", 0.5)], []], [("factor", 3)]);
        var result = new ArrayWriter();
        new FunctionMethod(Median, [Rows, Columns]).Run(Tensors([A, B, C], Origin, Rows), recipe.Tensors(["w"]).Single(), result);

        Near(Expect(i => 1.5 * (new[] { A[i], B[i], C[i] }.Order().ElementAt(1) - (double)Origin[i])), result.Values);
    }

    [Fact]
    public void TensorsLongerThanAPiece_AreMergedAsOne()
    {
        float[][] models = [.. Enumerable.Range(10, 3).Select(seed => Values(seed, 300 * 700))];

        float[] merged = Run("ties", models[..2], models[2], rows: 300, inputs: [[("weight", 1), ("density", 0.2)], [("weight", 1), ("density", 0.2)]]);

        float[][] deltas = [.. models[..2].Select(values => values.Zip(models[2], (a, b) => a - b).ToArray())];
        float[] borders = [.. deltas.Select(delta => delta.Select(Math.Abs).OrderDescending().ElementAt((int)(0.2 * delta.Length) - 1))];
        for (int i = 0; i < merged.Length; i++)
        {
            double[] kept = [.. deltas.Select((delta, k) => Math.Abs(delta[i]) >= borders[k] ? (double)delta[i] : 0)];
            Assert.Equal(models[2][i] + Elected([[kept[0]], [kept[1]]], [1, 1], 0, true), merged[i], 1e-6);
        }
    }

    private static float[] Run(
        string method, float[][] models, float[]? origin = null, int rows = Rows, (string Name, double Value)[][]? inputs = null,
        (string Name, double Value)[]? parameters = null, string name = "model.layers.0.w.weight")
    {
        MergeRecipe recipe = Recipe(method, models.Length, origin is not null, inputs, parameters);
        var result = new ArrayWriter();
        MergeMethods.Find(method)!.Run(Tensors(models, origin, rows), recipe.Tensors([name]).Single(), result);
        return result.Values;
    }

    private static MergeRecipe Recipe(string method, int count, bool isBased, (string Name, double Value)[][]? inputs, (string Name, double Value)[]? parameters) => new(method, 1)
    {
        Inputs = new EquatableArray<MergeRecipeInput>([.. Enumerable.Range(0, count).Select(i => GoldenMerges.Input($"M{i}", inputs?[i] ?? []))]),
        Base = isBased ? "Base" : null,
        Parameters = new EquatableArray<MergeParameter>([.. (parameters ?? []).Select(parameter => new MergeParameter(parameter.Name, new MergeSetting(null, parameter.Value)))]),
    };

    private static ChunkedTensors Tensors(float[][] models, float[]? origin, int rows) => new(
        [.. models.Select(values => new ArrayElements(values))], origin is null ? null : new ArrayElements(origin), [rows, models[0].Length / rows]);

    private static void Near(double[] expected, float[] merged, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, merged.Length);
        for (int i = 0; i < merged.Length; i++)
        {
            if (!(Math.Abs(merged[i] - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
            {
                Assert.Fail($"[{i}]: {merged[i]:R}, not {expected[i]:R}");
            }
        }
    }

    private static double Sum(double[][] deltas, double[] weights, int i, bool normalize) =>
        deltas.Select((delta, k) => weights[k] * delta[i]).Sum() / (normalize ? weights.Sum() : 1);

    private static double Elected(double[][] deltas, double[] weights, int i, bool normalize)
    {
        bool isPositive = deltas.Select((delta, k) => weights[k] * delta[i]).Sum() >= 0;
        int[] agreeing = [.. Enumerable.Range(0, deltas.Length).Where(k => isPositive ? weights[k] * deltas[k][i] > 0 : weights[k] * deltas[k][i] < 0)];
        double divisor = agreeing.Sum(k => weights[k]);
        return agreeing.Sum(k => weights[k] * deltas[k][i]) / (normalize && divisor != 0 ? divisor : 1);
    }

    private static double[] Slerp(double[] a, double[] b, double t)
    {
        double angle = Math.Acos(Cosine(a, b));
        return [.. a.Zip(b, (x, y) => ((Math.Sin((1 - t) * angle) * x) + (Math.Sin(t * angle) * y)) / Math.Sin(angle))];
    }

    private static float[] Values(int seed, int count = Rows * Columns)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.4))];
    }

    private static double[] Expect(Func<int, double> value) => [.. Enumerable.Range(0, A.Length).Select(value)];

    private static double[] Delta(float[] values) => [.. values.Zip(Origin, (a, b) => (double)(a - b))];

    private static double[] Combine(double[] weights, double[][] vectors) => [.. vectors[0].Select((_, i) => weights.Select((w, k) => w * vectors[k][i]).Sum())];

    private static double[] Times(double[] values, double factor) => [.. values.Select(x => x * factor)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Length(double[] values) => Math.Sqrt(Dot(values, values));

    private static double Cosine(double[] a, double[] b) => Dot(a, b) / (Length(a) * Length(b));
}
