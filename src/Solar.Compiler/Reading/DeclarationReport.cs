using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Collects, while one declaration is read, where its elements stand and what is wrong with them.</summary>
internal sealed class DeclarationReport
{
    private readonly string _declaration;
    private readonly IReadOnlyCollection<TextRange> _unquoted;
    private readonly List<ElementLocation> _elements = [];
    private readonly List<Finding> _findings = [];

    /// <summary>A report of one declaration.</summary>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="names">Where its names are looked up.</param>
    /// <param name="unquoted">Where the file's unquoted recipes stand.</param>
    /// <param name="declaration">Its full name.</param>
    /// <param name="nameRange">Where its name stands.</param>
    public DeclarationReport(
        SourceFile file, NameScopes names, IReadOnlyCollection<TextRange> unquoted, string declaration, TextRange nameRange)
    {
        File = file;
        Names = names;
        NameRange = nameRange;
        _unquoted = unquoted;
        _declaration = declaration;
        Mark("", nameRange);
    }

    /// <summary>The file that it stands in.</summary>
    public SourceFile File { get; }

    /// <summary>Where its names are looked up.</summary>
    public NameScopes Names { get; }

    /// <summary>Where its name stands.</summary>
    public TextRange NameRange { get; }

    /// <summary>Whether it is too broken to mean anything.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where the elements stand.</summary>
    public DeclarationLocations Locations => new(_declaration, _elements.ToEquatableArray());

    /// <summary>What is wrong, in the order of the file, and each once: what stands behind an anchor may be read twice.</summary>
    public EquatableArray<Finding> Findings => _findings
        .GroupBy(finding => (finding.Rule.Id, finding.At, finding.Message)).Select(same => same.First())
        .OrderBy(finding => finding.At!.Start).ToEquatableArray();

    /// <summary>Whether a scalar is a recipe that lacks its quotes.</summary>
    public bool IsUnquotedRecipe(YamlScalar scalar) => _unquoted.Contains(scalar.Range);

    /// <summary>Says where an element stands.</summary>
    public void Mark(string element, TextRange range) =>
        _elements.Add(new ElementLocation(element, File.Location(File.Clamp(range.Start, range.End))));      // the key of '{ : 7 }' has no characters

    /// <summary>Says where the value of an element and its key stand.</summary>
    public void Mark(string element, YamlEntry entry)
    {
        Mark(element, entry.ValueRange);
        Mark(element + "#key", entry.Key.Range);
    }

    /// <summary>Reports a broken rule.</summary>
    public void Fault(Rule rule, string element, TextRange range, params object[] arguments)
    {
        IsBroken = true;
        TextRange within = File.Clamp(range.Start, range.End);
        _findings.Add(Finding.Of(rule, new ElementPath(_declaration, element), arguments) with { At = File.Location(within) });
    }

    /// <summary>Reports a value that is not what its key takes.</summary>
    /// <param name="element">The value's path.</param>
    /// <param name="node">The value.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="key">The key, as messages name it.</param>
    /// <param name="expected">What it takes.</param>
    /// <param name="mend">What would put it right, if that is known.</param>
    public void Invalid(string element, YamlNode node, TextRange at, string key, string expected, Mend? mend = null)
    {
        if (node is YamlScalar { IsUnknown: true })
        {
            IsBroken = true;            // an alias that names nothing, reported with the file
            return;
        }

        string found = node.IsNull ? "null" : node.Description;
        Fault(Rules.InvalidValue, element, at, mend is null ? [found, key, expected] : [found, key, expected, mend]);
    }
}
