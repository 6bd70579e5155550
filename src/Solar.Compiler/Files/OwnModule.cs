using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>A name of a user's own module as a declaration writes it.</summary>
/// <param name="Component">What it is to stand in for.</param>
/// <param name="Namespace">The namespace of the declaration, from which it is looked up outwards.</param>
/// <param name="Written">The name.</param>
public sealed record OwnModuleName(OwnComponent Component, string Namespace, string Written);

/// <summary>What is known of a user's own module: data alone, for it is kept between two edits.</summary>
/// <param name="Name">The name that it was looked up by.</param>
/// <param name="FullName">Full name of the type.</param>
/// <param name="Fault">Why it cannot stand in for the component; null where it can.</param>
/// <param name="Tensors">The parameters that it declares, as <see cref="OwnTensors"/> writes them.</param>
public sealed record OwnModule(OwnModuleName Name, string FullName, string? Fault, EquatableArray<string> Tensors)
{
    /// <summary>Whether code of other assemblies can see the type.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>What is said of a name that is no type's.</summary>
    public const string Missing = "there is no such type";

    /// <summary>A module that cannot stand in for a component.</summary>
    public static OwnModule Unusable(OwnModuleName name, string fault) => new(name, name.Written, fault, default);

    /// <summary>The type of a name, held to the convention of its component.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">What a host sees of the type.</param>
    public static OwnModule Of(OwnModuleName name, OwnModuleType type) => new(name, type.FullName, type.FaultAs(name.Component), type.Tensors)
    {
        IsPublic = type.IsPublic,
    };

    /// <summary>Why it cannot stand in for the component of a model; null where it can.</summary>
    /// <param name="model">The model, whose emitted members are of its type.</param>
    public string? FaultIn(Declaration model) =>
        Fault ?? (!IsPublic && AccessibilityRules.IsPublic(model.Shape) ? $"it is internal and '{model.Name.Name}' is public" : null);
}
