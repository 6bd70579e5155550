using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

/// <summary>Short words for reading YAML in tests.</summary>
internal static partial class Yaml
{
    public const string Path = "program.solar.yaml";

    public static YamlProgram Read(string text) => YamlProgramReader.Read(Path, text);

    /// <summary>Every finding, of the file and of its declarations.</summary>
    public static IEnumerable<Finding> AllFindings(this YamlProgram program) =>
        program.Findings.Concat(program.Declarations.SelectMany(declaration => declaration.Findings));

    /// <summary>The one declaration of a file without findings.</summary>
    public static T One<T>(string text)
        where T : Declaration
    {
        YamlProgram program = Read(text);
        Assert.Empty(program.AllFindings().Select(finding => finding.Message));
        return Assert.IsType<T>(Assert.Single(program.Declarations).Read.Declaration);
    }

    /// <summary>Reads text in which <c>{|SOLAR002:word|}</c> marks every place of a finding, and compares places and messages, in the file's order.</summary>
    public static YamlProgram Check(string marked, params string[] messages)
    {
        (string text, string[] expected) = Unmark(marked);
        YamlProgram program = Read(text);
        Check(text, program.AllFindings(), expected, messages);
        return program;
    }

    public static void Check(string text, IEnumerable<Finding> found, string[] expected, string[] messages)
    {
        Finding[] findings = [.. found.OrderBy(finding => finding.At!.Start).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)];
        Assert.Equal(expected, findings.Select(finding => Place(finding.Rule.Id, text, finding.At!.Start, finding.At.Length)));
        Assert.Equal(messages, findings.Select(finding => finding.Message));
    }

    public static (string Text, string[] Places) Unmark(string marked)
    {
        var text = new StringBuilder();
        var places = new List<(string Id, int Start, int Length)>();
        int at = 0;
        foreach (Match mark in Mark().Matches(marked))
        {
            text.Append(marked, at, mark.Index - at);
            places.Add((mark.Groups[1].Value, text.Length, mark.Groups[2].Length));
            text.Append(mark.Groups[2].Value);
            at = mark.Index + mark.Length;
        }

        text.Append(marked, at, marked.Length - at);
        string whole = text.ToString();
        return (whole, [.. places.Select(place => Place(place.Id, whole, place.Start, place.Length))]);
    }

    /// <summary>The text at an element of the file's one declaration, or of the named one.</summary>
    public static string At(string text, string element, string? declaration = null)
    {
        LocatedDeclaration located = Read(text).Declarations.Single(d => declaration is null || d.Read.Name.Name == declaration);
        SourceLocation location = located.Locations.Elements.Single(e => e.Element == element).Location;
        string[] lines = text.Split('\n');
        Assert.Equal(location.Start, lines.Take(location.StartLine).Sum(line => line.Length + 1) + location.StartColumn);
        Assert.Equal(location.Start + location.Length, lines.Take(location.EndLine).Sum(line => line.Length + 1) + location.EndColumn);
        return text.Substring(location.Start, location.Length);
    }

    private static string Place(string id, string text, int start, int length) => $"{id} at {start}: {text.Substring(start, length)}";

    [GeneratedRegex(@"\{\|(SOLAR\d{3}):(.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
