using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Solar.Compiler.Emitting;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Lab.Compilation;

/// <summary>
/// Compiles declarations while the program runs: the same reading, rules and emitted source as in the generator, then Roslyn in memory.
/// There is no second, interpreting implementation of a model.
/// </summary>
public sealed class InProcessCompiler
{
    private static readonly string Version = typeof(InProcessCompiler).Assembly.GetName().Version!.ToString(3);

    private readonly AssemblyCache? _cache;

    /// <summary>A compiler that keeps its assemblies.</summary>
    /// <param name="cacheDirectory">Where compiled assemblies are kept, by hash of their source; null for nowhere.</param>
    public InProcessCompiler(string? cacheDirectory = null) =>
        _cache = cacheDirectory is null ? null : new AssemblyCache(cacheDirectory);

    /// <summary>The per-user cache: <c>solar/compiled</c> under the user's cache folder.</summary>
    public static string DefaultCacheDirectory => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "solar",
        "compiled");

    /// <summary>Compiles, or takes from the cache, the types of <paramref name="source"/>.</summary>
    /// <exception cref="DeclarationException">A rule of the language is broken.</exception>
    /// <exception cref="InvalidOperationException">The emitted source does not compile, which is a fault of Solar.</exception>
    public CompiledProgram Compile(ProgramSource source, CancellationToken cancellationToken = default)
    {
        OwnModuleName[] names = [.. OwnModuleExpansion.NamesIn(source.Declarations)];
        OwnModule[] modules = [.. names.Select(LoadedModules.Read)];
        LocatedDeclaration[] declarations = [.. source.Declarations.Select(located => OwnModuleExpansion.Expand(located, modules))];
        IEnumerable<Finding> unusable = declarations.Zip(source.Declarations).SelectMany(pair => pair.First.Findings.Skip(pair.Second.Findings.Count));
        JoinedProgram program = ProgramJoiner.Join(declarations.Select(d => d.Read), [], cancellationToken);
        List<Finding> errors = [.. source.Findings.Concat(unusable).Concat(program.Findings).Concat(CheckpointChecks.Check(program, source.Files, cancellationToken)).Where(f => f.Rule.Severity == RuleSeverity.Error)];
        if (errors.Count > 0)
        {
            throw new DeclarationException(errors, [.. source.Declarations.Select(d => d.Locations)]);
        }

        EmittedFile[] files = [.. SourceEmitter.Emit(program, new EmitContext(Version))];
        string hash = Hash(files);
        return new CompiledProgram(program, Load(hash, files, [.. names.Select(LoadedModules.FileOf).OfType<string>()], cancellationToken), hash);
    }

    private Assembly Load(string hash, IReadOnlyList<EmittedFile> files, IReadOnlyList<string> own, CancellationToken cancellationToken)
    {
        // One process may ask twice for one program; its types must then be the same types.
        string name = "Solar.Compiled." + hash[..16];
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == name) is { } loaded)
        {
            return loaded;
        }

        if (_cache?.TryLoad(name) is { } kept)
        {
            return kept;
        }

        byte[] compiled = Build(name, files, own, cancellationToken);
        _cache?.Keep(name, compiled);
        return Assembly.Load(compiled);
    }

    private static byte[] Build(string name, IReadOnlyList<EmittedFile> files, IReadOnlyList<string> own, CancellationToken cancellationToken)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            files.Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.HintName, Encoding.UTF8, cancellationToken)),
            References(own),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true, allowUnsafe: true));

        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            IEnumerable<string> errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5).Select(d => d.ToString());
            throw new InvalidOperationException("The emitted source does not compile:" + Environment.NewLine + string.Join(Environment.NewLine, errors));
        }

        return image.ToArray();
    }

    // What this process runs on is what the emitted source was written against.
    private static IEnumerable<MetadataReference> References(IEnumerable<string> own)
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")
            ?? throw new PlatformNotSupportedException("Compiling in process needs the .NET runtime's assemblies; ahead-of-time and single-file programs have none.");
        return trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Union(own).Select(path => MetadataReference.CreateFromFile(path));
    }

    private static string Hash(IEnumerable<EmittedFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(typeof(InProcessCompiler).Assembly.ManifestModule.ModuleVersionId.ToString()));
        hash.AppendData(Encoding.UTF8.GetBytes(typeof(Runtime.Placement).Assembly.ManifestModule.ModuleVersionId.ToString()));
        foreach (EmittedFile file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.HintName));
            hash.AppendData(Encoding.UTF8.GetBytes(file.Text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
