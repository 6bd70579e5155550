using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;

namespace Solar.Compiler.Reading;

/// <summary>The sections of a file, and how what is declared in each is read.</summary>
internal static class Sections
{
    private delegate Declaration? Reader(DeclarationReport report, DeclarationName name, DeclarationShape shape, YamlNode node, TextRange at);

    private static readonly Dictionary<string, (IReadOnlyList<string> Words, Reader Read)> All = new(StringComparer.Ordinal)
    {
        ["models"] = (ModelReader.Words, (report, name, shape, node, at) => new ModelReader(report, name, shape).Read(node, at)),
        ["stages"] = (StageReader.Words, (report, name, shape, node, at) => new StageReader(report, name, shape).Read(node, at)),
        ["merges"] = (MergeReader.Words, (report, name, shape, node, at) => new MergeReader(report, name, shape).Read(node, at)),
        ["data"] = (DatasetReader.Words, (report, name, shape, node, at) => new DatasetReader(report, name, shape).Read(node, at)),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The section of a declaration that stands alone; null where none of its keys is a word.</summary>
    public static string? Of(YamlMapping declaration) =>
        All.FirstOrDefault(section => declaration.Entries.Exists(entry => section.Value.Words.Contains(entry.Key.Value))).Key;

    /// <summary>Reads one declaration.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="report">Receives places and faults.</param>
    /// <param name="name">Its name.</param>
    /// <param name="node">What stands under its name.</param>
    /// <param name="at">Where that stands.</param>
    public static ReadDeclaration Read(string section, DeclarationReport report, DeclarationName name, YamlNode node, TextRange at)
    {
        DeclarationShape shape = DeclarationWords.ReadShape(report, node);
        Declaration? declaration = All[section].Read(report, name, shape, node, at);
        return new ReadDeclaration(name, shape, report.IsBroken ? null : declaration);
    }
}
