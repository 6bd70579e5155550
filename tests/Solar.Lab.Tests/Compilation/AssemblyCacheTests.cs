using System;
using System.IO;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Lab.Compilation;
using Xunit;

namespace Solar.Lab.Tests.Compilation;

/// <summary>What another process has kept is read back, and nothing else is.</summary>
public sealed class AssemblyCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-cache-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void KeptAssembly_IsReadBack()
    {
        new AssemblyCache(_folder).Keep("Kept.One", Image("Kept.One"));

        Assembly? found = new AssemblyCache(_folder).TryLoad("Kept.One");

        Assert.NotNull(found!.GetType("Kept"));
        Assert.Equal(["Kept.One.dll"], Array.ConvertAll(Directory.GetFiles(_folder), path => Path.GetFileName(path)));
    }

    [Fact]
    public void DamagedFile_IsMadeAnew()
    {
        byte[] image = Image("Kept.Two");
        File.WriteAllBytes(Path.Combine(_folder, "Kept.Two.dll"), image[..(image.Length / 2)]);

        Assert.Null(new AssemblyCache(_folder).TryLoad("Kept.Two"));
    }

    [Fact]
    public void AssemblyOfAnotherName_IsMadeAnew()
    {
        File.WriteAllBytes(Path.Combine(_folder, "Kept.Three.dll"), Image("Something.Else"));

        Assert.Null(new AssemblyCache(_folder).TryLoad("Kept.Three"));
    }

    [Fact]
    public void NothingKept_IsNothingFound() => Assert.Null(new AssemblyCache(Path.Combine(_folder, "none")).TryLoad("Kept.Four"));

    private static byte[] Image(string name)
    {
        using var image = new MemoryStream();
        Assert.True(CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText("public class Kept { }")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image).Success);
        return image.ToArray();
    }
}
