using System.Linq;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.Shapes;

public class DeclarationShapeTests
{
    private const string Tiny = "[Solar.Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 2, NumAttentionHeads = 4, VocabSize = 100)]";

    /// <summary>Every shape in which a class may be declared compiles with its emitted part, and is used from outside as its author allowed.</summary>
    [Theory]
    [InlineData("public partial class X;")]
    [InlineData("internal partial class X;")]
    [InlineData("partial class X;")]
    [InlineData("public sealed partial class X { }")]
    [InlineData("public partial class X : System.IEquatable<X> { public bool Equals(X? other) => ReferenceEquals(this, other); }")]
    [InlineData("public partial class X { public int Own => LayerCount; }")]
    [InlineData("public partial class @event;")]
    public void Shape_IsExtended(string declaration)
    {
        foreach (string source in new[] { $"{Tiny} {declaration}", $"namespace Paper;\n{Tiny} {declaration}", $"namespace Paper {{ namespace Inner {{ {Tiny} {declaration} }} }}" })
        {
            TestRun run = TestProgram.Of(source).Run();
            Assert.Empty(run.Messages);
            run.AssertCompiles();
        }
    }

    /// <summary>A word that C# keeps for itself in some places names a class as well, where <c>@</c> stands before it.</summary>
    [Theory]
    [InlineData("file")]
    [InlineData("required")]
    [InlineData("scoped")]
    [InlineData("record")]
    [InlineData("extension")]
    [InlineData("partial")]
    [InlineData("dynamic")]
    [InlineData("field")]
    [InlineData("where")]
    public void ContextualKeyword_NamesAClass(string name)
    {
        TestRun attributes = TestProgram.Of($"{Tiny} public partial class @{name};").Run(), yaml = TestProgram.OfYaml(
            $"namespace: Paper\nmodels:\n  {name}: {{ llama: {{ hidden_size: 64, intermediate_size: 128, num_hidden_layers: 2, num_attention_heads: 4, vocab_size: 100 }} }}\n  Y: {{ upscale: {name}, drop_top: 1, drop_bottom: 1 }}\n").Run();

        Assert.Empty(attributes.Messages);
        attributes.AssertCompiles();
        Assert.Empty(yaml.Messages);
        yaml.AssertCompiles();
    }

    [Theory]
    [InlineData("public static partial class Zoo { {0} public partial class X; }")]
    [InlineData("internal partial class Zoo { {0} private protected partial class X; }")]
    [InlineData("public partial record Zoo(int Size) { {0} private partial class X; }")]
    [InlineData("partial struct Zoo { {0} internal partial class X; }")]
    [InlineData("partial interface IZoo { {0} partial class X; }")]
    [InlineData("partial class Outer { partial class Zoo { {0} partial class X; } }")]
    public void NestedClass_IsExtendedWithinItsTypes(string declaration)
    {
        TestRun run = TestProgram.Of("namespace Paper;\n" + declaration.Replace("{0}", Tiny, System.StringComparison.Ordinal)).Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
    }

    [Theory]
    [InlineData("public partial class {|SOLAR004:X|}<T>;", "it is generic")]
    [InlineData("public static partial class {|SOLAR004:X|};", "it is static; models are created")]
    [InlineData("public abstract partial class {|SOLAR004:X|};", "it is abstract; models are created")]
    [InlineData("public partial record {|SOLAR004:X|};", "it is a record; declare it as 'partial class'")]
    [InlineData("public partial record {|SOLAR004:X|}(int Size);", "it is a record; declare it as 'partial class'")]
    [InlineData("public partial class {|SOLAR004:X|}(int size) { public int Size => size; }", "it has a primary constructor")]
    [InlineData("public partial class {|SOLAR004:X|} : System.Exception;", "it has the base class 'Exception', and generated code brings its own")]
    [InlineData("public class {|SOLAR004:X|};", "it is not partial")]
    [InlineData("file partial class {|SOLAR004:X|};", "it is local to its file, and generated code is in another")]
    public void ShapeThatCannotBeExtended_IsOneError(string declaration, string reason)
    {
        string[] messages = MarkedProgram.Verify($"namespace Paper;\n{Tiny} {declaration}");

        Assert.Equal([$"SOLAR004: 'X' cannot be a Solar declaration: {reason}"], messages);
    }

    [Theory]
    [InlineData("public class Zoo { {0} public partial class {|SOLAR004:X|}; }", "'Zoo', which contains it, is not partial")]
    [InlineData("public partial class Zoo<T> { {0} public partial class {|SOLAR004:X|}; }", "'Zoo', which contains it, is generic")]
    public void ContainingTypeThatCannotBeExtended_IsOneError(string declaration, string reason)
    {
        string[] messages = MarkedProgram.Verify("namespace Paper;\n" + declaration.Replace("{0}", Tiny, System.StringComparison.Ordinal));

        Assert.Equal([$"SOLAR004: 'X' cannot be a Solar declaration: {reason}"], messages);
    }

    /// <summary>A part of a class cannot have a member of its name, and this class's parts are ours.</summary>
    [Theory]
    [InlineData("Model")]
    [InlineData("Layers")]
    [InlineData("LayerCount")]
    [InlineData("DecoderLayer")]
    public void NameOfAnEmittedMember_IsRefused(string name)
    {
        string message = $"SOLAR004: '{name}' cannot be a Solar declaration: emitted code gives it a member of this name";

        Assert.Equal([message], MarkedProgram.Verify($"namespace Paper;\n{Tiny} public partial class {{|SOLAR004:{name}|}};"));
        Assert.Equal([message], MarkedProgram.VerifyYaml($"namespace: Paper\nmodels:\n  {{|SOLAR004:{name}|}}: {{ llama: {{}} }}\n"));
    }

    [Fact]
    public void StructWithAWord_IsLeftToCSharp()
    {
        TestRun run = TestProgram.Of($"namespace Paper;\n{Tiny} public partial struct X;").Run();

        Assert.Empty(run.Messages);
        Assert.StartsWith("CS0592", Assert.Single(run.Output.GetDiagnostics(), d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void AttributesOverSeveralParts_AreOneDeclaration()
    {
        TestRun run = new TestProgram
        {
            Sources =
            [
                ("A.cs", $"namespace Paper;\n{Tiny} public partial class X;"),
                ("B.cs", "namespace Paper;\n[Solar.Weights(\"somewhere\")] partial class X { }"),
                ("C.cs", "namespace Paper;\n[Solar.Expect(NumHiddenLayers = 2)] partial class X { }"),
            ],
        }.Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
        Assert.Contains("somewhere", run.File("Solar.Catalog.g.cs"), System.StringComparison.Ordinal);
    }

    /// <summary>The same file names in any order of words: names that differ only in case would be one file on some systems.</summary>
    [Fact]
    public void NamesThatDifferOnlyInCase_AreRefusedBeforeTheyCollide()
    {
        TestRun run = TestProgram.Of($"namespace Paper;\n{Tiny} public partial class Tiny;\n{Tiny} public partial class TINY;").Run();

        Assert.Equal(["SOLAR006: 'TINY' is declared twice: 'Paper.Tiny' differs only in case"], run.Messages);
        Assert.Equal(run.Files.Count, run.Files.Select(file => file.HintName.ToUpperInvariant()).Distinct().Count());
    }
}
