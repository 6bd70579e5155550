using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace Solar.Generators.Tests.Harness;

/// <summary>A compiled assembly with a catalog, for other programs to refer to.</summary>
internal static class Library
{
    /// <summary>Runs the generator on a program, compiles it and gives the reference.</summary>
    public static MetadataReference Of(TestProgram program, string assemblyName = "Library")
    {
        TestRun run = program.Start(program.Compile(assemblyName));
        Assert.Empty(run.Messages);

        using var image = new MemoryStream();
        EmitResult result = run.Output.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Select(TestRun.Message)));
        image.Position = 0;
        return MetadataReference.CreateFromStream(image);
    }
}
