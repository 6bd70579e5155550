using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.Names;

/// <summary>However our attributes are written they are found, and those of others are left alone.</summary>
public class WrittenNamesTests
{
    private const string Keys = "(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 2, NumAttentionHeads = 4, VocabSize = 100)";

    [Theory]
    [InlineData("using Solar;", "Llama")]
    [InlineData("using Solar;", "LlamaAttribute")]
    [InlineData("using Solar;", "@LlamaAttribute")]
    [InlineData("", "Solar.Llama")]
    [InlineData("", "global::Solar.LlamaAttribute")]
    [InlineData("using S = Solar;", "S::Llama")]
    [InlineData("using Small = Solar.LlamaAttribute;", "Small")]
    [InlineData("using SmallAttribute = Solar.LlamaAttribute;", "Small")]
    [InlineData("global using Small = Solar.LlamaAttribute;", "Small")]
    public void WordHoweverWritten_IsFound(string directive, string name)
    {
        TestRun run = TestProgram.Of($"{directive} namespace Paper; [{name}{Keys}] public partial class Tiny;").Run();

        Assert.Empty(run.Messages);
        Assert.Contains(run.Files, file => file.HintName.EndsWith("Tiny.Module.g.cs", System.StringComparison.Ordinal));
        run.AssertCompiles();
    }

    [Fact]
    public void AliasInAnotherFile_IsFound()
    {
        TestRun run = new TestProgram
        {
            Sources = [("Usings.cs", "global using Small = Solar.LlamaAttribute;"), ("Tiny.cs", $"[Small{Keys}] public partial class Tiny;")],
        }.Run();

        Assert.Empty(run.Messages);
        Assert.Contains(run.Files, file => file.HintName == "Tiny.Module.g.cs");
    }

    [Fact]
    public void AttributeOfAnotherWithOurName_IsLeftAlone()
    {
        TestRun run = TestProgram.Of("namespace Other; public class LlamaAttribute : System.Attribute; [Llama] public class Animal;").Run();

        Assert.Empty(run.Messages);
        Assert.DoesNotContain(run.Files, file => file.HintName.Contains("Animal", System.StringComparison.Ordinal));
    }

    [Fact]
    public void WordsOverTwoParts_AreReadOnce()
    {
        TestRun run = TestProgram.Of($"using Solar; namespace Paper; [Weights(\"tiny\")] public partial class Tiny; [Llama{Keys}] public partial class Tiny;").Run();

        Assert.Empty(run.Messages);
        Assert.Contains("weights", run.File("Solar.Catalog.g.cs"), System.StringComparison.Ordinal);
    }
}
