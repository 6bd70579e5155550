using System.Collections.Generic;
using Solar.Families;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>
/// A merge with everything resolved, as the weight engine runs it: names are full, ranges are numbers, and <see cref="Tensors"/> says for
/// every tensor what is merged with which numbers. It holds no tensor and knows no file.
/// </summary>
/// <param name="Method">The method's word, such as <c>slerp</c>; <c>average</c> is <c>linear</c> without weights.</param>
/// <param name="LayerCount">Number of layers of the result.</param>
public sealed record MergeRecipe(string Method, int LayerCount)
{
    /// <summary>What is merged, in order: of <c>slerp</c> the first is t = 0.</summary>
    public EquatableArray<MergeRecipeInput> Inputs { get; init; }

    /// <summary>Full name of the base model of methods on differences; null without one.</summary>
    public string? Base { get; init; }

    /// <summary>The parameters of the whole merge, as written.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }

    /// <summary>From which layers the result's layers are merged; empty where every layer is merged from its own number.</summary>
    public EquatableArray<MergeRecipeSlice> Slices { get; init; }

    /// <summary>Data type of the result; null for that of the first input, or of the base where there is one.</summary>
    public Dtype? Dtype { get; init; }

    /// <summary>What is done where vocabularies differ.</summary>
    public VocabularyPolicy Vocabulary { get; init; }

    /// <summary>Full name of the user's static function, such as <c>Paper.Merges.Median</c>; null for a method of ours.</summary>
    public string? Function { get; init; }

    /// <summary>Full name of the input whose tokenizer and generation files go with the result; null for the base, else the first input.</summary>
    public string? TokenizerSource { get; init; }

    /// <summary>Every checkpoint that is read: the base first, then the inputs, each once.</summary>
    public IReadOnlyList<string> Sources
    {
        get
        {
            var sources = new List<string>();
            foreach (string? source in (IEnumerable<string?>)[Base, .. Names()])
            {
                if (source is not null && !sources.Contains(source))
                {
                    sources.Add(source);
                }
            }

            return sources;
        }
    }

    /// <summary>What each tensor of the result is merged from.</summary>
    /// <param name="names">Names of the result's tensors in the order of the forward pass: what stands before the first layer takes the first value
    /// of a gradient, what stands behind the last layer the last.</param>
    /// <exception cref="MergeParameterException">A parameter that the method needs has no value for a tensor; the compiler reports that as SOLAR318.</exception>
    public IEnumerable<TensorMerge> Tensors(IEnumerable<string> names) => new TensorMerges(this).Of(names);

    /// <summary>The method; null for a user's own.</summary>
    public MergeMethod? FindMethod() => MergeVocabulary.Find(Method);

    private IEnumerable<string> Names()
    {
        foreach (MergeRecipeInput input in Inputs)
        {
            yield return input.Source;
        }
    }
}

/// <summary>One input of a resolved merge.</summary>
/// <param name="Source">Full name of the model, stage or merge.</param>
public sealed record MergeRecipeInput(string Source)
{
    /// <summary>Its own parameters, as written.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }
}

/// <summary>Consecutive layers of the result, and the layers that they are merged from.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sources">One for each input.</param>
public sealed record MergeRecipeSlice(int Count, EquatableArray<MergeRecipeSource> Sources)
{
    /// <summary>A slice of the given sources.</summary>
    public MergeRecipeSlice(int count, params MergeRecipeSource[] sources)
        : this(count, new EquatableArray<MergeRecipeSource>(sources))
    {
    }

    /// <summary>First layer of the base model; 0 without one.</summary>
    public int BaseStart { get; init; }

    /// <summary>Parameters of these layers.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }
}

/// <summary>What one input gives to a slice.</summary>
/// <param name="Start">Its first layer; -1 where it takes no part.</param>
public sealed record MergeRecipeSource(int Start)
{
    /// <summary>Whether it takes part.</summary>
    public bool TakesPart => Start >= 0;

    /// <summary>Its parameters in this slice.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }
}
