using System;
using System.IO;
using System.Linq;
using System.Text;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Documentation;

/// <summary>
/// The table of recipes in docs/language.md: each row is a program in every notation, which all give the same files, and its map is the emitted one.
/// <c>SOLAR_ACCEPT_SNAPSHOTS=1</c> writes the table.
/// </summary>
public class RecipeTableTests
{
    private const string Begin = "<!-- recipes: written by RecipeTableTests -->\n";
    private const string End = "<!-- /recipes -->\n";

    // Attribute, expression, YAML's node. The expression is quoted in YAML and [Recipe] alike.
    private static readonly (string Attribute, string Expression, string Node)[] Rows =
    [
        ("[Upscale(typeof(A), dropTop: 8, dropBottom: 8)]", "Upscale(A, dropTop: 8, dropBottom: 8)", "{ upscale: A, drop_top: 8, drop_bottom: 8 }"),
        ("[Upscale(typeof(A), TargetLayers = 48)]", "Upscale(A, targetLayers: 48)", "{ upscale: A, target_layers: 48 }"),
        ("[Upscale(typeof(A), 8, 8, Copies = 3)]", "Upscale(A, 8, 8, copies: 3)", "{ upscale: A, drop_top: 8, drop_bottom: 8, copies: 3 }"),
        ("[Layers(typeof(A), \"0..24\", \"8..32\")]", "Layers(A, 0..24, 8..32)", "{ layers: A, ranges: [0..24, 8..32] }"),
        ("[Layers(typeof(A), \"..16\", typeof(B), \"^8..\", Head = typeof(B))]", "Layers(A[..16], B[^8..], head: B)", "{ layers: [{ model: A, ranges: ..16 }, { model: B, ranges: ^8.. }], head: B }"),
        ("[Repeat(typeof(A), \"12..28\")]", "Repeat(A, 12..28)", "{ repeat: A, range: 12..28 }"),
        ("[Repeat(typeof(A), \"12..20\", Times = 3)]", "Repeat(A, 12..20, times: 3)", "{ repeat: A, range: 12..20, times: 3 }"),
        ("[Stack(typeof(A), 2)]", "Stack(A, 2)", "{ stack: A, copies: 2 }"),
        ("[Interleave(typeof(A), Range = \"30..\")]", "Interleave(A, range: 30..)", "{ interleave: A, range: 30.. }"),
        ("[Insert(typeof(A), 16, NewLayer.Average)]", "Insert(A, 16, average)", "{ insert: A, at: 16, init: average }"),
        ("[Insert(typeof(A), \"^1\", NewLayer.Copy)]", "Insert(A, ^1, copy)", "{ insert: A, at: ^1, init: copy }"),
        ("[Insert(typeof(A), \"8, 24\", NewLayer.Identity)]", "Insert(A, [8, 24], identity)", "{ insert: A, at: [8, 24], init: identity }"),
        ("[Expand(typeof(A), every: 16)]", "Expand(A, every: 16)", "{ expand: A, every: 16 }"),
        ("[Drop(typeof(A), \"21..29\")]", "Drop(A, 21..29)", "{ drop: A, ranges: 21..29 }"),
        ("[ResizeVocabulary(typeof(A), 32002, NewTokens.Mean)]", "ResizeVocabulary(A, 32002, mean)", "{ resize_vocabulary: A, size: 32002, policy: mean }"),
        ("[Upcycle(typeof(A), experts: 8)]", "Upcycle(A, experts: 8)", "{ upcycle: A, experts: 8 }"),
        ("[Llama, InitializeFrom(typeof(A))]", "", "{ llama: , initialize_from: A }"),      // beside an architecture, and so no expression
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Rows.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void EveryNotation_GivesTheSameFiles(int row)
    {
        (string attribute, string expression, string node) = Rows[row];
        (string HintName, string Text)[] expected = Files(CSharp(attribute));

        Assert.Equal(expected, Files(Yaml(node)));
        if (expression.Length == 0)
        {
            return;
        }

        Assert.Equal(expected, Files(CSharp($"[Recipe(\"{expression}\")]")));
        Assert.Equal(expected, Files(CSharp($"[Recipe($\"{expression.Replace("A", "{nameof(A)}", StringComparison.Ordinal)}\")]")));
        Assert.Equal(expected, Files(Yaml($"\"{expression}\"")));
        Assert.Equal(expected, Files(Yaml($"{{ recipe: '{expression}' }}")));
    }

    [Fact]
    public void Table_IsTheOneOfThePage()
    {
        string path = Repository.Path("docs/language.md"), page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.InRange(begin, Begin.Length, end);

        string table = Table();
        if (Environment.GetEnvironmentVariable("SOLAR_ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            File.WriteAllText(path, page[..begin] + table + page[end..]);
            return;
        }

        Assert.Equal(table, page[begin..end]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| attribute | expression: `[Recipe(\"…\")]`, YAML's quoted text | YAML's node | layers of a base of 32 |\n|---|---|---|---|\n");
        foreach ((string attribute, string expression, string node) in Rows)
        {
            string quoted = expression.Length == 0 ? "–" : $"`{expression}`";
            table.Append($"| `{attribute}` | {quoted} | `{node}` | {Map(attribute)} |\n");
        }

        return table.ToString();
    }

    // The second line of the emitted file says how the layers come about.
    private static string Map(string attribute)
    {
        string line = CSharp(attribute).Run().File("Paper.X.WeightMap.g.cs").Split('\n')[2]["//   ".Length..];
        int seams = line.IndexOf(", seam", StringComparison.Ordinal);
        return seams < 0 ? line : line[..seams];
    }

    private static TestProgram CSharp(string attribute) => TestProgram.Of(
        $"using Solar;\nnamespace Paper;\n[Llama] public partial class A;\n[Llama] public partial class B;\n{attribute} public partial class X;\n");

    private static TestProgram Yaml(string model) =>
        TestProgram.OfYaml($"namespace: Paper\nmodels:\n  A: {{ llama: }}\n  B: {{ llama: }}\n  X: {model}\n");

    private static (string HintName, string Text)[] Files(TestProgram program)
    {
        TestRun run = program.Run();
        Assert.DoesNotContain(run.Messages, message => !message.StartsWith("SOLAR206", StringComparison.Ordinal));
        return [.. run.Files.OrderBy(file => file.HintName, StringComparer.Ordinal)];
    }
}
