using Solar.Specs;

namespace Solar.Compiler.Files;

/// <summary>A name of a user's own module as a declaration writes it.</summary>
/// <param name="Namespace">The namespace of the declaration, from which it is looked up outwards.</param>
/// <param name="Written">The name.</param>
public sealed record OwnModuleName(string Namespace, string Written);

/// <summary>What a host knows of a user's own module: data alone, for it is kept between two edits.</summary>
/// <param name="Name">The name that it was looked up by.</param>
/// <param name="FullName">Full name of the type.</param>
/// <param name="Fault">Why it cannot stand in for a component; null where it can.</param>
/// <param name="Tensors">The parameters that it declares, as <see cref="OwnTensors"/> writes them.</param>
public sealed record OwnModule(OwnModuleName Name, string FullName, string? Fault, EquatableArray<string> Tensors)
{
    /// <summary>What is said of a name that is no type's.</summary>
    public const string Missing = "there is no such type";

    /// <summary>What is said of a type that is no module.</summary>
    public const string NoModule = "it does not derive from TorchSharp's Module<Tensor, Tensor>";

    /// <summary>What is said of a module that cannot be bound.</summary>
    public const string Unbound = "it does not implement Solar.Runtime.IOwnModule";

    /// <summary>What is said of a module that cannot be made.</summary>
    public const string NoConstructor = "it has no public constructor (Placement placement, int hiddenSize, int intermediateSize)";

    /// <summary>What is said of a type that has no objects, or of which code elsewhere cannot make any.</summary>
    public const string Unmakeable = "it is abstract, generic or not accessible";

    /// <summary>A module that cannot stand in for a component.</summary>
    public static OwnModule Unusable(OwnModuleName name, string fault) => new(name, name.Written, fault, default);
}
