using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Documentation;

/// <summary>What the pages show of C# is what is reported, word for word and at the marked place, and nothing beside it.</summary>
public class CSharpPagesTests
{
    // The declarations that docs/diagnostics/README.md lends to snippets.
    private static readonly (string Name, string Declaration)[] Lent =
    [
        ("Mistral7B", "[Mistral(MaxPositionEmbeddings = 32768, SlidingWindow = 4096)] public partial class Mistral7B;"),
        ("SolarBase", "[Llama(IntermediateSize = 14336, NumKeyValueHeads = 8, MaxPositionEmbeddings = 4096)] public partial class SolarBase;"),
        ("WebText", """[TextFile("web.txt")] public partial class WebText;"""),
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
    public void Page_ShowsWhatIsReported(string page, int index)
    {
        PageSnippet snippet = DiagnosticPages.Snippets("csharp").Where(candidate => candidate.Page == page).ElementAt(index);

        TestRun run = Program(snippet.Text).Run();

        Assert.Equal(snippet.Marks.Select(mark => mark.Text(snippet.Opening)), run.Reported.Select(Mark).Select(mark => mark.Text(snippet.Opening)));
        run.AssertCompiles();
    }

    /// <summary>A program of one snippet and of what it does not declare itself.</summary>
    internal static TestProgram Program(string snippet) => new()
    {
        Sources =
        [
            ("Program.cs", snippet),
            ("Lent.cs", "global using Solar;\n" + string.Join('\n', Lent
                .Where(lent => !snippet.Contains($"class {lent.Name};", StringComparison.Ordinal)).Select(lent => lent.Declaration))),
        ],
    };

    private static PageMark Mark(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal("Program.cs", place.Path);
        Assert.Equal(place.StartLinePosition.Line, place.EndLinePosition.Line);
        return new PageMark(
            place.StartLinePosition.Line, place.StartLinePosition.Character, place.EndLinePosition.Character,
            diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }
}
