using System.Linq;
using System.Text;
using Solar.Compiler.Reading;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class AnchorTests
{
    [Fact]
    public void MergeKey_BringsWhatIsNotWritten()
    {
        YamlProgram program = Yaml.Check("""
            x-defaults: &small { hidden_size: 64, vocab_size: 128 }
            x-tied: &tied { tie_word_embeddings: true, vocab_size: 1 }
            models:
              A: { llama: { <<: *small, hidden_size: 32 } }
              B: { llama: { <<: [*small, *tied] } }
            """);

        Assert.Equal(
            [("hidden_size", "32"), ("vocab_size", "128")], Values(program, 0).Entries.Select(e => (e.Key, e.Value.Canonical)));
        Assert.Equal(
            [("hidden_size", "64"), ("tie_word_embeddings", "true"), ("vocab_size", "128")],
            Values(program, 1).Entries.Select(e => (e.Key, e.Value.Canonical)));
    }

    [Fact]
    public void Alias_StandsForItsAnchor()
    {
        YamlProgram program = Yaml.Check("""
            data: { D: { text_file: d.txt } }
            stages:
              S: { pretrain: A, data: &data [D] }
              T: &t { pretrain: A, data: *data }
              U: *t
            """);

        Assert.All(
            program.Declarations.Skip(1), d => Assert.Equal([new NameReference("D", default)], ((StageDeclaration)d.Read.Declaration!).Data));
    }

    [Theory]
    [InlineData("models: { A: {|SOLAR001:*x|} }", "The file cannot be read as YAML: no anchor '&x' stands before this alias")]
    [InlineData("models: { A: &x { llama: {|SOLAR001:*x|} } }", "The file cannot be read as YAML: the alias '*x' lies within its own anchor")]
    [InlineData("models: { A: { llama: { {|SOLAR001:<<|}: 3 } } }", "The file cannot be read as YAML: '<<' takes a mapping or a list of mappings")]
    [InlineData("models: { A: { weights: {|SOLAR001:&w a/b|}, llama: {} } }", "The file cannot be read as YAML: an anchor cannot stand within braces before a further key; write this mapping on lines of its own")]
    [InlineData("models: { A: { llama: { hidden_size: {|SOLAR001:*x|} } } }", "The file cannot be read as YAML: no anchor '&x' stands before this alias")]
    public void WrongAlias_IsOneError(string marked, string message)
    {
        YamlProgram program = Yaml.Check(marked, message);

        Assert.Equal("A", Assert.Single(program.Declarations).Read.Name.Name);
    }

    [Fact]
    public void DeepNesting_IsRefusedAndNotOverflown()
    {
        string text = "models: " + new string('[', 100_000);

        Assert.Equal("The file cannot be read as YAML: it is nested more than 64 levels deep", Assert.Single(Yaml.Read(text).Findings).Message);
    }

    [Fact]
    public void AliasBomb_IsRefusedAndNotExpanded()
    {
        var text = new StringBuilder("x-0: &m0 { ");
        text.AppendJoin(", ", Enumerable.Range(0, 1000).Select(i => $"k{i}: 0")).Append(" }\n");
        for (int level = 1; level <= 1000; level++)
        {
            text.Append($"x-{level}: &m{level} {{ <<: *m{level - 1}, l{level}: 0 }}\n");
        }

        Assert.Equal("The file cannot be read as YAML: merge keys copy more than 100000 entries", Assert.Single(Yaml.Read(text.ToString()).Findings).Message);
    }

    [Fact]
    public void ChainOfNestedRecipes_IsRefusedAndNotOverflown()
    {
        var text = new StringBuilder("x-r: &r0 { layers: A, ranges: 0..1 }\n");
        for (int level = 1; level <= 20_000; level++)
        {
            text.Append($"x-{level}: &r{level} {{ layers: *r{level - 1}, ranges: 0..1 }}\n");
        }

        text.Append("models: { A: *r20000 }\n");

        Assert.Equal("The recipe cannot be read: it is nested more than 64 deep", Assert.Single(Yaml.Read(text.ToString()).AllFindings()).Message);
    }

    private static ConfigValues Values(YamlProgram program, int index) =>
        ((ModelDeclaration)program.Declarations[index].Read.Declaration!).Architecture!.Values;
}
