using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests.Names;

/// <summary>Emitted code names Tensor, Linear, Batch and others simply; a user may have such names too.</summary>
public class TakenNamesTests
{
    private const string Declared = RuleExample.Base + "[TextFile(\"w.txt\")] public partial class Web;\n[Pretrain(typeof(Base), Data = [typeof(Web)])] public partial class P;\n";

    [Theory]
    [InlineData("using Solar; namespace Paper; {0} public class Tensor; public class Linear; public class Batch; public struct Placement;")]
    [InlineData("using Solar; namespace Paper { namespace Inner { {0} } public class Module; public class Losses; }")]
    [InlineData("using Solar; namespace Paper { {0} } public class RmsNorm; public class Kernels;")]
    [InlineData("using Solar; namespace Paper { {0} } namespace Checkpoint { public class Own; }")]
    [InlineData("global using Tensor = System.String; using Solar; namespace Paper { {0} }")]
    [InlineData("global using Mine; using Solar; namespace Paper { {0} } namespace Mine { public class Linear; public class Batch; }")]
    [InlineData("using Solar; namespace Paper; public partial class Zoo { {0} public class Tensor; }")]
    public void UsersName_IsSteppedAround(string source)
    {
        TestRun run = TestProgram.Of(source.Replace("{0}", Declared, System.StringComparison.Ordinal)).Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
    }

    /// <summary>A declaration itself cannot have such a name: emitted code would mean now the one, now the other.</summary>
    [Fact]
    public void DeclarationOfSuchAName_IsRefused()
    {
        const string message = "SOLAR004: 'Linear' cannot be a Solar declaration: emitted code uses 'TorchSharp.Modules.Linear' by this name";

        Assert.Equal([message], MarkedProgram.Verify("using Solar; namespace Paper;\n" + Declared + "[TextFile(\"x.txt\")] public partial class {|SOLAR004:Linear|};"));
        Assert.Equal([message], MarkedProgram.VerifyYaml("namespace: Paper\nmodels:\n" + RuleExample.YamlBase + "data:\n  {|SOLAR004:Linear|}: { text_file: w.txt }\n"));
    }

    /// <summary>Where nobody took a name, or took it where it cannot be seen, the emitted code stays readable.</summary>
    [Theory]
    [InlineData("namespace Elsewhere { public class Tensor; }")]
    [InlineData("namespace Paper { public class Holder { public class Tensor; } }")]
    [InlineData("")]
    public void NameThatCannotBeSeen_ChangesNothing(string other)
    {
        TestRun run = TestProgram.Of("using Solar; namespace Paper { " + Declared + " } " + other).Run();

        run.AssertCompiles();
        Assert.DoesNotContain("global::", run.File("Base.Module.g.cs"), System.StringComparison.Ordinal);
    }
}
