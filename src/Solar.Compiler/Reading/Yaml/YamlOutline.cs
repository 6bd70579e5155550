using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>
/// The names that a file declares, found by indentation alone. It serves files that cannot be read as YAML: their declarations
/// still get stubs, so that one syntax error does not become an error at every use of a name.
/// </summary>
internal static class YamlOutline
{
    private static readonly Regex Key = new(@"^(?<indent> *)(?<quote>[""']?)(?<name>[\w.\-]+)\k<quote> *:(?= |$)", RegexOptions.CultureInvariant);

    /// <summary>Each name with the top-level key that it stands under.</summary>
    public static IEnumerable<(string Section, string Name, TextRange Range)> Names(SourceFile file)
    {
        string section = "";
        int indent = 0;
        foreach (TextRange line in Lines(file))
        {
            Match key = Key.Match(file.Slice(line));
            if (!key.Success)
            {
                continue;
            }

            int column = key.Groups["indent"].Length;
            Group name = key.Groups["name"];
            if (column == 0)
            {
                section = name.Value;
                indent = 0;
            }
            else if (indent == 0 || column == indent)
            {
                indent = column;
                yield return (section, name.Value, new TextRange(line.Start + name.Index, line.Start + name.Index + name.Length));
            }
        }
    }

    private static IEnumerable<TextRange> Lines(SourceFile file)
    {
        int last = file.Line(file.Text.Length);
        for (int line = 0; line <= last; line++)
        {
            yield return file.LineRange(line);
        }
    }
}
