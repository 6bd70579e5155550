using System;
using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Solar.Generators.Tests.Harness;

/// <summary>A place where a diagnostic is expected.</summary>
/// <param name="Path">The file.</param>
/// <param name="Id">The rule.</param>
/// <param name="Span">The exact span.</param>
internal readonly record struct Expected(string Path, string Id, TextSpan Span);

/// <summary>Reads <c>{|SOLAR201:42|}</c>: the marks are taken out, and the span between them is where SOLAR201 is expected. Marks may nest.</summary>
internal static class Markup
{
    /// <summary>The text without marks.</summary>
    public static string Read(string path, string marked, List<Expected> expected)
    {
        var text = new StringBuilder(marked.Length);
        var open = new Stack<(string Id, int Start)>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (At(marked, i, "{|SOLAR"))
            {
                int colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], text.Length));
                i = colon;
            }
            else if (At(marked, i, "|}"))
            {
                (string id, int start) = open.Pop();
                expected.Add(new Expected(path, id, TextSpan.FromBounds(start, text.Length)));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return open.Count == 0 ? text.ToString() : throw new FormatException($"{path}: '{{|{open.Peek().Id}:' is not closed by '|}}'");
    }

    private static bool At(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;
}
