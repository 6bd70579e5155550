using System;
using System.Linq;
using Solar.Families;

namespace Solar.Specs;

/// <summary>How a model is made from the layers of others. Every recipe lowers to one <see cref="LayerMaps.LayerMap"/>.</summary>
public abstract record Recipe
{
    /// <summary>The same recipe with every name replaced.</summary>
    public abstract Recipe Rename(Func<NameReference, NameReference> name);
}

/// <summary>Takes another declaration as it is; the leaf of every recipe.</summary>
/// <param name="Source">The model, stage or merge.</param>
public sealed record SourceRecipe(NameReference Source) : Recipe
{
    /// <inheritdoc/>
    public override Recipe Rename(Func<NameReference, NameReference> name) => new SourceRecipe(name(Source));
}

/// <summary>A recipe over one other.</summary>
/// <param name="Base">What it is made from.</param>
public abstract record DerivedRecipe(Recipe Base) : Recipe
{
    /// <summary>Its word, with the parameters that it takes.</summary>
    public RecipeWord Word => RecipeVocabulary.Of(this);

    /// <summary>What was written, by the parameters' keys.</summary>
    public abstract RecipeArguments Arguments { get; }

    /// <inheritdoc/>
    public override Recipe Rename(Func<NameReference, NameReference> name) => this with { Base = Base.Rename(name) };
}

/// <summary>
/// Depth up-scaling (SOLAR 10.7B, section 2): copies of the base on each other. Each but the uppermost loses its last layers, each but the
/// lowest its first.
/// </summary>
/// <param name="Base">What is copied.</param>
/// <param name="DropTop">Number of last layers that a copy below another loses; null follows from <see cref="TargetLayers"/>.</param>
/// <param name="DropBottom">Number of first layers that a copy above another loses; null follows from <see cref="TargetLayers"/>.</param>
public sealed record UpscaleRecipe(Recipe Base, long? DropTop, long? DropBottom) : DerivedRecipe(Base)
{
    /// <summary>Number of copies; null for two.</summary>
    public long? Copies { get; init; }

    /// <summary>Number of layers of the result; null follows from the drops.</summary>
    public long? TargetLayers { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments()
        .With("drop_top", DropTop).With("drop_bottom", DropBottom).With("copies", Copies).With("target_layers", TargetLayers);
}

/// <summary>Layer ranges of one model or of several, one after the other.</summary>
/// <param name="Parts">Models with the ranges that are taken of them, bottom first.</param>
public sealed record LayersRecipe(EquatableArray<LayersPart> Parts) : Recipe
{
    /// <summary>The word, as YAML has it.</summary>
    public const string Key = "layers";

    /// <summary>Ranges of one model.</summary>
    /// <param name="base">Where the layers come from.</param>
    /// <param name="ranges">Half-open ranges as written, such as <c>0..24</c> or <c>^8..</c>.</param>
    public LayersRecipe(Recipe @base, EquatableArray<string> ranges)
        : this(EquatableArray.Of(new LayersPart(@base, ranges)))
    {
    }

    /// <summary>Whose embeddings it has; null for the first part's.</summary>
    public NameReference? Embeddings { get; init; }

    /// <summary>Whose final norm it has; null for the last part's.</summary>
    public NameReference? Norm { get; init; }

    /// <summary>Whose head it has; null for the last part's.</summary>
    public NameReference? Head { get; init; }

    /// <inheritdoc/>
    public override Recipe Rename(Func<NameReference, NameReference> name) => new LayersRecipe(
        Parts.Select(part => part with { Base = part.Base.Rename(name) }).ToEquatableArray())
    {
        Embeddings = Embeddings is null ? null : name(Embeddings),
        Norm = Norm is null ? null : name(Norm),
        Head = Head is null ? null : name(Head),
    };
}

/// <summary>Layer ranges of one model within <see cref="LayersRecipe"/>.</summary>
/// <param name="Base">Where the layers come from.</param>
/// <param name="Ranges">Half-open ranges as written, such as <c>0..24</c> or <c>^8..</c>.</param>
public sealed record LayersPart(Recipe Base, EquatableArray<string> Ranges);

/// <summary>A block of layers once more, or several times more, in its place (Yi 9B, Granite 34B).</summary>
/// <param name="Base">The model.</param>
/// <param name="Range">The block, such as <c>12..28</c>.</param>
public sealed record RepeatRecipe(Recipe Base, string Range) : DerivedRecipe(Base)
{
    /// <summary>How many times more; null for once.</summary>
    public long? Times { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("range", Range).With("times", Times);
}

/// <summary>Whole copies on each other (StackBERT, G_stack).</summary>
/// <param name="Base">The model.</param>
/// <param name="Copies">How many.</param>
public sealed record StackRecipe(Recipe Base, long Copies) : DerivedRecipe(Base)
{
    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("copies", Copies);
}

/// <summary>Each layer several times in its place: 0, 0, 1, 1, and so on.</summary>
/// <param name="Base">The model.</param>
public sealed record InterleaveRecipe(Recipe Base) : DerivedRecipe(Base)
{
    /// <summary>How often each layer stands there; null for twice.</summary>
    public long? Copies { get; init; }

    /// <summary>The layers that are doubled; null for all.</summary>
    public string? Range { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("copies", Copies).With("range", Range);
}

/// <summary>New layers between those of the base.</summary>
/// <param name="Base">The model.</param>
/// <param name="At">Layers of the base below which a new one is put, such as <c>16</c>, <c>^4</c> or <c>8..24</c>.</param>
/// <param name="Init">What a new layer starts from: <c>average</c> of its neighbours, <c>copy</c> of the one below, or <c>identity</c>.</param>
public sealed record InsertRecipe(Recipe Base, EquatableArray<string> At, string Init) : DerivedRecipe(Base)
{
    /// <summary>Tensors of a layer that <c>identity</c> sets to zero; empty for the two output projections.</summary>
    public EquatableArray<string> Zero { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("at", At).With("init", Init).With("zero", Zero);
}

/// <summary>Block expansion (LLaMA Pro, section 3): behind each group of layers, copies of its last ones that at first add nothing.</summary>
/// <param name="Base">The model.</param>
/// <param name="Every">Layers of a group.</param>
public sealed record ExpandRecipe(Recipe Base, long Every) : DerivedRecipe(Base)
{
    /// <summary>New layers behind each group; null for one.</summary>
    public long? Add { get; init; }

    /// <summary>Tensors of a new layer that are zero; empty for the two output projections.</summary>
    public EquatableArray<string> Zero { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("every", Every).With("add", Add).With("zero", Zero);
}

/// <summary>The model without some of its layers.</summary>
/// <param name="Base">The model.</param>
/// <param name="Ranges">What is left out, such as <c>21..29</c>.</param>
public sealed record DropRecipe(Recipe Base, EquatableArray<string> Ranges) : DerivedRecipe(Base)
{
    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("ranges", Ranges);
}

/// <summary>The model with another number of tokens.</summary>
/// <param name="Base">The model.</param>
/// <param name="Size">Number of tokens.</param>
/// <param name="Policy">What new rows are: <c>mean</c>, <c>zero</c> or <c>normal</c>; <c>truncate</c> where there are fewer; null where nothing was written.</param>
public sealed record ResizeVocabularyRecipe(Recipe Base, long Size, string? Policy) : DerivedRecipe(Base)
{
    /// <summary>Seed of random rows; null for 0.</summary>
    public long? Seed { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments => new RecipeArguments().With("size", Size).With("policy", Policy).With("seed", Seed);
}

/// <summary>A mixture of experts whose experts all start from the dense model's feed-forward block (sparse upcycling).</summary>
/// <param name="Base">The dense model.</param>
/// <param name="Experts">Number of experts.</param>
public sealed record UpcycleRecipe(Recipe Base, long Experts) : DerivedRecipe(Base)
{
    /// <summary>Experts that each token goes through; null for two.</summary>
    public long? ExpertsPerToken { get; init; }

    /// <summary>Seed of the routers; null for 0.</summary>
    public long? Seed { get; init; }

    /// <inheritdoc/>
    public override RecipeArguments Arguments =>
        new RecipeArguments().With("experts", Experts).With("experts_per_token", ExpertsPerToken).With("seed", Seed);
}
