using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>
/// A component that a module of the user's own can stand in for: its word in declarations, and the convention that the module's type keeps.
/// Readers, rules, emitters and the documentation all go by these descriptions.
/// </summary>
/// <param name="Word">Its word, such as <c>own_mlp</c>.</param>
/// <param name="Role">What it stands in for, in prose.</param>
/// <param name="Passes">The types of what <c>forward</c> takes, and last of what it gives: the type arguments of TorchSharp's <c>Module</c>.</param>
/// <param name="Sizes">What the constructor takes behind the placement, by name.</param>
public sealed record OwnComponent(string Word, string Role, EquatableArray<ModuleType> Passes, EquatableArray<ModuleParameter> Sizes)
{
    private static readonly ModuleType Tensor = new("Tensor", "TorchSharp.torch.Tensor");
    private static readonly ModuleType Inputs = new("AttentionInputs", "Solar.Runtime.Layers.AttentionInputs");
    private static readonly ModuleType Size = new("int", "long");
    private static readonly ModuleType OptionalSize = new("int?", "long?");
    private static readonly ModuleType Real = new("double", "double");

    /// <summary>Attention: <c>forward(x, attention, depth)</c>. The sizes are those of <c>attention</c>, which is declared beside it.</summary>
    public static OwnComponent Attention { get; } = new(
        "own_attention", "attention",
        EquatableArray.Of(Tensor, Inputs, new ModuleType("int", "int"), Tensor),
        EquatableArray.Of(
            new ModuleParameter(Size, "hiddenSize"), new ModuleParameter(Size, "numAttentionHeads"), new ModuleParameter(Size, "numKeyValueHeads"),
            new ModuleParameter(Size, "headDim"), new ModuleParameter(OptionalSize, "slidingWindow")));

    /// <summary>The feed-forward block: <c>forward(x)</c>.</summary>
    public static OwnComponent Mlp { get; } = new(
        "own_mlp", "the feed-forward block",
        EquatableArray.Of(Tensor, Tensor),
        EquatableArray.Of(new ModuleParameter(Size, "hiddenSize"), new ModuleParameter(Size, "intermediateSize")));

    /// <summary>Every norm over the residual stream: <c>forward(x)</c>.</summary>
    public static OwnComponent Norm { get; } = new(
        "own_norm", "the norms",
        EquatableArray.Of(Tensor, Tensor),
        EquatableArray.Of(new ModuleParameter(Size, "hiddenSize"), new ModuleParameter(Real, "eps")));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OwnComponent> All { get; } = [Attention, Mlp, Norm];

    /// <summary>The key of the module's type, as it stands among a decoder's values.</summary>
    public string ModuleKey => Word + ".module";

    /// <summary>The key of its parameters.</summary>
    public string TensorsKey => Word + ".tensors";

    /// <summary>The class that its type derives from, as one writes it: <c>Module&lt;Tensor, Tensor&gt;</c>.</summary>
    public string BaseType => $"Module<{string.Join(", ", Passes.Select(type => type.Written))}>";

    /// <summary>The constructor that its type has, as one writes it: <c>(Placement placement, int hiddenSize, int intermediateSize)</c>.</summary>
    public string Constructor => $"(Placement placement, {string.Join(", ", Sizes.Select(size => $"{size.Type.Written} {size.Name}"))})";

    /// <summary>The module among the values of a decoder; they must have passed validation.</summary>
    /// <param name="values">The written keys.</param>
    /// <exception cref="System.ArgumentException">A parameter is malformed.</exception>
    public OwnModuleSpec Lower(ConfigValues values) => new(
        values.Find(ModuleKey)!.Value.AsText(),
        values.Find(TensorsKey)!.Value.AsItems()
            .Select(text => OwnTensors.TryRead(text, name => DecoderFamily.SizeOf(values, this, name), out OwnTensorSpec tensor, out string fault)
                ? tensor
                : throw new System.ArgumentException(fault, nameof(values)))
            .ToEquatableArray());

    /// <inheritdoc/>
    public override string ToString() => Word;
}

/// <summary>A type in the convention of a module.</summary>
/// <param name="Written">As one writes it.</param>
/// <param name="Other">Its full name, or another that does as well.</param>
public sealed record ModuleType(string Written, string Other)
{
    /// <summary>Whether a type is meant.</summary>
    /// <param name="name">Its full name, C#'s own types by their keyword.</param>
    public bool Is(string name) => name == Written || name == Other;
}

/// <summary>What a module's constructor takes.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name, for emitted code passes it by name.</param>
public sealed record ModuleParameter(ModuleType Type, string Name);
