using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Files;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>Looks at the type of a user's own module: what it declares, and whether it can be made, bound and called.</summary>
internal static class OwnModuleReader
{
    private const string Attribute = "Solar.ModuleTensorAttribute", Interface = "Solar.Runtime.IOwnModule", Placement = "Solar.Runtime.Placement";
    private const string Module = "TorchSharp.torch.nn.Module", Tensor = "TorchSharp.torch.Tensor";

    /// <summary>What is known of a name.</summary>
    public static OwnModule Read(OwnModuleName name, Compilation compilation) => Find(name, compilation) is { } type
        ? new OwnModule(name, NameReferences.FullName(type), Fault(type, compilation), Tensors(type))
        : OwnModule.Unusable(name, OwnModule.Missing);

    // From the namespace of the declaration outwards, as C# looks names up.
    private static INamedTypeSymbol? Find(OwnModuleName name, Compilation compilation)
    {
        for (string space = name.Namespace; ; space = space.Substring(0, Math.Max(0, space.LastIndexOf('.'))))
        {
            if (FindExact(space.Length == 0 ? name.Written : $"{space}.{name.Written}", compilation) is { } type)
            {
                return type;
            }

            if (space.Length == 0)
            {
                return null;
            }
        }
    }

    // The dots behind a type's own name are a plus sign in metadata.
    private static INamedTypeSymbol? FindExact(string fullName, Compilation compilation)
    {
        string metadata = fullName;
        while (true)
        {
            if (compilation.GetTypeByMetadataName(metadata) is { } type)
            {
                return type;
            }

            int dot = metadata.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            metadata = metadata.Substring(0, dot) + "+" + metadata.Substring(dot + 1);
        }
    }

    private static string? Fault(INamedTypeSymbol type, Compilation compilation) =>
        type.IsAbstract || type.IsGenericType || !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) ? OwnModule.Unmakeable
        : !DerivesFromModule(type) ? OwnModule.NoModule
        : type.AllInterfaces.All(found => NameReferences.FullName(found) != Interface) ? OwnModule.Unbound
        : !type.InstanceConstructors.Any(IsConventional) ? OwnModule.NoConstructor
        : null;

    private static bool DerivesFromModule(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? @base = type.BaseType; @base is not null; @base = @base.BaseType)
        {
            if (@base.TypeArguments.Length == 2
                && NameReferences.FullName(@base) == Module
                && @base.TypeArguments.All(argument => argument is INamedTypeSymbol named && NameReferences.FullName(named) == Tensor))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsConventional(IMethodSymbol constructor) =>
        constructor.DeclaredAccessibility == Accessibility.Public
        && constructor.Parameters.Length >= 3
        && constructor.Parameters[0] is { RefKind: RefKind.None, Type: INamedTypeSymbol first } && NameReferences.FullName(first) == Placement
        && IsSize(constructor.Parameters[1], "hiddenSize")
        && IsSize(constructor.Parameters[2], "intermediateSize")
        && constructor.Parameters.Skip(3).All(parameter => parameter.IsOptional);

    private static bool IsSize(IParameterSymbol parameter, string name) =>
        parameter.Name == name && parameter.RefKind == RefKind.None && parameter.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

    private static EquatableArray<string> Tensors(INamedTypeSymbol type) => type.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } known && NameReferences.FullName(known) == Attribute && attribute.ConstructorArguments.Length == 2)
        .Select(attribute => OwnTensors.Write(
            attribute.ConstructorArguments[0].Value as string ?? "",
            attribute.ConstructorArguments[1] is { IsNull: false, Kind: TypedConstantKind.Array } shape ? shape.Values.Select(size => size.Value as string ?? "") : []))
        .ToEquatableArray();
}
