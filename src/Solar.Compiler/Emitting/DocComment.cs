using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Solar.Compiler.Emitting;

/// <summary>Writes documentation comments, wrapped.</summary>
internal static class DocComment
{
    private const int Width = 120;

    /// <summary>A summary: on one line where it fits, else with one <c>para</c> for each paragraph after the first.</summary>
    public static void WriteSummary(this IndentedWriter writer, params string[] paragraphs)
    {
        string single = $"/// <summary>{paragraphs[0]}</summary>";
        if (paragraphs.Length == 1 && writer.Column + single.Length <= Width)
        {
            writer.Write(single);
            return;
        }

        writer.Write("/// <summary>");
        for (int i = 0; i < paragraphs.Length; i++)
        {
            foreach (string line in Wrap(i == 0 ? paragraphs[i] : $"<para>{paragraphs[i]}</para>", Width - writer.Column - 4))
            {
                writer.Write("/// " + line);
            }
        }

        writer.Write("/// </summary>");
    }

    /// <summary>The words of a text on lines of at most <paramref name="width"/> columns; an XML tag is one word.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in Regex.Matches(text, @"(?:<[^>]*>|[^\s<])+").Cast<Match>().Select(match => match.Value))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : line + " " + word;
        }

        yield return line;
    }
}
