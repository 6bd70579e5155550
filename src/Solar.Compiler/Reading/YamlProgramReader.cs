using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>
/// Reads <c>*.solar.yaml</c>: <c>namespace</c>, <c>using</c>, and declarations under <c>models</c>, <c>stages</c>, <c>merges</c> and <c>data</c>.
/// Keys that begin with <c>x-</c> are the author's own, for anchors.
/// </summary>
public static class YamlProgramReader
{
    private const string OwnPrefix = "x-";

    private static readonly string[] Keys = ["namespace", "using", .. Sections.Names];

    /// <summary>Reads a file. What is wrong with it is a finding with a place, never an exception.</summary>
    /// <param name="path">The file, as findings name it.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="cancellationToken">Stops between nodes and declarations.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static YamlProgram Read(string path, string text, CancellationToken cancellationToken = default)
    {
        var file = new SourceFile(path, text);
        var report = new FileReport(file);
        try
        {
            return Read(file, report, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of the reader must not take the rest of the program with it: the host would drop all its output.
            report.Fault(Rules.InternalError, new TextRange(0, 0), path, $"{fault.GetType().Name}: {fault.Message}");
            return new YamlProgram(path, "", default, default, report.Findings);
        }
    }

    private static YamlProgram Read(SourceFile file, FileReport report, CancellationToken cancellationToken)
    {
        YamlTree tree = UnquotedRecipes.Read(file, out List<TextRange> unquoted, cancellationToken);
        foreach (YamlProblem problem in tree.Problems.Concat(tree.SyntaxError is { } error ? [error] : []))
        {
            report.Fault(Rules.MalformedYaml, problem.Range, problem.Message);
        }

        var root = tree.Root as YamlMapping;
        if (root is null && tree.Root is { IsNull: false, IsComplete: true } other)
        {
            string known = Suggestion.List([.. Sections.Names], "and");
            report.Fault(Rules.MalformedYaml, other.Range, $"it is {Kind(other)}, not a mapping with {known}");
        }

        var sections = new SectionReader(file, report, unquoted, ReadNames(root, report), cancellationToken);
        foreach (YamlEntry entry in Known(root, report))
        {
            sections.Read(entry);
        }

        if (tree.SyntaxError is not null)
        {
            sections.AddStubs();
        }

        foreach (TextRange recipe in unquoted.Where(recipe => !sections.Contains(recipe)))
        {
            string text = file.Slice(recipe);
            report.Fault(Rules.MalformedRecipe, recipe, RecipeNodeReader.QuoteAdvice(text), RecipeNodeReader.Quote(text));
        }

        return new YamlProgram(
            file.Path, sections.Names.Namespace, sections.Names.Usings, sections.Declarations.ToEquatableArray(), report.Findings);
    }

    // The entries of the root that are sections. What is doubled or unknown is reported.
    private static List<YamlEntry> Known(YamlMapping? root, FileReport report)
    {
        var sections = new List<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlEntry entry in root?.Entries ?? [])
        {
            string key = entry.Key.Value;
            if (key.StartsWith(OwnPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (!Keys.Contains(key))
            {
                report.Fault(
                    Rules.UnknownKey, entry.Key.Range,
                    [entry.Key.Description, "the file", Suggestion.For(key, Keys), .. Suggestion.Mends(key, Keys)]);
            }
            else if (!seen.Add(key))
            {
                report.Fault(Rules.DuplicateKey, entry.Key.Range, key);
            }
            else if (Sections.Names.Contains(key))
            {
                sections.Add(entry);
            }
        }

        return sections;
    }

    private static NameScopes ReadNames(YamlMapping? root, FileReport report)
    {
        string @namespace = "";
        var usings = new List<string>();
        foreach (YamlEntry entry in root?.Entries ?? [])
        {
            if (entry.Key.Value == "namespace" && @namespace.Length == 0)
            {
                @namespace = ReadNamespace(entry, entry.Value, report) ?? "";
            }
            else if (entry.Key.Value == "using" && usings.Count == 0)
            {
                usings.AddRange((entry.Value is YamlList list ? list.Items : [entry.Value]).Select(node => ReadNamespace(entry, node, report)).OfType<string>());
            }
        }

        return new NameScopes(@namespace, usings);
    }

    /// <summary>A namespace; null (reported) where the node is none.</summary>
    internal static string? ReadNamespace(YamlEntry entry, YamlNode node, FileReport report)
    {
        if (node is YamlScalar scalar && CSharpNames.IsQualified(scalar.Value))
        {
            return scalar.Value;
        }

        TextRange at = node.Range.IsEmpty ? entry.Key.Range : node.Range;
        report.Fault(Rules.InvalidValue, at, node.IsNull ? "null" : node.Description, entry.Key.Value, "a namespace of C#, such as Paper.Models");
        return null;
    }

    private static string Kind(YamlNode node) => node is YamlScalar ? "a text" : node.Description;
}
