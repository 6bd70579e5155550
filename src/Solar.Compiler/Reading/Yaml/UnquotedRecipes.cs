using System.Collections.Generic;
using System.Text.RegularExpressions;
using System.Threading;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>
/// Finds recipes that should have been quoted: <c>: </c> ends a plain scalar, so that <c>Upscale(A, dropTop: 8)</c> is a syntax error in block
/// style, and <c>,</c> ends one in flow style, where it falls apart into keys. Each is hidden from YAML by characters that mean nothing to it, at the same offsets, and the file
/// is read again: one forgotten pair of quotes is one error, and the rest of the file means what it says.
/// </summary>
internal static class UnquotedRecipes
{
    // Each costs a reading of the file; who forgets more quotes than this sees the others when these are mended.
    private const int MostAttempts = 32;
    private const char Hidden = '_';

    private static readonly Regex Call = new(@"(?<=^\s*|[:,\[{\-]\s+|[\[{])[A-Za-z]+\s*\(", RegexOptions.CultureInvariant);

    /// <summary>Reads a file, with its unquoted recipes as scalars.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hidden">Where unquoted recipes stand.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static YamlTree Read(SourceFile file, out List<TextRange> hidden, CancellationToken cancellationToken)
    {
        hidden = [];
        YamlTree tree = YamlTreeReader.Read(file, cancellationToken);
        var seen = new SourceFile(file.Path, file.Text);
        for (int attempt = 0; attempt < MostAttempts && Find(seen, tree) is { } range; attempt++)
        {
            hidden.Add(range);
            seen = new SourceFile(file.Path, seen.Text.Substring(0, range.Start) + Hide(seen.Slice(range)) + seen.Text.Substring(range.End));
            tree = YamlTreeReader.Read(seen, cancellationToken);
        }

        return tree;
    }

    private static TextRange? Find(SourceFile file, YamlTree tree)
    {
        if (tree.SyntaxError is { } error && InLine(file, file.Line(error.Range.Start), error.Range.Start, ": ") is { } broken)
        {
            return broken;
        }

        return tree.Root is null ? null : Torn(file, tree.Root, depth: 0, []);
    }

    // A call that YAML tore apart, in flow style at its commas: a plain scalar with more opening than closing parentheses.
    private static TextRange? Torn(SourceFile file, YamlNode node, int depth, HashSet<YamlNode> visited)
    {
        if (depth > YamlLimits.Depth || !visited.Add(node))
        {
            return null;
        }

        switch (node)
        {
            case YamlScalar { IsPlain: true } scalar when scalar.Value.IndexOf('(') > scalar.Value.IndexOf(')'):
                return InLine(file, file.Line(scalar.Range.Start), scalar.Range.Start + scalar.Value.IndexOf('(') + 1, ",");
            case YamlList list:
                foreach (YamlNode item in list.Items)
                {
                    if (Torn(file, item, depth + 1, visited) is { } range)
                    {
                        return range;
                    }
                }

                return null;
            case YamlMapping mapping:
                foreach (YamlEntry entry in mapping.Entries)
                {
                    if ((Torn(file, entry.Key, depth + 1, visited) ?? Torn(file, entry.Value, depth + 1, visited)) is { } range)
                    {
                        return range;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    // The last call of a line that begins before an offset and holds what tears it, up to its closing parenthesis or the end of the line.
    private static TextRange? InLine(SourceFile file, int line, int before, string torn)
    {
        TextRange range = file.LineRange(line);
        string text = file.Slice(range);
        TextRange? found = null;
        foreach (Match call in Call.Matches(text))
        {
            int end = End(text, call.Index);
            if (range.Start + call.Index <= before
                && (found is not { } outer || range.Start + call.Index >= outer.End)
                && text.IndexOf(torn, call.Index, end - call.Index, System.StringComparison.Ordinal) >= 0)
            {
                found = new TextRange(range.Start + call.Index, range.Start + end);
            }
        }

        return found;
    }

    private static int End(string text, int start)
    {
        int open = 0;
        for (int i = start; i < text.Length; i++)
        {
            open += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (open == 0 && text[i] == ')')
            {
                return i + 1;
            }
        }

        return text.TrimEnd().Length;
    }

    private static string Hide(string recipe)
    {
        char[] characters = recipe.ToCharArray();
        for (int i = 1; i < characters.Length; i++)
        {
            if (!char.IsLetterOrDigit(characters[i]) && characters[i] != ' ')
            {
                characters[i] = Hidden;
            }
        }

        return new string(characters);
    }
}
