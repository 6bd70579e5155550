using System;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Rules;

/// <summary>What the pages show of C# is what is said, word for word and at the marked place.</summary>
public class CSharpPagesTests
{
    // The declarations that docs/diagnostics/README.md lends to snippets.
    private static readonly (string Name, string Text)[] Lent =
    [
        ("Mistral7B", "[Mistral(MaxPositionEmbeddings = 32768, SlidingWindow = 4096)] public partial class Mistral7B;"),
        ("SolarBase", "[Llama(IntermediateSize = 14336, NumKeyValueHeads = 8, MaxPositionEmbeddings = 4096)] public partial class SolarBase;"),
        ("WebText", "[TextFile(\"web.txt\")] public partial class WebText;"),
    ];

    public static TheoryData<string, int> Snippets
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (IGrouping<string, PageSnippet> page in DiagnosticPages.Snippets("csharp").GroupBy(snippet => snippet.Page))
            {
                for (int i = 0; i < page.Count(); i++)
                {
                    data.Add(page.Key, i);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Page_ShowsWhatIsSaid(string page, int index)
    {
        PageSnippet snippet = DiagnosticPages.Snippets("csharp").Where(candidate => candidate.Page == page).ElementAt(index);
        string lent = string.Join("\n", Lent.Where(other => !Regex.IsMatch(snippet.Text, $@"class {other.Name}\b")).Select(other => other.Text));

        TestRun run = new TestProgram { Sources = [("Page.cs", snippet.Text), ("Lent.cs", "global using Solar;\n" + lent)] }.Run();

        Assert.Equal(
            snippet.Marks.Select(mark => mark.Text(snippet.Opening)).Order(StringComparer.Ordinal),
            run.Reported.Select(Mark).Select(mark => mark.Text(snippet.Opening)).Order(StringComparer.Ordinal));
        run.AssertCompiles();
    }

    private static PageMark Mark(Diagnostic diagnostic)
    {
        FileLinePositionSpan lines = diagnostic.Location.GetLineSpan();
        Assert.Equal("Page.cs", lines.Path);
        Assert.Equal(lines.StartLinePosition.Line, lines.EndLinePosition.Line);
        return new PageMark(
            lines.StartLinePosition.Line, lines.StartLinePosition.Character, lines.EndLinePosition.Character, diagnostic.Id,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
