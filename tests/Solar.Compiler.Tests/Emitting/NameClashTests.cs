using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Emitted code means what it means, whatever the user calls things.</summary>
public sealed class NameClashTests
{
    [Fact]
    public void EveryEmittedTypeName_IsListed()
    {
        // Each listed name is replaced by its full one. Whatever still compiles without a single using directive has no name left to shadow.
        foreach (JoinedProgram program in new[] { SamplePrograms.Solar(), SamplePrograms.TiedWithBiases(), SamplePrograms.Llama3Rope(), SamplePrograms.Pipeline(), SamplePrograms.Broken() })
        {
            string[] sources =
            [
                .. Emit(program, EmittedNames.All).Select(text => string.Join(
                    '\n', text.Split('\n').Where(line => !line.StartsWith("using ", System.StringComparison.Ordinal) || line.Contains("using static", System.StringComparison.Ordinal)))),
            ];

            Assert.Empty(InMemoryCompilation.Create(sources).Complaints());
        }
    }

    [Theory]
    [InlineData("namespace Paper { internal class Tensor; internal class Linear; internal class Checkpoint; internal class Batch; internal class Array; }")]
    [InlineData("internal class Tensor; internal class Placement; internal class Kernels; internal class TorchLibrary; internal class SchedulerType;")]
    [InlineData("namespace Paper.Tensor { internal class Unrelated; } namespace Paper.Task { internal class Unrelated; }")]
    public void UsersTypesOfEmittedNames_AreNotTakenForThem(string users)
    {
        string[] taken = [.. EmittedNames.All.Where(name => users.Contains($" {name}", System.StringComparison.Ordinal) || users.Contains($".{name} ", System.StringComparison.Ordinal))];
        Assert.NotEmpty(taken);

        string[] sources = [users, .. Emit(SamplePrograms.Pipeline(), taken)];

        Assert.Empty(InMemoryCompilation.Create(sources, implicitUsings: true).Complaints());
    }

    [Theory]
    [InlineData("namespace Paper.Solar { internal class Unrelated; } namespace Paper.Solar.Runtime { internal class Unrelated; }")]
    [InlineData("namespace Paper.System { internal class Unrelated; } namespace Paper.TorchSharp.Modules { internal class Unrelated; }")]
    public void UsersNamespacesOfOurRootNames_ShadowNothing(string users)
    {
        string[] sources = [users, .. Emit(SamplePrograms.Pipeline(), [])];

        Assert.Empty(InMemoryCompilation.Create(sources, implicitUsings: true).Complaints());
    }

    [Fact]
    public void AmbiguousGlobalUsing_IsTakenIntoAccount()
    {
        const string Users = """
            global using Other;
            namespace Other { internal class Tensor; internal class Module; internal class Checkpoint; }
            """;

        string[] sources = [Users, .. Emit(SamplePrograms.TiedWithBiases(), ["Tensor", "Module", "Checkpoint"])];

        Assert.Empty(InMemoryCompilation.Create(sources).Complaints());
    }

    [Fact]
    public void TakenName_IsQualifiedInCodeAndCrefsButNotInWordsTextsAndMembers()
    {
        const string Text = "// Batch\n/// <see cref=\"Batch\"/> Batch\nBatch a = x.Batch; string s = $\"{i} Batch\" + \"\"\"{\"Batch\"}\"\"\"; // \"Batch\n";

        string qualified = NameGuard.Qualify(Text, EquatableArray.Of("Batch"));

        Assert.Equal(
            "// Batch\n/// <see cref=\"global::Solar.Runtime.Training.Batch\"/> Batch\n"
            + "global::Solar.Runtime.Training.Batch a = x.Batch; string s = $\"{i} Batch\" + \"\"\"{\"Batch\"}\"\"\"; // \"Batch\n",
            qualified);
    }

    private static IEnumerable<string> Emit(JoinedProgram program, IEnumerable<string> taken)
    {
        var context = new EmitContext("0.0.0") { TakenNames = taken.ToEquatableArray() };
        return SourceEmitter.Emit(program, context).Append(SourceEmitter.Catalog(program, context)).Select(file => file.Text);
    }
}
