using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Lab.Search;

/// <summary>A layer map that leads from a base to a wanted depth, and the recipe that says it.</summary>
/// <param name="Recipe">The recipe, over a base that is called as <see cref="Base"/> says.</param>
/// <param name="Map">For each layer, what it starts from.</param>
public sealed record ProposedMap(Recipe Recipe, LayerMap Map)
{
    /// <summary>What recipes call the base until somebody names it.</summary>
    internal const string BaseName = "Base";

    /// <summary>The base of a recipe that is proposed.</summary>
    internal static SourceRecipe Base { get; } = new(new NameReference(BaseName, default));

    /// <summary>
    /// Whether new layers add nothing at first, as LLaMA Pro's: the model is then its base until it is trained, and its loss before training says nothing.
    /// </summary>
    public bool IsIdentity => Map.Entries.Any(entry => entry.Init == LayerInit.Identity);

    /// <summary>The base's layers in the order in which the grown model runs them; layers that add nothing are left out.</summary>
    public IReadOnlyList<int> Order => [.. Map.Entries.Where(entry => entry.Init == LayerInit.Copy).Select(entry => entry.Layer)];

    /// <summary>Number of places where a layer is not above the one that it is above in the base.</summary>
    public int Seams => Map.Runs().Count() - 1;

    /// <summary>
    /// Angular distance of the block that is run again, or left out, where the map is that of one block; null else. The least is what
    /// <see cref="Inspection.AngularDistances.Least"/> names.
    /// </summary>
    public double? BlockDistance { get; init; }

    /// <summary>The recipe as an expression: for <c>--recipe</c>, for <c>[Recipe("…")]</c>, and in quotes as a model of a YAML file.</summary>
    /// <param name="base">What the base is called.</param>
    public string Expression(string @base) => RecipeText.Write(Recipe, _ => @base);

    /// <summary>The recipe as a model of a YAML file: <c>Grown: "Upscale(…)"</c>.</summary>
    /// <param name="name">What the grown model is to be called.</param>
    /// <param name="base">What the base is called.</param>
    public string Yaml(string name, string @base) => $"{name}: \"{Expression(@base)}\"";

    /// <summary>The recipe as an attribute in C#: <c>[Upscale(typeof(Base), dropTop: 7, dropBottom: 9)]</c>.</summary>
    /// <param name="base">What the base's class is called.</param>
    public string Attribute(string @base)
    {
        string type = $"typeof({@base})";
        return Recipe switch
        {
            UpscaleRecipe upscale => Text($"[Upscale({type}, dropTop: {upscale.DropTop}, dropBottom: {upscale.DropBottom}{Named("Copies", upscale.Copies)})]"),
            RepeatRecipe repeat => Text($"[Repeat({type}, \"{repeat.Range}\"{Named("Times", repeat.Times)})]"),
            StackRecipe stack => Text($"[Stack({type}, {stack.Copies})]"),
            InterleaveRecipe interleave => Text($"[Interleave({type}{(interleave.Range is { } range ? $", Range = \"{range}\"" : "")}{Named("Copies", interleave.Copies)})]"),
            InsertRecipe insert => $"[Insert({type}, \"{string.Join(", ", insert.At)}\", NewLayer.{(insert.Init == "copy" ? "Copy" : "Identity")})]",
            ExpandRecipe expand => Text($"[Expand({type}, every: {expand.Every}{Named("Add", expand.Add)})]"),
            DropRecipe drop => $"[Drop({type}, {string.Join(", ", drop.Ranges.Select(range => $"\"{range}\""))})]",
            _ => throw new NotSupportedException($"A {Recipe.GetType().Name} is not proposed."),
        };
    }

    /// <summary>The map in words: <c>0..24 + 8..32</c>, half-open ranges of the base's layers.</summary>
    public string Ranges => string.Join(" + ", Map.Runs().Select(run => run.Entry is { } entry
        ? Text($"identity {entry.Layer}")
        : Text($"{run.Layer}..{run.End}")));

    private static string Named(string name, long? value) => value is { } number ? Text($", {name} = {number}") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
