using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Files;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>Looks at the type of a user's own module: what it declares, and what decides whether it can be made, bound and called.</summary>
internal static class OwnModuleReader
{
    private const string Attribute = "Solar.ModuleTensorAttribute";

    /// <summary>What is known of a name.</summary>
    public static OwnModule Read(OwnModuleName name, Compilation compilation) => Find(name, compilation) is { } type
        ? OwnModule.Of(name, See(type, compilation))
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

    private static OwnModuleType See(INamedTypeSymbol type, Compilation compilation) => new(NameReferences.FullName(type), Tensors(type))
    {
        IsMakeable = !type.IsAbstract && !type.IsGenericType && compilation.IsSymbolAccessibleWithin(type, compilation.Assembly),
        IsPublic = IsPublic(type),
        IsBindable = type.AllInterfaces.Any(found => NameReferences.FullName(found) == OwnModuleType.Interface),
        Bases = [.. Bases(type).Where(found => NameReferences.FullName(found) == OwnModuleType.ModuleClass).Select(found => (string[])[.. found.TypeArguments.Select(Name)])],
        Constructors =
        [
            .. type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
                .Select(constructor => (OwnModuleParameter[])[.. constructor.Parameters.Select(Parameter)]),
        ],
    };

    private static bool IsPublic(INamedTypeSymbol? type) =>
        type is null || (type.DeclaredAccessibility == Accessibility.Public && IsPublic(type.ContainingType));

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? @base = type.BaseType; @base is not null; @base = @base.BaseType)
        {
            yield return @base;
        }
    }

    private static OwnModuleParameter Parameter(IParameterSymbol parameter) => new(
        parameter.RefKind == RefKind.None ? Name(parameter.Type) : "ref " + Name(parameter.Type), parameter.Name, parameter.IsOptional);

    // As C# writes it, so that keywords and int? are what they are; whether null is allowed for a class is no matter.
    private static string Name(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();

    private static EquatableArray<string> Tensors(INamedTypeSymbol type) => type.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } known && NameReferences.FullName(known) == Attribute && attribute.ConstructorArguments.Length == 2)
        .Select(attribute => OwnTensors.Write(
            attribute.ConstructorArguments[0].Value as string ?? "",
            attribute.ConstructorArguments[1] is { IsNull: false, Kind: TypedConstantKind.Array } shape ? shape.Values.Select(size => size.Value as string ?? "") : []))
        .ToEquatableArray();
}
