using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>
/// Writes into a declaration what the types of a user's own modules say of themselves: their full names and their parameters. From here on nothing asks for
/// the types any more; catalogs and config.json carry what is known of them.
/// </summary>
public static class OwnModuleExpansion
{
    /// <summary>The own modules that a declaration names.</summary>
    public static IEnumerable<OwnModuleName> NamesIn(LocatedDeclaration located)
    {
        if (located.Read.Declaration is not ModelDeclaration { Architecture: { Family: "decoder" } architecture } model)
        {
            yield break;
        }

        foreach (OwnComponent component in OwnComponent.All)
        {
            if (architecture.Values.Find(component.ModuleKey) is { Kind: ConfigKind.Text } module)
            {
                yield return new OwnModuleName(component, model.Name.Namespace, module.AsText());
            }
        }
    }

    /// <summary>The names of all declarations, each once.</summary>
    public static EquatableArray<OwnModuleName> NamesIn(IEnumerable<LocatedDeclaration> declarations) =>
        declarations.SelectMany(NamesIn).Distinct().ToEquatableArray();

    /// <summary>The declaration with its modules' full names and parameters; broken (reported) where a type cannot stand in.</summary>
    /// <param name="located">The declaration.</param>
    /// <param name="modules">What the host knows of the modules.</param>
    public static LocatedDeclaration Expand(LocatedDeclaration located, IEnumerable<OwnModule> modules)
    {
        OwnModule[] named = [.. NamesIn(located).Select(name => modules.FirstOrDefault(known => known.Name == name)).OfType<OwnModule>()];
        if (named.Length == 0)
        {
            return located;
        }

        var model = (ModelDeclaration)located.Read.Declaration!;
        Finding[] faults = [.. named.Where(module => module.FaultIn(model) is not null).Select(module => Unusable(model, module))];
        if (faults.Length > 0)
        {
            return located with
            {
                Read = located.Read with { Declaration = null },
                Findings = located.Findings.Concat(faults).ToEquatableArray(),
            };
        }

        ConfigValues values = named.Aggregate(model.Architecture!.Values, With);
        return located with { Read = located.Read with { Declaration = model with { Architecture = model.Architecture with { Values = values } } } };
    }

    private static Finding Unusable(ModelDeclaration model, OwnModule module) => Finding.Of(
        Rules.UnusableModule, new ElementPath(model.Name.FullName, "decoder." + module.Name.Component.ModuleKey),
        module.Name.Written, module.Name.Component.Role, module.FaultIn(model)!);

    private static ConfigValues With(ConfigValues values, OwnModule module)
    {
        OwnComponent component = module.Name.Component;
        ConfigValues named = values.With(component.ModuleKey, ConfigValue.Of(module.FullName));
        return named.Find(component.TensorsKey) is { Kind: ConfigKind.List }
            ? named
            : named.With(component.TensorsKey, ConfigValue.OfList(module.Tensors.Select(ConfigValue.Of)));
    }
}
