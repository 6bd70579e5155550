using System.Linq;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Xunit;

namespace Solar.Generators.Tests;

public class PaperProgramTests
{
    [Fact]
    public void ProgramOfTheDesign_BuildsWithoutADiagnostic()
    {
        TestRun run = TestProgram.Of(PaperProgram.CSharp).Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
        Assert.Contains("Paper.Solar10B.Module.g.cs", run.Files.Select(file => file.HintName));
    }
}
