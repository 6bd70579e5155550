using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Reads the declarations of a file, section by section.</summary>
internal sealed class SectionReader(
    SourceFile file, FileReport report, IReadOnlyList<TextRange> unquoted, NameScopes names, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, TextRange> _seen = new(StringComparer.Ordinal);
    private readonly List<TextRange> _covered = [];

    /// <summary>Where the names of the file are looked up.</summary>
    public NameScopes Names { get; } = names;

    /// <summary>What was read.</summary>
    public List<LocatedDeclaration> Declarations { get; } = [];

    /// <summary>Reads a section.</summary>
    public void Read(YamlEntry section)
    {
        if (section.Value is not YamlMapping mapping)
        {
            if (section.Value is { IsNull: false, IsComplete: true })
            {
                report.Fault(
                    Rules.InvalidValue, section.ValueRange, section.Value.Description, section.Key.Value, "names, each with what it declares");
            }

            return;
        }

        foreach (YamlEntry entry in mapping.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsNew(entry.Key.Value, entry.Key.Range, isReported: true))
            {
                ReadDeclaration(section.Key.Value, entry);
            }
        }
    }

    /// <summary>Adds a stub for each name that the file declares behind a syntax error.</summary>
    public void AddStubs()
    {
        foreach ((string section, string name, TextRange range) in YamlOutline.Names(file))
        {
            if (Sections.Names.Contains(section) && CSharpNames.Fault(name) is null && IsNew(name, range, isReported: false))
            {
                Add(Stub(name), Report(name, range));
            }
        }
    }

    /// <summary>Whether a declaration has said what is wrong with an unquoted recipe.</summary>
    public bool Contains(TextRange recipe) => _covered.Contains(recipe);

    private void ReadDeclaration(string section, YamlEntry entry)
    {
        DeclarationReport declared = Report(entry.Key.Value, entry.Key.Range);
        Specs.ReadDeclaration read = entry.Value.IsComplete
            ? Sections.Read(section, declared, new DeclarationName(Names.Namespace, entry.Key.Value), entry.Value, entry.ValueRange)
            : Stub(entry.Key.Value);
        Add(read, declared);
    }

    private bool IsNew(string name, TextRange range, bool isReported)
    {
        if (_seen.TryGetValue(name, out TextRange earlier))
        {
            if (isReported)
            {
                report.Fault(Rules.DuplicateDeclaration, range, name, $": line {file.Line(earlier.Start) + 1} declares it too");
            }

            return false;
        }

        if (CSharpNames.Fault(name) is { } fault)
        {
            report.Fault(Rules.UnsupportedDeclaration, range, name, fault);
            return false;
        }

        _seen.Add(name, range);
        return true;
    }

    private DeclarationReport Report(string name, TextRange range) =>
        new(file, Names, unquoted, new DeclarationName(Names.Namespace, name).FullName, range);

    private Specs.ReadDeclaration Stub(string name) =>
        new(new DeclarationName(Names.Namespace, name), DeclarationShape.Public, Declaration: null);

    private void Add(Specs.ReadDeclaration read, DeclarationReport declared)
    {
        Declarations.Add(new LocatedDeclaration(read, declared.Locations, declared.Findings));
        _covered.AddRange(declared.Findings.Select(finding => new TextRange(finding.At!.Start, finding.At.Start + finding.At.Length)));
    }
}
