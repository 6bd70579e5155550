using System.Linq;
using Solar.Compiler.Reading;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class FileReadingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n...\n")]
    [InlineData("models:\nstages:\n")]
    [InlineData("namespace: P\nx-anchors: { a: 1 }\n")]
    public void FileWithoutDeclarations_IsFine(string text)
    {
        YamlProgram program = Yaml.Read(text);

        Assert.Empty(program.AllFindings());
        Assert.Empty(program.Declarations);
    }

    [Fact]
    public void Program_IsReadInTheOrderOfTheFile()
    {
        YamlProgram program = Yaml.Check("""
            # The paper's program.
            namespace: Paper.Solar
            using: Zoo
            data: { WebText: { text_file: web.txt } }
            models:
              SolarBase: { llama: { num_hidden_layers: 32 }, initialize_from: Mistral7B }
              Solar10B: { upscale: SolarBase, drop_top: 8, drop_bottom: 8 }
            stages:
              Pretrained: { pretrain: Solar10B, data: WebText }
            merges:
              Mean: { average: [Solar10B, Pretrained] }
            """);

        Assert.Equal("Paper.Solar", program.Namespace);
        Assert.Equal(["Zoo"], program.Usings);
        Assert.Equal(
            ["Paper.Solar.WebText", "Paper.Solar.SolarBase", "Paper.Solar.Solar10B", "Paper.Solar.Pretrained", "Paper.Solar.Mean"],
            program.Declarations.Select(declaration => declaration.Read.Name.FullName));
        Assert.All(program.Declarations, declaration => Assert.Equal(declaration.Read.Name.FullName, declaration.Locations.Declaration));
    }

    [Theory]
    [InlineData("\uFEFFmodels: { X: { llama: { {|SOLAR002:x|}: 1 } } }")]
    [InlineData("models:\r\n  X:\r\n    llama:\r\n      {|SOLAR002:x|}: 1\r\n")]
    [InlineData("# 😀 ü\nmodels:\r  X: { llama: { {|SOLAR002:x|}: 1 } }")]
    [InlineData("models: { X: { weights: '😀', llama: { {|SOLAR002:x|}: 1 } } }")]
    public void Places_AreExactWhateverTheEncodingAndLineEnds(string marked) => Yaml.Check(marked, "'x' is no key of 'llama'");

    [Theory]
    [InlineData("{|SOLAR002:model|}: {}", "'model' is no key of 'the file'; did you mean 'models'?")]
    [InlineData("models: {}\n{|SOLAR003:models|}: {}", "'models' is written twice")]
    [InlineData("models: {|SOLAR007:[A]|}", "'a list' is no value of 'models': expected names, each with what it declares")]
    [InlineData("namespace: {|SOLAR007:a-b|}", "'a-b' is no value of 'namespace': expected a namespace of C#, such as Paper.Models")]
    [InlineData("using: [A, {|SOLAR007:1|}]", "'1' is no value of 'using': expected a namespace of C#, such as Paper.Models")]
    [InlineData("models:\n  A: { llama: }\n  {|SOLAR006:A|}: { mistral: }", "'A' is declared twice: line 2 declares it too")]
    [InlineData("models:\n  A: { llama: }\nstages:\n  {|SOLAR006:A|}: { pretrain: B }", "'A' is declared twice: line 2 declares it too")]
    [InlineData("models:\n  {|SOLAR004:7B|}: { llama: }", "'7B' cannot be a Solar declaration: its name is no identifier of C#: letters, digits and '_', not beginning with a digit")]
    [InlineData("models:\n  {|SOLAR004:class|}: { llama: }", "'class' cannot be a Solar declaration: its name is a keyword of C#")]
    [InlineData("models:\n  {|SOLAR004:var|}: { llama: }", "'var' cannot be a Solar declaration: its name is 'var', which emitted code needs for itself")]
    [InlineData("{|SOLAR001:just a text|}", "The file cannot be read as YAML: it is a text, not a mapping with 'models', 'stages', 'merges' and 'data'")]
    [InlineData("{|SOLAR001:- A\n- B|}", "The file cannot be read as YAML: it is a list, not a mapping with 'models', 'stages', 'merges' and 'data'")]
    [InlineData("models: {}\n{|SOLAR001:---|}\nstages: {}\n", "The file cannot be read as YAML: it holds a second document; one file is one document")]
    [InlineData("{|SOLAR001:[a]|}: b", "The file cannot be read as YAML: a key must be a word")]
    public void WrongFile_IsMarkedAtTheSmallestToken(string marked, string message) => Yaml.Check(marked, message);

    [Fact]
    public void DoubledDeclaration_CountsOnce() =>
        Assert.Single(Yaml.Read("models:\n  A: { llama: }\n  A: { mistral: }").Declarations);

    [Fact]
    public void SyntaxError_LosesNothingBeforeItAndNoNameBehindIt()
    {
        YamlProgram program = Yaml.Read("""
            namespace: P
            models:
              A: { llama: { hidden_size: 8 } }
              B: { llama: { hidden_size: 8
              C: { llama: }
            stages:
              S:
                pretrain: A
            """);

        Assert.Equal("SOLAR001", Assert.Single(program.AllFindings()).Rule.Id);
        Assert.Equal(
            ["P.A True", "P.B False", "P.C False", "P.S False"],
            program.Declarations.Select(d => $"{d.Read.Name.FullName} {d.Read.Declaration is not null}").Order());
        Assert.Equal("C", Yaml.Read("models:\n  A: {\n  C: x").Declarations.Single(d => d.Read.Name.Name == "C").Read.Name.Name);
    }

    [Theory]
    [InlineData("models: [")]
    [InlineData("{ name: x, layers: 3\nslices: [")]
    [InlineData("a: \"unclosed")]
    [InlineData("a: b: c")]
    [InlineData("\t- x\n  y: \"\\q\"")]
    [InlineData("%YAML 9.9\n---\na: b")]
    [InlineData("a: !<tag:x> {b: @c}")]
    public void Malformed_IsOneErrorWithinTheText(string text)
    {
        SourceLocation at = Assert.Single(Yaml.Read(text).AllFindings(), finding => finding.Rule.Id == "SOLAR001").At!;

        Assert.InRange(at.Start, 0, text.Length - 1);
        Assert.InRange(at.Start + at.Length, at.Start + 1, text.Length);
    }

    [Fact]
    public void Cancellation_IsPassedOn()
    {
        using var cancelled = new System.Threading.CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<System.OperationCanceledException>(() => YamlProgramReader.Read(Yaml.Path, "models: { A: { llama: {} } }", cancelled.Token));
    }
}
