using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>What a parameter of a recipe takes.</summary>
public enum RecipeValueKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A half-open range of layers, such as <c>0..24</c> or <c>^8..</c>.</summary>
    Range,

    /// <summary>Ranges of layers, or one.</summary>
    Ranges,

    /// <summary>Layers by number, from the end or as ranges: <c>16</c>, <c>^4</c>, <c>8..24</c>; several, or one.</summary>
    Positions,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>Names of a layer's tensors, or one.</summary>
    Tensors,
}

/// <summary>A parameter of a recipe.</summary>
/// <param name="Name">Its name in expressions and in C#, such as <c>dropTop</c>.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Documentation">One sentence for hover and schema.</param>
public sealed record RecipeParameter(string Name, RecipeValueKind Kind, string Documentation)
{
    /// <summary>Its key in YAML, such as <c>drop_top</c>.</summary>
    public string Key { get; } = string.Concat(Name.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Its property in C#, such as <c>DropTop</c>.</summary>
    public string Property { get; } = char.ToUpperInvariant(Name[0]) + Name.Substring(1);

    /// <summary>Whether it must be written.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the canonical expression writes it without its name.</summary>
    public bool IsPositional { get; init; }

    /// <summary>Whether it takes all arguments that follow, one by one.</summary>
    public bool IsRest { get; init; }

    /// <summary>The words that it takes; empty where it takes other things.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it takes several values.</summary>
    public bool IsList => Kind is RecipeValueKind.Ranges or RecipeValueKind.Positions or RecipeValueKind.Tensors;

    /// <summary>What it takes, in the words of messages.</summary>
    public string Expected => Kind switch
    {
        RecipeValueKind.Number => "a whole number",
        RecipeValueKind.Range or RecipeValueKind.Ranges => "a layer range such as '0..24', '8..' or '^8..'",
        RecipeValueKind.Positions => "a layer such as '16', '^4' or '8..24'",
        RecipeValueKind.Word => "one of " + string.Join(", ", Choices.Select(choice => $"'{choice}'")),
        _ => "the name of a layer's tensor, such as 'mlp.down_proj.weight'",
    };
}

/// <summary>A recipe over one other, as all front ends write it.</summary>
/// <param name="Name">Its name in expressions and in C#, such as <c>ResizeVocabulary</c>.</param>
/// <param name="Documentation">One sentence for hover and schema.</param>
/// <param name="Parameters">Its parameters after the base, in the order in which an expression takes them.</param>
/// <param name="Make">Makes it of its base and what was written.</param>
public sealed record RecipeWord(
    string Name, string Documentation, IReadOnlyList<RecipeParameter> Parameters, Func<Recipe, RecipeArguments, DerivedRecipe> Make)
{
    /// <summary>Its word in YAML, such as <c>resize_vocabulary</c>.</summary>
    public string Key { get; } =
        string.Concat(Name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>The first parameter that must be written and is not; null where nothing is missing.</summary>
    public RecipeParameter? Missing(RecipeArguments arguments) => Parameters.FirstOrDefault(parameter =>
        arguments.Find(parameter.Key) is null && (parameter.IsRequired || IsMissingDrop(parameter, arguments)));

    // Drops may be left out where the number of layers is written.
    private static bool IsMissingDrop(RecipeParameter parameter, RecipeArguments arguments) =>
        parameter.Key is "drop_top" or "drop_bottom" && arguments.Find("target_layers") is null;
}

/// <summary>The recipes of the language: one table that attributes, YAML, expressions and the canonical text share.</summary>
/// <remarks><c>Layers</c>, which can have several bases, stands beside it: <see cref="LayersRecipe"/>.</remarks>
public static class RecipeVocabulary
{
    private static readonly RecipeParameter Zero = new(
        "zero", RecipeValueKind.Tensors, "Tensors of the new layer that are zero; the two output projections where it is not written.");

    /// <summary>Every recipe over one other, in the order of the documentation.</summary>
    public static IReadOnlyList<RecipeWord> All { get; } =
    [
        new("Upscale", "Copies of a model on each other, without the layers at the seams.",
            [
                Number("dropTop", "Number of last layers that a copy below another loses."),
                Number("dropBottom", "Number of first layers that a copy above another loses."),
                Number("copies", "Number of copies; 2 where it is not written."),
                Number("targetLayers", "Number of layers of the result, from which equal drops follow."),
            ],
            (source, written) => new UpscaleRecipe(source, written.Number("drop_top"), written.Number("drop_bottom"))
            {
                Copies = written.Number("copies"),
                TargetLayers = written.Number("target_layers"),
            }),
        new("Repeat", "A block of layers once more, or several times more, in its place.",
            [
                new("range", RecipeValueKind.Range, "The block.") { IsRequired = true, IsPositional = true },
                Number("times", "How many times more; 1 where it is not written."),
            ],
            (source, written) => new RepeatRecipe(source, written.Text("range") ?? "") { Times = written.Number("times") }),
        new("Stack", "Whole copies of a model on each other.",
            [Number("copies", "Number of copies.") with { IsRequired = true, IsPositional = true }],
            (source, written) => new StackRecipe(source, written.Number("copies") ?? 0)),
        new("Interleave", "Each layer several times in its place.",
            [
                Number("copies", "How often each layer stands there; 2 where it is not written."),
                new("range", RecipeValueKind.Range, "The layers that are doubled; all where it is not written."),
            ],
            (source, written) => new InterleaveRecipe(source) { Copies = written.Number("copies"), Range = written.Text("range") }),
        new("Insert", "New layers between those of a model.",
            [
                new("at", RecipeValueKind.Positions, "Layers below which a new one is put.") { IsRequired = true, IsPositional = true },
                new("init", RecipeValueKind.Word, "What a new layer starts from: the average of its neighbours, a copy of the one below, or one that adds nothing.")
                {
                    IsRequired = true, IsPositional = true, Choices = ["average", "copy", "identity"],
                },
                Zero,
            ],
            (source, written) => new InsertRecipe(source, written.Items("at"), written.Text("init") ?? "") { Zero = written.Items("zero") }),
        new("Expand", "Behind each group of layers, copies of its last ones that at first add nothing (LLaMA Pro).",
            [
                Number("every", "Layers of a group.") with { IsRequired = true },
                Number("add", "New layers behind each group; 1 where it is not written."),
                Zero,
            ],
            (source, written) => new ExpandRecipe(source, written.Number("every") ?? 0) { Add = written.Number("add"), Zero = written.Items("zero") }),
        new("Drop", "A model without some of its layers.",
            [new("ranges", RecipeValueKind.Ranges, "What is left out.") { IsRequired = true, IsRest = true }],
            (source, written) => new DropRecipe(source, written.Items("ranges"))),
        new("ResizeVocabulary", "A model with another number of tokens.",
            [
                Number("size", "Number of tokens.") with { IsRequired = true, IsPositional = true },
                new("policy", RecipeValueKind.Word, "What new rows are, or that there are fewer: mean of all rows, zero, normal, truncate.")
                {
                    IsPositional = true, Choices = ["mean", "zero", "normal", "truncate"],
                },
                Number("seed", "Seed of random rows; 0 where it is not written."),
            ],
            (source, written) => new ResizeVocabularyRecipe(source, written.Number("size") ?? 0, written.Text("policy")) { Seed = written.Number("seed") }),
        new("Upcycle", "A mixture of experts whose experts all start from a dense model's feed-forward block.",
            [
                Number("experts", "Number of experts.") with { IsRequired = true },
                Number("expertsPerToken", "Experts that each token goes through; 2 where it is not written."),
                Number("seed", "Seed of the routers; 0 where it is not written."),
            ],
            (source, written) => new UpcycleRecipe(source, written.Number("experts") ?? 0)
            {
                ExpertsPerToken = written.Number("experts_per_token"),
                Seed = written.Number("seed"),
            }),
    ];

    /// <summary>Names in expressions, <c>Layers</c> among them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Take(1).Select(word => word.Name), "Layers", .. All.Skip(1).Select(word => word.Name)];

    /// <summary>Words in YAML, <c>layers</c> among them.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. All.Take(1).Select(word => word.Key), LayersRecipe.Key, .. All.Skip(1).Select(word => word.Key)];

    /// <summary>The recipe of a word in YAML; null where there is none, and of <c>layers</c>.</summary>
    public static RecipeWord? Find(string key) => All.FirstOrDefault(word => word.Key == key);

    /// <summary>The recipe of a name in expressions; null where there is none, and of <c>Layers</c>.</summary>
    public static RecipeWord? FindByName(string name) => All.FirstOrDefault(word => word.Name == name);

    /// <summary>The word of a recipe.</summary>
    public static RecipeWord Of(DerivedRecipe recipe)
    {
        string type = recipe.GetType().Name;
        return FindByName(type.Substring(0, type.Length - nameof(Recipe).Length))
            ?? throw new ArgumentException($"A {type} has no word.", nameof(recipe));
    }

    private static RecipeParameter Number(string name, string documentation) => new(name, RecipeValueKind.Number, documentation);
}
