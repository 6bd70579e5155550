using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Emitting;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Xunit;

namespace Solar.Generators.Tests.Names;

public class EmittedMembersTests
{
    /// <summary>The lists by which names are refused, held to what is really emitted.</summary>
    [Fact]
    public void MembersOfEmittedClasses_AreListed()
    {
        Compilation output = TestProgram.Of(PaperProgram.CSharp).Run().Output;

        Assert.Empty(Members(output, "Paper.Solar10B").Except(EmittedNames.ModelMembers));
        Assert.Empty(Members(output, "Paper.Mistral7B").Except(EmittedNames.ModelMembers));
        Assert.Empty(Members(output, "Paper.Solar10BPretrained").Except(EmittedNames.StageMembers));
        Assert.Empty(Members(output, "Paper.SolarInstruct").Except(EmittedNames.StageMembers));
        Assert.Empty(Members(output, "Paper.SftV3V4").Except(EmittedNames.MergeMembers));
        Assert.Empty(Members(output, "Paper.WebText").Except(EmittedNames.DatasetMembers));
    }

    private static string[] Members(Compilation output, string type) =>
        [.. output.GetTypeByMetadataName(type)!.GetMembers().Where(member => member.CanBeReferencedByName).Select(member => member.Name).Distinct()];
}
