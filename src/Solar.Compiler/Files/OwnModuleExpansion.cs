using System.Collections.Generic;
using System.Linq;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>
/// Writes into a declaration what the type of a user's own module says of itself: its full name and its parameters. From here on nothing asks for
/// the type any more; catalogs and config.json carry what is known of it.
/// </summary>
public static class OwnModuleExpansion
{
    private const string Module = "own_mlp.module", Tensors = "own_mlp.tensors";

    /// <summary>The own module that a declaration names; null where it names none.</summary>
    public static OwnModuleName? NameIn(LocatedDeclaration located) =>
        located.Read.Declaration is ModelDeclaration { Architecture: { Family: "decoder" } architecture } model
        && architecture.Values.Find(Module) is { Kind: ConfigKind.Text } module
            ? new OwnModuleName(model.Name.Namespace, module.AsText())
            : null;

    /// <summary>The names of all declarations, each once.</summary>
    public static EquatableArray<OwnModuleName> NamesIn(IEnumerable<LocatedDeclaration> declarations) =>
        declarations.Select(NameIn).OfType<OwnModuleName>().Distinct().ToEquatableArray();

    /// <summary>The declaration with its module's full name and parameters; broken (reported) where the type cannot stand in.</summary>
    /// <param name="located">The declaration.</param>
    /// <param name="modules">What the host knows of the modules.</param>
    public static LocatedDeclaration Expand(LocatedDeclaration located, IEnumerable<OwnModule> modules)
    {
        if (NameIn(located) is not { } name || modules.FirstOrDefault(known => known.Name == name) is not { } module)
        {
            return located;
        }

        var model = (ModelDeclaration)located.Read.Declaration!;
        if (module.Fault is { } fault)
        {
            Finding finding = Finding.Of(Rules.UnusableModule, new ElementPath(model.Name.FullName, "decoder." + Module), name.Written, fault);
            return located with
            {
                Read = located.Read with { Declaration = null },
                Findings = located.Findings.Append(finding).ToEquatableArray(),
            };
        }

        ConfigValues values = model.Architecture!.Values.With(Module, ConfigValue.Of(module.FullName));
        if (values.Find(Tensors) is not { Kind: ConfigKind.List })
        {
            values = values.With(Tensors, ConfigValue.OfList(module.Tensors.Select(ConfigValue.Of)));
        }

        return located with { Read = located.Read with { Declaration = model with { Architecture = model.Architecture with { Values = values } } } };
    }
}
