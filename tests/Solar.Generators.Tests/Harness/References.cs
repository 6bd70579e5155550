using System.Collections.Generic;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace Solar.Generators.Tests.Harness;

/// <summary>What the programs of tests are compiled against.</summary>
internal static class References
{
    /// <summary>.NET alone.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } = [.. Net100.References.All];

    /// <summary>.NET and the words of the language.</summary>
    public static IReadOnlyList<MetadataReference> WithoutRuntime { get; } = [.. Framework, Of<LlamaAttribute>()];

    /// <summary>All that a user of the packages has.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } =
        [.. WithoutRuntime, Of<Runtime.Placement>(), Of<TorchSharp.torch.Tensor>()];

    private static PortableExecutableReference Of<T>() => MetadataReference.CreateFromFile(typeof(T).Assembly.Location);
}
