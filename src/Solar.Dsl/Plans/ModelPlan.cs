using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>A model with everything resolved: what the emitter writes down, the planner prints and the weight engine follows.</summary>
/// <param name="Declaration">What was declared.</param>
/// <param name="Spec">Its components.</param>
/// <param name="Map">For each layer, what it starts from; of an architecture of its own, itself.</param>
public sealed record ModelPlan(ModelDeclaration Declaration, DecoderSpec Spec, LayerMap Map)
{
    /// <summary>Number of parameters.</summary>
    public long ParameterCount { get; init; } = TensorCatalog.ParameterCount(Spec);

    /// <summary>The recipe in canonical form, such as <c>Upscale(SolarBase, dropTop: 8, dropBottom: 8)</c>; null without one.</summary>
    public string? RecipeText { get; init; }

    /// <summary>The models, stages and merges whose checkpoints it is made from, each once; empty for an architecture of its own.</summary>
    public EquatableArray<ModelSource> Sources { get; init; }

    /// <summary>Where the tensors around the layers come from; null for an architecture of its own.</summary>
    public OutsideTensors? Outside { get; init; }

    /// <summary>How a dense feed-forward block becomes experts; null where it stays as it is.</summary>
    public Upcycling? Upcycling { get; init; }

    /// <summary>Full name of the one source; null where there is none, or more than one.</summary>
    public string? Source => Sources.Count == 1 ? Sources[0].Name : null;

    /// <summary>Number of layers of the one source; 0 without one.</summary>
    public int SourceDepth => Sources.Count == 1 ? Sources[0].Spec.NumHiddenLayers : 0;
}

/// <summary>A stage with everything resolved.</summary>
/// <param name="Declaration">What was declared.</param>
/// <param name="Model">Full name of the model whose type its weights have.</param>
/// <param name="Start">Full name of the declaration from whose weights it starts.</param>
/// <param name="Datasets">Full names of its data sets.</param>
public sealed record StagePlan(StageDeclaration Declaration, string Model, string Start, EquatableArray<string> Datasets)
{
    /// <summary>Full names of the data sets it is evaluated on.</summary>
    public EquatableArray<string> EvalDatasets { get; init; }

    /// <summary>Full names of the evaluation sets that its data must not overlap.</summary>
    public EquatableArray<string> EvaluationSets { get; init; }

    /// <summary>Patterns of the parameters that are trained, words for layers resolved; empty for all.</summary>
    public EquatableArray<string> UnfrozenParameters { get; init; }

    /// <summary>Patterns of the parameters that decay, words for layers resolved; empty for matrices.</summary>
    public EquatableArray<string> WeightDecayParameters { get; init; }

    /// <summary>By what learning rates are multiplied, words for layers resolved; the first that fits a parameter counts.</summary>
    public EquatableArray<LearningRateScalePlan> LrScales { get; init; }
}

/// <summary>By what the learning rate of some parameters is multiplied.</summary>
/// <param name="Parameters">Pattern of their names.</param>
/// <param name="Scale">The factor; 0 or more.</param>
public sealed record LearningRateScalePlan(string Parameters, double Scale);

/// <summary>A merge with everything resolved.</summary>
/// <param name="Declaration">What was declared.</param>
/// <param name="Model">Full name of the model whose type its weights have.</param>
/// <param name="Recipe">What is merged, and how.</param>
public sealed record MergePlan(MergeDeclaration Declaration, string Model, MergeRecipe Recipe);

/// <summary>A data set with everything resolved.</summary>
/// <param name="Declaration">What was declared.</param>
public sealed record DatasetPlan(DatasetDeclaration Declaration);
