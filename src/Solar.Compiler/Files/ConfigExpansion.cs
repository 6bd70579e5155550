using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>
/// Puts what a config.json says in the place of <c>[FromConfig]</c>: from here on the declaration is its family's, as if its keys had been written,
/// and what is wrong with one of them is said at its place in the file.
/// </summary>
public static class ConfigExpansion
{
    private const string Element = "from_config.path";

    /// <summary>The declaration with its architecture; unchanged where it has no config, and broken (reported) where that cannot be had.</summary>
    /// <param name="located">The declaration.</param>
    /// <param name="files">Where its file is found.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static LocatedDeclaration Expand(LocatedDeclaration located, INamedFiles files, CancellationToken cancellationToken = default)
    {
        if (located.Read.Declaration is not ModelDeclaration { FromConfig: { } source } model)
        {
            return located;
        }

        var findings = new List<Finding>();
        ProgramFile? file = files.Find(
            source.Path, Element, (rule, element, arguments) => findings.Add(Finding.Of(rule, new ElementPath(model.Name.FullName, element), arguments)));
        if (file is null)
        {
            return Broken(located, findings);
        }

        ConfigReading config = ConfigJsonReader.Read(file.Path, file.Text, cancellationToken);
        findings.AddRange(config.Findings.Where(finding => !IsIgnored(finding, source.Ignore)));
        if (config.Architecture is not { } architecture || findings.Count > 0)
        {
            return Broken(located, findings);
        }

        return located with
        {
            Read = located.Read with { Declaration = model with { Architecture = architecture, FromConfig = null } },

            // The place of the declaration itself stays; the places of its keys are those of the file.
            Locations = located.Locations with
            {
                Elements = located.Locations.Elements.Concat(config.Locations.Elements.Where(place => place.Element.Length > 0)).ToEquatableArray(),
            },
        };
    }

    /// <summary>Whether the author has said that a key of a config means nothing.</summary>
    internal static bool IsIgnored(Finding finding, EquatableArray<string> ignore) =>
        finding.Rule.Id == Rules.UnknownKey.Id && ignore.Contains(finding.Arguments[0]);

    private static LocatedDeclaration Broken(LocatedDeclaration located, IEnumerable<Finding> findings) => located with
    {
        Read = located.Read with { Declaration = null },
        Findings = located.Findings.Concat(findings).ToEquatableArray(),
    };
}
