using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>The merge methods, by mergekit's names and with its defaults.</summary>
public static class MergeVocabulary
{
    private static readonly MergeKey Weight = PerModel("weight", 1.0, "Share of a model; several are divided by their sum where normalize is true.");

    private static readonly MergeKey TaskWeight = PerModel("weight", 1.0, "Factor of a model's difference from the base.");

    private static readonly MergeKey Density = PerModel("density", 1.0, "Share of a model's differences that is kept.") with
    {
        Key = Number("density", 1.0, "Share of a model's differences that is kept.", 0, 1),
        IsMinimumExclusive = true,
    };

    private static readonly MergeKey Lambda = ForAll("lambda", 1.0, "Factor of the merged difference before it is added to the base.");

    private static readonly MergeKey Seed = new(
        new ConfigKey("seed", "Seed", ConfigKind.Integer, ConfigValue.Of(42L), "Seed of the random choice of differences.") { Minimum = 0, Maximum = int.MaxValue },
        IsPerModel: false);

    /// <summary>Every method, in the order of the documentation.</summary>
    public static IReadOnlyList<MergeMethod> All { get; } =
    [
        new("average", "The mean of models, tensor by tensor.", []),
        new("linear", "The weighted mean of models, tensor by tensor.", [Weight, Normalize(true)]),
        new("slerp", "Spherical interpolation between two models: along the arc instead of the chord.",
        [
            Required("t", "0 gives the first model, 1 the second.", 0, 1),
        ]) { MaximumModels = 2 },
        new("nuslerp", "Spherical interpolation of two models by their weights, of whole tensors, rows or columns; with a base, of the differences from it.",
        [
            Weight,
            Flag("nuslerp_flatten", true, "Whether a tensor is taken as one vector."),
            Flag("nuslerp_row_wise", false, "Whether the vectors of a tensor that is not flattened are its rows; else its columns."),
        ]) { AttributeName = "NuSlerp", MaximumModels = 2, Base = MergeBase.Optional },
        new("multislerp", "Weighted mean of several models on the sphere; with a base, of the differences from it.",
        [
            Weight,
            Flag("normalize_weights", true, "Whether weights are divided by their sum."),
            ForAll("eps", 1e-8, "Below this a length counts as none.", 0, null) with { IsMinimumExclusive = true },
        ]) { AttributeName = "MultiSlerp", Base = MergeBase.Optional },
        new("karcher", "The Riemannian (Karcher) mean of models on the sphere; all count alike.",
        [
            new(new ConfigKey("max_iter", "MaxIter", ConfigKind.Integer, ConfigValue.Of(10L), "Greatest number of steps.") { Minimum = 1, Maximum = int.MaxValue }, IsPerModel: false),
            ForAll("tol", 1e-5, "The search ends where a step is shorter than this.", 0, null) with { IsMinimumExclusive = true },
        ]),
        new("task_arithmetic", "The base plus the weighted sum of the models' differences from it.", [TaskWeight, Normalize(false), Lambda])
            { MinimumModels = 1, Base = MergeBase.Required },
        new("ties", "Differences from the base: the largest of each model are kept, a sign is elected, and those that agree are averaged (TIES).",
            [TaskWeight, Density, Normalize(true), Rescale(false), Lambda]) { MinimumModels = 1, Base = MergeBase.Required },
        new("dare_linear", "Differences from the base: a random share of each model's is kept and scaled up, then summed (DARE).",
            [TaskWeight, Density, Normalize(false), Rescale(true), Lambda, Seed]) { MinimumModels = 1, Base = MergeBase.Required },
        new("dare_ties", "DARE with the election of a sign as in TIES.",
            [TaskWeight, Density, Normalize(false), Rescale(true), Lambda, Seed]) { MinimumModels = 1, Base = MergeBase.Required },
        new("della", "DARE in which larger differences are kept more often, with the election of a sign (DELLA).",
            [TaskWeight, Density, Epsilon, Normalize(true), Rescale(true), Lambda, Seed]) { MinimumModels = 1, Base = MergeBase.Required },
        new("della_linear", "DELLA without the election of a sign.",
            [TaskWeight, Density, Epsilon, Normalize(false), Rescale(true), Lambda, Seed]) { MinimumModels = 1, Base = MergeBase.Required },
        new("breadcrumbs", "Differences from the base: the largest and the smallest of each model are dropped, the rest is summed.",
            [TaskWeight, Density, Gamma, Normalize(false), Rescale(false), Lambda]) { MinimumModels = 1, Base = MergeBase.Required },
        new("breadcrumbs_ties", "Breadcrumbs with the election of a sign as in TIES.",
            [TaskWeight, Density, Gamma, Normalize(false), Rescale(false), Lambda]) { MinimumModels = 1, Base = MergeBase.Required },
        new("model_stock", "Between the base and the mean of the models, as far as the angles between their differences say (Model Stock).",
            [Flag("filter_wise", false, "Whether every row has an angle of its own.")]) { Base = MergeBase.Required },
        new("sce", "Differences from the base: those that vary most are selected, weighted by their squares, minority signs are erased (SCE).",
        [
            ForAll("select_topk", 1.0, "Share of positions that are selected.", 0, 1) with { IsMinimumExclusive = true },
        ]) { MinimumModels = 1, Base = MergeBase.Required },
        new("nearswap", "The first model, drawn to the second where the two are near.",
        [
            Required("t", "Distance within which the second model's value is taken.", 0, null),
        ]) { AttributeName = "NearSwap", MaximumModels = 2 },
        new("passthrough", "One model as it is, or scaled.",
            [new(Number("scale", null, "Factor of the tensor; none for an exact copy.", null, null), IsPerModel: true)])
            { MinimumModels = 1, MaximumModels = 1 },
    ];

    /// <summary>The word of a merge by the user's own function, whose parameters are the user's own, too.</summary>
    public const string Custom = "custom_merge";

    /// <summary>The data type of the result.</summary>
    public static ConfigKey Dtype { get; } = CommonKeys.DtypeKey with
    {
        IsNullable = false,
        Documentation = "Data type of the result; that of the model where it is not written.",
    };

    /// <summary>What is done where vocabularies differ; its choices stand in the order of <see cref="VocabularyPolicy"/>.</summary>
    public static ConfigKey Vocabulary { get; } = new(
        "vocabulary", "Vocabulary", ConfigKind.Text, ConfigValue.Of("same"),
        "What is done where vocabularies differ: same, they must not; common, rows that all have are merged and further ones are the base's, else the first model's.")
    {
        Choices = EquatableArray.Of("same", "common"),
    };

    /// <summary>The method of a word; null where there is none, as for <see cref="Custom"/>.</summary>
    public static MergeMethod? Find(string word) => All.FirstOrDefault(method => method.Name == word);

    private static MergeKey Epsilon => PerModel("epsilon", 0.15, "Half the distance between the shares of the least and of the greatest differences.") with
    {
        Key = Number("epsilon", 0.15, "The least differences are kept with density - epsilon, the greatest with density + epsilon.", 0, 1),
        IsMaximumExclusive = true,
    };

    private static MergeKey Gamma => PerModel("gamma", 0.01, "Share of the largest differences that is dropped.") with
    {
        Key = Number("gamma", 0.01, "Share of the largest differences that is dropped.", 0, 1),
        IsMaximumExclusive = true,
    };

    private static MergeKey Normalize(bool value) => Flag("normalize", value, "Whether the weighted sum is divided by the sum of the weights.");

    private static MergeKey Rescale(bool value) => Flag("rescale", value, "Whether what is kept of a difference is scaled up to its former sum of magnitudes.");

    private static MergeKey Flag(string name, bool value, string documentation) => new(CommonKeys.Flag(name, value, documentation), IsPerModel: false);

    private static MergeKey PerModel(string name, double value, string documentation) => new(Number(name, value, documentation, null, null), IsPerModel: true);

    private static MergeKey ForAll(string name, double value, string documentation, double? minimum = null, double? maximum = null) =>
        new(Number(name, value, documentation, minimum, maximum), IsPerModel: false);

    private static MergeKey Required(string name, string documentation, double? minimum, double? maximum) =>
        new(Number(name, null, documentation, minimum, maximum), IsPerModel: false) { IsRequired = true };

    private static ConfigKey Number(string name, double? value, string documentation, double? minimum, double? maximum) =>
        new(name, CommonKeys.Pascal(name), ConfigKind.Number, value is { } number ? ConfigValue.Of(number) : null, documentation)
        {
            Minimum = minimum,
            Maximum = maximum,
        };
}
