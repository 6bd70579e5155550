using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Solar.Benchmarks;

/// <summary>
/// How the generator finds its classes: by one provider for each attribute type, or by one for all. Two generators that do nothing but find them
/// and look at their attributes, with 60 attribute types, over the C# half of 1,000 declarations and 2,000 attributed classes of somebody else's.
/// </summary>
internal static class ProviderBenchmark
{
    private const int Strangers = 2000;
    private const int StrangersInAFile = 10;

    // The words that the program uses, and others that it does not: most programs use a few of many.
    private static readonly string[] Names =
    [
        "Llama", "Weights", "Upscale", "Layers", "TextFile", "Pretrain", "InstructionTune", "Average", .. Enumerable.Range(0, 52).Select(i => Numbered("Unused{0}", i)),
    ];

    public static void Run()
    {
        CSharpCompilation compilation = new BenchmarkProgram(1000).Compilation.AddSyntaxTrees(Enumerable.Range(0, Strangers / StrangersInAFile).Select(OfStrangers));
        GeneratorDriver each = Driver(new ProviderOfEach());
        GeneratorDriver shared = Driver(new SharedProvider());
        Alternating.Measure("a provider for all attributes, first run", "one for each", () => First(new SharedProvider(), compilation), () => First(new ProviderOfEach(), compilation), rounds: 11);

        shared = shared.RunGenerators(compilation);
        each = each.RunGenerators(compilation);
        int edit = 0;
        CSharpCompilation Edited() => compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Numbered("class Edit{0};", edit), BenchmarkProgram.Parse, Numbered("Edit{0}.cs", edit++)));
        Alternating.Measure(
            "a provider for all attributes, after an unrelated edit", "one for each",
            () => shared = shared.RunGenerators(Edited()), () => each = each.RunGenerators(Edited()), rounds: 61);
        Console.WriteLine($"  classes found: {Count(shared)} and {Count(each)}");
    }

    private static void First(IIncrementalGenerator generator, CSharpCompilation compilation) =>
        Driver(generator).RunGenerators(CSharpCompilation.Create("Bench", compilation.SyntaxTrees, compilation.References, compilation.Options));

    private static GeneratorDriver Driver(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: BenchmarkProgram.Parse);

    private static int Count(GeneratorDriver driver) => driver.GetRunResult().Results[0].GeneratedSources[0].SourceText.Lines.Count - 1;

    private static SyntaxTree OfStrangers(int file) => CSharpSyntaxTree.ParseText(
        string.Concat(Enumerable.Range(file * StrangersInAFile, StrangersInAFile).Select(i => Numbered("[System.Serializable] public class Stranger{0};\n", i))),
        BenchmarkProgram.Parse, Numbered("Strangers{0}.cs", file));

    private static string Numbered(string format, int number) => string.Format(CultureInfo.InvariantCulture, format, number);

    private static string? Look(INamedTypeSymbol type)
    {
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        return attributes.Any(attribute => attribute.AttributeClass?.ContainingNamespace.Name == "Solar")
            ? $"// {type.Name}: {string.Join(", ", attributes.Select(a => $"{a.AttributeClass?.Name} {a.ConstructorArguments.Length} {a.NamedArguments.Length}"))}\n"
            : null;
    }

    private static void Register(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ImmutableArray<string>> found) =>
        context.RegisterSourceOutput(found, static (output, lines) => output.AddSource("Found.g.cs", string.Concat(lines)));

    private sealed class ProviderOfEach : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => Register(context, Names
            .Select(name => context.SyntaxProvider.ForAttributeWithMetadataName(
                $"Solar.{name}Attribute", static (node, _) => node is TypeDeclarationSyntax, static (found, _) => Look((INamedTypeSymbol)found.TargetSymbol)!).Collect())
            .Aggregate(static (left, right) => left.Combine(right).Select(static (both, _) => both.Left.AddRange(both.Right)))
            .Select(static (found, _) => found.Distinct().ToImmutableArray()));
    }

    private sealed class SharedProvider : IIncrementalGenerator
    {
        private static readonly HashSet<string> Known = [.. Names];

        public void Initialize(IncrementalGeneratorInitializationContext context) => Register(context, context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 }, Transform)
            .Where(static found => found is not null)
            .Select(static (found, _) => found!)
            .Collect());

        private static string? Transform(GeneratorSyntaxContext context, CancellationToken cancellationToken) =>
            ((TypeDeclarationSyntax)context.Node).AttributeLists.SelectMany(list => list.Attributes).Any(IsKnown)
                ? Look((INamedTypeSymbol)context.SemanticModel.GetDeclaredSymbol(context.Node, cancellationToken)!)
                : null;

        private static bool IsKnown(AttributeSyntax attribute) => Known.Contains(attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        });
    }
}
