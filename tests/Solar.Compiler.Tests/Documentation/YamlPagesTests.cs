using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Testing;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Documentation;

/// <summary>What the pages show of YAML is what is said, word for word and at the marked place.</summary>
public class YamlPagesTests
{
    // The declarations that docs/diagnostics/README.md lends to snippets, and two namespaces that one of them imports.
    private static readonly string[] Lent =
    [
        """
        models:
          Mistral7B: { mistral: { max_position_embeddings: 32768, sliding_window: 4096 } }
          SolarBase: { llama: { intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 4096 } }
        data:
          WebText: { text_file: web.txt }
        """,
        "{ namespace: Paper, models: { Base: { llama: } } }",
        "{ namespace: Zoo, models: { Base: { llama: } } }",
    ];

    public static TheoryData<string, int> Snippets
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (IGrouping<string, PageSnippet> page in DiagnosticPages.Snippets("yaml").GroupBy(snippet => snippet.Page))
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
        PageSnippet snippet = DiagnosticPages.Snippets("yaml").Where(candidate => candidate.Page == page).ElementAt(index);

        Assert.Equal(
            snippet.Marks.Select(mark => mark.Text(snippet.Opening)),
            Said(snippet.Text).Select(mark => mark.Text(snippet.Opening)));
    }

    private static List<PageMark> Said(string text)
    {
        YamlProgram program = YamlProgramReader.Read("page.solar.yaml", text);
        program = program with { Declarations = program.Declarations.Select(declaration => ConfigExpansion.Expand(declaration, ProgramFiles.None)).ToEquatableArray() };
        var own = program.Declarations.Select(declaration => declaration.Read.Name.FullName).ToHashSet(StringComparer.Ordinal);
        IEnumerable<ReadDeclaration> lent = Lent.SelectMany(file => YamlProgramReader.Read("lent.solar.yaml", file).Declarations)
            .Select(declaration => declaration.Read).Where(declaration => !own.Contains(declaration.Name.FullName));
        JoinedProgram joined = ProgramJoiner.Join([.. program.Declarations.Select(declaration => declaration.Read), .. lent], []);

        return [.. program.Findings.Concat(program.Declarations.SelectMany(declaration => declaration.Findings)).Concat(joined.Findings)
            .Select(finding => Mark(finding, program))];
    }

    private static PageMark Mark(Finding finding, YamlProgram program)
    {
        SourceLocation place = finding.At
            ?? program.Declarations.Single(declaration => declaration.Read.Name.FullName == finding.Where.Declaration).Locations.Find(finding.Where.Element)!;
        Assert.Equal(place.StartLine, place.EndLine);
        return new PageMark(place.StartLine, place.StartColumn, place.EndColumn, finding.Rule.Id, finding.Message);
    }
}
