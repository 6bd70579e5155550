using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Compiler.Emitting;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Hosting;

/// <summary>What emitted code needs to know of the compilation that it goes into.</summary>
/// <param name="Context">What the emitter is told.</param>
/// <param name="Fault">Why nothing can be emitted; null where it can.</param>
internal sealed record HostFacts(EmitContext Context, Finding? Fault)
{
    private const string RuntimeType = "Solar.Runtime.Placement";

    private static readonly string Version = typeof(SolarGenerator).Assembly.GetName().Version!.ToString(3);

    /// <summary>Reads them; equal for most edits, so that nothing is emitted again.</summary>
    public static HostFacts Of(
        Compilation compilation, ParseOptions options, EquatableArray<DeclarationName> declared, CancellationToken cancellationToken) => Guard.Run(
        "the compilation",
        () => new HostFacts(
            new EmitContext(Version) { TakenNames = TakenNames.Of(compilation, declared, cancellationToken) },
            declared.Count == 0 ? null : FaultOf(compilation, options)),
        finding => new HostFacts(new EmitContext(Version), finding));

    // Without these every emitted file would be full of errors, which say less than this one.
    private static Finding? FaultOf(Compilation compilation, ParseOptions options)
    {
        if (options is CSharpParseOptions { LanguageVersion: var version and < LanguageVersion.CSharp12 })
        {
            return Because($"it needs C# 12 or later, and this project is compiled as C# {version.ToDisplayString()}; set LangVersion");
        }

        return compilation.GetTypeByMetadataName(RuntimeType) is null
            ? Because("Solar.Runtime is not referenced; add a package reference to it, or to Solar.Models, which brings it")
            : null;
    }

    private static Finding Because(string reason) => Finding.Of(Rules.UnsupportedProject, new ElementPath("", ""), reason);
}
