using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Generators.Tests.Harness;
using Solar.Plans;
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
        ("Chats", """[JsonLines("chats.jsonl", Format = RecordFormat.Messages)] public partial class Chats;"""),
        ("Pairs", """[JsonLines("pairs.jsonl", Format = RecordFormat.Preference)] public partial class Pairs;"""),
    ];

    // The files that snippets name: a checkpoint of SolarBase, as far as files tell of one.
    private static readonly (string Path, string Text)[] Files =
    [
        ("/paper/a/config.json", "{}"),
        ("/paper/b/config.json", "{}"),
        ("/paper/solar/generation_config.json", """{ "temperature": 0.7, "eos_token_id": 2 }"""),
        ("/paper/solar/config.json", """
            { "model_type": "llama", "intermediate_size": 14336, "num_key_value_heads": 8, "max_position_embeddings": 4096, "torch_dtype": "bfloat16" }
            """),
        ("/paper/solar/tensors.json", TensorList()),
        ("/paper/solar/model.safetensors.index.json", TensorList()),
        ("/paper/mistral/config.json", """{ "model_type": "mistral", "_name_or_path": "x", "rms_norm_eps": 1e-05, "transformers_version": "4.34.0.dev0" }"""),
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
        Yaml = [.. Files],
    };

    private static string TensorList()
    {
        ConfigReading config = ConfigJsonReader.Read("config.json", """{ "model_type": "llama", "intermediate_size": 14336, "num_key_value_heads": 8 }""");
        IEnumerable<string> tensors = TensorCatalog.Tensors(Family.Find("llama")!.Lower(config.Architecture!.Values))
            .Select(tensor => $"\"{tensor.Name}\":{{\"dtype\":\"BF16\",\"shape\":[{string.Join(",", tensor.Shape)}]}}");
        return $"{{{string.Join(",", tensors)}}}";
    }

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
