using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Emit;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Emitted code, compiled and loaded, so that tests can run it.</summary>
internal static class EmittedAssembly
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = new();

    /// <summary>The assembly of a whole program, in a context of its own: programs may declare the same names. Compiled once.</summary>
    public static Assembly Load(JoinedProgram program)
    {
        string[] sources = [.. SourceEmitter.Emit(program, new EmitContext("0.0.0")).Select(file => file.Text)];
        return Loaded.GetOrAdd(string.Concat(sources), _ => new Lazy<Assembly>(() => Compile(sources))).Value;
    }

    private static Assembly Compile(string[] sources)
    {
        using var image = new MemoryStream();
        EmitResult result = InMemoryCompilation.Create(sources).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));

        image.Position = 0;
        return new AssemblyLoadContext(name: null).LoadFromStream(image);
    }

    /// <summary>Calls the <c>Load</c> of an emitted model.</summary>
    public static ICausalLanguageModel Load(this Type model, string directory, Placement placement = default) =>
        (ICausalLanguageModel)model.GetMethod("Load")!.Invoke(null, [directory, placement])!;

    /// <summary>Calls the <c>UpscaleAsync</c> of an emitted model.</summary>
    public static Task<UpscaleResult> UpscaleAsync(this Type model, string baseDir, string outDir) =>
        (Task<UpscaleResult>)model.GetMethod("UpscaleAsync")!.Invoke(null, [baseDir, outDir, CancellationToken.None])!;

    /// <summary>Calls a static member of a type, or reads it where it is a property.</summary>
    public static T Static<T>(this Type type, string member) => (T)(type.GetProperty(member)?.GetValue(null)
        ?? type.GetMethod(member)!.Invoke(null, [.. type.GetMethod(member)!.GetParameters().Select(_ => Type.Missing)])!);
}
