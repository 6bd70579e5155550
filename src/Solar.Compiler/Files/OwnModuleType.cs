using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Files;

/// <summary>
/// What a host sees of the type of a user's own module, be it by symbols or by reflection. Types have their full names, dots for nested ones,
/// C#'s own their keywords.
/// </summary>
/// <param name="FullName">Its full name.</param>
/// <param name="Tensors">The parameters that it declares, as <see cref="OwnTensors"/> writes them.</param>
public sealed record OwnModuleType(string FullName, EquatableArray<string> Tensors)
{
    /// <summary>The interface by which it takes its parameters.</summary>
    public const string Interface = "Solar.Runtime.IOwnModule";

    /// <summary>The class of TorchSharp's that has a <c>forward</c>.</summary>
    public const string ModuleClass = "TorchSharp.torch.nn.Module";

    private const string Placement = "Solar.Runtime.Placement";

    /// <summary>Whether code elsewhere can make objects of it: neither abstract nor generic, and accessible.</summary>
    public required bool IsMakeable { get; init; }

    /// <summary>Whether code of other assemblies can see it.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether it implements <see cref="Interface"/>.</summary>
    public required bool IsBindable { get; init; }

    /// <summary>For each <see cref="ModuleClass"/> that it derives from, its type arguments.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Bases { get; init; }

    /// <summary>Its public constructors.</summary>
    public required IReadOnlyList<IReadOnlyList<OwnModuleParameter>> Constructors { get; init; }

    /// <summary>Why it cannot stand in for a component; null where it can.</summary>
    public string? FaultAs(OwnComponent component) =>
        !IsMakeable ? "it is abstract, generic or not accessible"
        : !Bases.Any(arguments => IsBase(arguments, component)) ? $"it does not derive from TorchSharp's {component.BaseType}"
        : !IsBindable ? $"it does not implement {Interface}"
        : !Constructors.Any(parameters => IsConventional(parameters, component)) ? $"it has no public constructor {component.Constructor}"
        : null;

    private static bool IsBase(IReadOnlyList<string> arguments, OwnComponent component) =>
        arguments.Count == component.Passes.Count && arguments.Zip(component.Passes, (argument, expected) => expected.Is(argument)).All(fits => fits);

    // Behind what is passed there may be optional parameters of its own.
    private static bool IsConventional(IReadOnlyList<OwnModuleParameter> parameters, OwnComponent component) =>
        parameters.Count > component.Sizes.Count
        && parameters[0].Type == Placement
        && parameters.Skip(1).Zip(component.Sizes, (parameter, size) => parameter.Name == size.Name && size.Type.Is(parameter.Type)).All(fits => fits)
        && parameters.Skip(1 + component.Sizes.Count).All(parameter => parameter.IsOptional);
}

/// <summary>A parameter of a constructor.</summary>
/// <param name="Type">The full name of its type; of one passed by reference, nothing that the convention knows.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsOptional">Whether it has a default.</param>
public sealed record OwnModuleParameter(string Type, string Name, bool IsOptional);
