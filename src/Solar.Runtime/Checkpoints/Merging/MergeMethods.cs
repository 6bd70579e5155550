using System;
using System.Collections.Generic;
using Solar.Families;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>The methods by their words. Every word of <see cref="MergeVocabulary"/> is here; a test sees to it.</summary>
internal static class MergeMethods
{
    private static readonly Dictionary<string, ITensorMethod> All = new(StringComparer.Ordinal)
    {
        ["average"] = new SumMethod(SumMethod.Mean),
        ["linear"] = new SumMethod(SumMethod.Linear),
        ["passthrough"] = new SumMethod(SumMethod.Scale),
        ["task_arithmetic"] = new SumMethod(SumMethod.TaskArithmetic),
        ["slerp"] = new DirectionMethod(Directions.Slerp, _ => VectorKind.Whole, ofDifferences: false),
        ["nuslerp"] = new DirectionMethod(Directions.NuSlerp, Directions.NuSlerpVectors, ofDifferences: true),
        ["multislerp"] = new DirectionMethod(Directions.MultiSlerp, _ => VectorKind.Whole, ofDifferences: true),
        ["karcher"] = new DirectionMethod(Directions.Karcher, _ => VectorKind.Whole, ofDifferences: false),
        ["model_stock"] = new DirectionMethod(
            Directions.ModelStock, merge => merge.IsSet("filter_wise") ? VectorKind.Rows : VectorKind.Whole, ofDifferences: true),
        ["ties"] = new DifferenceMethod(
            (merge, input, count, _) => KeepRanks.Greatest(count, merge.Inputs[input]["density"]), elects: true),
        ["dare_linear"] = new DifferenceMethod(AtRandom, elects: false),
        ["dare_ties"] = new DifferenceMethod(AtRandom, elects: true),
        ["della"] = new DifferenceMethod(ByRowRank, elects: true),
        ["della_linear"] = new DifferenceMethod(ByRowRank, elects: false),
        ["breadcrumbs"] = new DifferenceMethod(Between, elects: false),
        ["breadcrumbs_ties"] = new DifferenceMethod(Between, elects: true),
        ["sce"] = new SelectMethod(),
        ["nearswap"] = new NearSwapMethod(),
    };

    /// <summary>The method of a word; null where there is none.</summary>
    public static ITensorMethod? Find(string word) => All.GetValueOrDefault(word);

    private static ISparsifier AtRandom(TensorMerge merge, int input, long count, int rowLength)
    {
        double density = merge.Inputs[input]["density"];
        return density >= 1 ? new KeepAll() : new KeepAtRandom(new ElementRandom((long)merge["seed"], merge.Target, input), density);
    }

    private static ISparsifier ByRowRank(TensorMerge merge, int input, long count, int rowLength)
    {
        double density = merge.Inputs[input]["density"];
        return density >= 1
            ? new KeepAll()
            : new KeepByRowRank(new ElementRandom((long)merge["seed"], merge.Target, input), density, merge.Inputs[input]["epsilon"], rowLength);
    }

    private static ISparsifier Between(TensorMerge merge, int input, long count, int rowLength) =>
        KeepRanks.Between(count, merge.Inputs[input]["density"], merge.Inputs[input]["gamma"]);
}
